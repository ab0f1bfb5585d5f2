"""How long a concern stood at each stage: the history bar and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Concern, StageChange
from cases.stages import Stage

# The bar is drawn 400 wide; a date under it takes so much, and a stage never less than its digit.
WIDE, DATE_WIDE, LEAST = 400.0, 70.0, 20.0


@dataclass(frozen=True, kw_only=True)
class Span:
    """A time at one stage, or closed between two. `x` and `width` are on a bar 400 wide.

    `until` is None while it goes on; `label` is the date under its beginning, empty where there is no room.
    """

    stage: Stage
    since: date
    until: date | None
    days: int
    x: float
    width: float
    label: str = ""

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def said(self) -> str:
        """ "Stage 2: wider information gathering, from 3 March 2012, 41 days"."""
        days = f"{self.days:,} day{'' if self.days == 1 else 's'}"
        return f"{self.stage.numbered}, from {_day(self.since)}, {days}"

    @property
    def drawn_x(self) -> str:
        return f"{self.x:.1f}"

    @property
    def drawn_width(self) -> str:
        """With a little room before the next."""
        return f"{max(self.width - 2, 1):.1f}"

    @property
    def drawn_middle(self) -> str:
        return f"{self.middle - 1:.1f}"


def spans(concern: Concern, changes: Sequence[StageChange], on: date) -> list[Span]:
    """The time at each stage from its beginning to today or to its closing, in the order of what happened.

    Each is as wide as its digit at least; the rest of the bar is shared out by days.
    """
    ends = [change.happened_on for change in changes[1:]] + [concern.closed_on or on]
    held = [(change, max(end, change.happened_on)) for change, end in zip(changes, ends, strict=False)]
    if held and not held[-1][0].came_to.is_open:
        held.pop()  # closed now: the bar ends there
    days = [(end - change.happened_on).days + 1 for change, end in held]
    least = min(LEAST, WIDE / max(len(held), 1))
    over = WIDE - least * len(held)
    whole, x, free_from, found = sum(days) or 1, 0.0, 0.0, []
    for place, ((change, end), long) in enumerate(zip(held, days, strict=True), 1):
        width = least + over * long / whole
        goes_on = place == len(held) and concern.is_open
        fits = x >= free_from and (place == 1 or x + DATE_WIDE <= WIDE - DATE_WIDE)
        if fits:
            free_from = x + DATE_WIDE
        found.append(
            Span(
                stage=change.came_to,
                since=change.happened_on,
                until=None if goes_on else end,
                days=long,
                x=x,
                width=width,
                label=_short(change.happened_on) if fits else "",
            )
        )
        x += width
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
