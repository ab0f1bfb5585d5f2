"""“Since you last met”: what a council's entry says now beside what the last pack said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from panel.models import PackEntry

Since = PackEntry.Since
Said = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Change:
    """How an entry differs; `words` is what the table prints; `was` and `now` are both entries in words."""

    since: PackEntry.Since
    words: str
    before: list[dict[str, Any]]
    was: str = ""
    now: str = ""


def in_words(said: Said, *, on_radar: bool) -> str:
    """What an entry says, in one line: each concern's stage and summary, and whether it is on the radar."""
    parts = [f"Stage {one['stage']}, {str(one['summary']).rstrip('.')}" for one in said]
    return "; ".join([*parts, *(["on the radar"] if on_radar else [])])


def compared(
    now: Said, *, on_radar: bool, last: PackEntry | None, off_because: str = "", again: bool = False
) -> Change:
    """What has changed for one council. `last` is its entry in the last issued pack, if it had one.

    `off_because` is the line with which it was taken off the radar; `again`: taken off and put on.
    """
    here = in_words(now, on_radar=on_radar)
    if last is None or last.since == Since.OFF:
        return Change(Since.NEW, "New", [], now=here)
    was = in_words(last.concerns, on_radar=last.on_radar)
    before = {said["id"]: str(said["stage"]) for said in last.concerns}
    after = {said["id"]: str(said["stage"]) for said in now}
    moves = [
        f"Stage {before[each]} to Stage {after[each]}"
        for each in after
        if each in before and before[each] != after[each]
    ]
    moves += [f"a new concern at Stage {after[each]}" for each in after if each not in before]
    moves += [
        f"the concern at Stage {before[each]} is no longer reported" for each in before if each not in after
    ]
    if on_radar != last.on_radar:
        because = f" ({off_because.rstrip('.')})" if off_because else ""
        moves.append("put on the radar" if on_radar else f"taken off the radar{because}")
    elif on_radar and again:
        moves.append("taken off the radar and put on again")
    if moves:
        return Change(Since.MOVED, f"Moved: {'; '.join(moves)}", list(last.concerns), was, here)
    return Change(Since.UNCHANGED, "No change", list(last.concerns), was, here)


def beside_paper(now: Said, *, on_radar: bool, was: str | None) -> Change:
    """The same beside a Word paper: `was` is what it said of the council, None where it said nothing.

    It can say that a council was in it; whether its concern has moved since, it cannot.
    """
    here = in_words(now, on_radar=on_radar)
    if was is None:
        return Change(Since.NEW, "Not in the last paper", [], now=here)
    return Change(Since.IN_PAPER, "In the last paper", [], was, here)
