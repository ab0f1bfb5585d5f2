"""The figures a council's report and trends are made of, in one query however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from councils.models import Council
from indicators.models import Comparison
from indicators.queries.reading import Read, read, read_each

Scope = Comparison.Scope
Key = tuple[int, int]  # a series and a period


@dataclass(frozen=True, slots=True)
class OfType:
    """The council's type in one period: of how many councils, and what their values come to."""

    n: int
    mean: float | None
    median: float | None
    least: float | None
    greatest: float | None
    lower_quartile: float | None
    upper_quartile: float | None


@dataclass(frozen=True, slots=True)
class PeriodHeld:
    """A period, shared by all that speak of it."""

    label: str
    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class SourceHeld:
    """A source and what is wrong with it, shared by its indicators."""

    slug: str
    title: str
    through: str
    failure: str
    last_checked_at: datetime | None
    late_on: date | None
    stale_on: date | None
    waiting: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison as a report reads it. Hundreds make a page: no model instance is made of each."""

    key: Key
    n: int
    mean: float | None
    median: float | None
    least: float | None
    greatest: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    published: float | None
    period: PeriodHeld
    source: SourceHeld


@dataclass(frozen=True, slots=True)
class Local:
    """The council's own figure as it is held."""

    value: float | None
    existed: bool = True
    status: int = 0
    remark: str | None = ""
    is_fictional: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """England's quartiles in the period before, of the same length."""

    label: str
    n: int
    quartiles: tuple[float | None, ...]
    local: Local | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside England's newest figures: the council's region, and England before."""

    region: float | None
    region_n: int
    before: Before | None


@dataclass(frozen=True)
class Explanation:
    """What the council itself says about a value (R111)."""

    text: str
    given_by: str
    given_on: date


@dataclass(frozen=True)
class Figures:
    """What was loaded: by slug of the indicator, or by series and period.

    `england`: England's comparison of the newest period. `averages`: the type's comparisons of the last
    periods, oldest first, for an indicator that has at least two.
    """

    england: dict[str, Compared]
    of_type: dict[Key, OfType]
    averages: dict[str, list[Compared]]
    local: dict[Key, Local]
    explanations: dict[str, tuple[Explanation, ...]]
    beside: dict[str, Beside]


def figures_of(
    council: Council,
    on: date,
    *,
    newest: Sequence[str] = (),
    trends: Sequence[str] = (),
    most: int = 12,
    as_at: datetime | None = None,
) -> Figures:
    """The indicators `newest` in their newest period that had ended by `on` (for an abolished council: by its
    last day), and the last `most` periods of the indicators `trends`: as known at a time, or now."""
    until = ended_by(council, on)
    rows = read(council, on=on, until=until, newest=newest, trends=trends, most=most, as_at=as_at)
    return _figures(council, rows)


def figures_of_each(
    councils: Iterable[Council], on: date, *, newest: Sequence[str], as_at: datetime | None = None
) -> dict[int, Figures]:
    """By council's id, the same of several councils without trends, in one query (or two: `read_each`)."""
    held = {council: ended_by(council, on) for council in councils}
    rows = read_each(held, on=on, newest=newest, as_at=as_at)
    return {council.pk: _figures(council, rows[council.pk]) for council in held}


def _figures(council: Council, rows: Iterable[Read]) -> Figures:
    figures = Figures({}, {}, {}, {}, {}, {})
    found: dict[str, list[Compared]] = defaultdict(list)
    periods: dict[int, PeriodHeld] = {}
    sources: dict[str, SourceHeld] = {}
    for one in rows:
        period = periods.get(one.key[1]) or periods.setdefault(one.key[1], PeriodHeld(*one.period))
        source = sources.get(one.source[0]) or sources.setdefault(one.source[0], SourceHeld(*one.source))
        values: list[Any] = [one.key, *one.statistics, one.published, period, source]
        row = Compared(*values)
        if one.scope == Scope.ENGLAND:
            figures.england[one.slug] = row
            _beside(figures, one)
        else:
            found[one.slug].append(row)
        if one.local:
            value, existed, status, remark = one.local
            figures.local[one.key] = Local(value, existed, status, remark, council.is_fictional)
    figures.averages.update({slug: rows for slug, rows in found.items() if len(rows) > 1})
    return figures


def _beside(figures: Figures, one: Read) -> None:
    """Keeps what stands beside one of England's rows."""
    if one.of_type:
        figures.of_type[one.key] = OfType(*one.of_type)
    if one.said:
        figures.explanations[one.slug] = tuple(_explanation(**said) for said in one.said)
    before = None
    if one.before:
        _, label, n, *quartiles = one.before
        before = Before(label, n, tuple(quartiles), Local(*one.local_before) if one.local_before else None)
    mean, n = one.region
    figures.beside[one.slug] = Beside(mean, n or 0, before)


def newest_in_england(
    slugs: Iterable[str], until: date, as_at: datetime | None = None
) -> QuerySet[Comparison]:
    """England's comparison of the newest period, ended by `until`, of each indicator's main series."""
    return (
        Comparison.objects.as_at(as_at)
        .filter(
            series__is_main=True,
            series__indicator__slug__in=list(slugs),
            scope=Scope.ENGLAND,
            n__gt=0,
            period__end_on__lte=until,
        )
        .order_by("series_id", "-period__end_on", "-period__start_on")
        .distinct("series_id")
        .select_related("period", "series__indicator__source")
    )


def ended_by(council: Council, on: date) -> date:
    """The day by which a period must have ended to speak of the council as at `on`."""
    return min(on, council.existed_until_on) if council.existed_until_on else on


def _explanation(text: str, given_by: str, given_on: str) -> Explanation:
    return Explanation(text, given_by, date.fromisoformat(given_on))
