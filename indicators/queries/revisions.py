"""What a value was before: its revisions in order, each with the day and the release that brought it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils import timezone

from indicators import charts
from indicators.markers import MEANINGS, Status
from indicators.models import Change, Observation

# Current or not: each arm names what its partial index holds, so that both indexes are used.
EVER = Q(until__isnull=True) | Q(until__isnull=False)


@dataclass(frozen=True)
class Step:
    """One value as it was known from a day on; `until` is empty for what still stood at the time asked."""

    printed: str
    since: date
    until: date | None
    came_by: str
    release: int


@dataclass(frozen=True)
class Revision:
    """A value that did not stay as it was first published."""

    name: str
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """“was 74.1 until 3 May 2026, then 74.5 (release of 3 May 2026)”."""
        first, *others = self.steps
        said = f"was {first.printed} until {_day(first.until)}" if first.until else first.printed
        for step in others:
            end = f" until {_day(step.until)}" if step.until else ""
            said += f", then {step.printed}{end} ({step.came_by})"
        return said


def ever(rows: QuerySet[Observation], as_at: datetime | None) -> QuerySet[Observation]:
    """These observations and all that they replaced, as far as it was known at a time, oldest first."""
    found = rows.filter(EVER)
    if as_at is not None:
        found = found.filter(since__at__lte=as_at)
    return found.select_related("since__release", "until", "remark").order_by("since_id")


def standing(rows: Iterable[Observation], as_at: datetime | None) -> Observation | None:
    """Of one value's rows the one that stood at the time, or stands now."""
    for row in rows:
        if row.until is None or (as_at is not None and row.until.at > as_at):
            return row
    return None


def revision_of(
    name: str, rows: Sequence[Observation], decimals: int, as_at: datetime | None
) -> Revision | None:
    """What one value's rows, oldest first, come to; None where it is as it was first published."""
    told: list[Observation] = []
    for row in rows:
        if not told or _key(told[-1]) != _key(row):
            told.append(row)
    if len(told) < 2:
        return None
    exact = _alike(told, decimals)
    steps = [
        Step(
            printed=_printed(row, decimals, exact=exact),
            since=_on(row.since.at),
            until=_on(later.since.at) if later else _ended(row, as_at),
            came_by=_came_by(row.since),
            release=row.release_id,
        )
        for row, later in zip(told, [*told[1:], None], strict=True)
    ]
    return Revision(name, tuple(steps))


def _key(row: Observation) -> tuple[float | None, int | None]:
    """What makes a value another: its figure; where there is none, why."""
    return row.value, None if row.value is not None else row.status


def _alike(told: list[Observation], decimals: int) -> bool:
    """Whether two figures that follow one another look the same when printed to the indicator's decimals."""
    printed = [_printed(row, decimals, exact=False) for row in told]
    return any(one == other for one, other in pairwise(printed))


def _printed(row: Observation, decimals: int, *, exact: bool) -> str:
    if row.value is None:
        return f"NA ({MEANINGS[Status(row.status)]})"
    return repr(row.value) if exact else charts.figure(row.value, decimals)


def _ended(row: Observation, as_at: datetime | None) -> date | None:
    """When the last of the rows ended, where nothing took its place."""
    if row.until is None or (as_at is not None and row.until.at > as_at):
        return None
    return _on(row.until.at)


def _came_by(change: Change) -> str:
    if change.kind == Change.Kind.ROLLED_BACK:
        return f"a release was taken back on {_day(_on(change.at))}"
    return f"release taken in on {_day(_on(change.at))}"


def _on(at: datetime) -> date:
    return timezone.localdate(at)


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else ""
