"""The headline report as its own page has it: each figure in a sentence, beside its past, in a chosen order.

The figures are those of `headline`, in one query however many indicators the report holds; neighbours
take two more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.safestring import SafeString

from councils.models import Council
from indicators import definitions, markup
from indicators.catalogue import IndicatorDefinition, ReportDefinition
from indicators.models import NeighbourSet
from indicators.queries.beside import Neighbours, among_neighbours, neighbours_of
from indicators.queries.headline import HeadlineReport, Line, definition_of, report_from
from indicators.queries.loading import Before, Compared, Figures, Key, OfType, figures_of
from indicators.queries.sentences import (
    PLURAL,
    Among,
    changed,
    held_to_be_better,
    how_far,
    moved,
    place_among,
    quarter,
)
from indicators.queries.trends import Trend, trends_from

BY_THEME, FURTHEST = "theme", "furthest"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the report and what is said of it."""

    line: Line
    said: str = ""
    change: str = ""
    moved: str = ""
    better: str = ""
    among: Among | None = None
    region: float | None = None
    region_n: int = 0
    far: float | None = None

    @property
    def median_text(self) -> str:
        """The median of those it is compared with, as printed."""
        return self.line.printed(self.among.median if self.among else None)

    @property
    def region_text(self) -> str:
        """The mean of its region's councils, as printed."""
        return self.line.printed(self.region)


@dataclass(frozen=True)
class Part:
    """Rows under a heading: a theme, or all of them by distance."""

    title: str
    rows: tuple[Row, ...]

    @property
    def markup(self) -> SafeString:
        """Its rows as HTML."""
        return markup.rows(self.rows)


@dataclass(frozen=True)
class FullReport:
    """A headline report with everything its page says."""

    report: HeadlineReport
    parts: tuple[Part, ...]
    trends: list[Trend]
    heading: str
    legend: str
    neighbours: Neighbours | None
    order: str
    as_at: datetime | None

    @property
    def listed(self) -> tuple[Row, ...]:
        """Every row in the order in which it is shown."""
        return tuple(row for part in self.parts for row in part.rows)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row in order of its note's number."""
        return tuple(sorted(self.listed, key=lambda row: row.line.number))


def full_report(
    council: Council,
    on: date,
    report: str | ReportDefinition = "core",
    *,
    compared_with: NeighbourSet | None = None,
    order: str = BY_THEME,
    as_at: datetime | None = None,
) -> FullReport:
    """The report of `council` as at `on`; `as_at`: as the figures were known at that time.

    `compared_with` is a set of similar councils that names neighbours of this one; without it, its type.
    """
    slugs = definition_of(report).indicators
    figures = figures_of(council, on, newest=slugs, trends=slugs, as_at=as_at)
    plain = report_from(figures, council, on, report)
    neighbours = neighbours_of(council, compared_with) if compared_with else None
    near = among_neighbours(neighbours, _keys(figures).values(), as_at) if neighbours else None
    parts = []
    known = definitions.indicators_named(slugs)
    for theme in plain.themes:
        rows = [_row(line, known[line.slug], council, figures, near, neighbours) for line in theme.lines]
        parts.append(Part(theme.title, tuple(rows)))
    if order == FURTHEST:
        parts = [_by_distance(parts, "its neighbours" if neighbours else "its type")]
    return FullReport(
        report=plain,
        parts=tuple(parts),
        trends=trends_from(figures, council, slugs),
        heading="Neighbours avg" if neighbours else "Type avg",
        legend=f"Average of {neighbours.set.short}" if neighbours else plain.type_name,
        neighbours=neighbours,
        order=order,
        as_at=as_at,
    )


def _keys(figures: Figures) -> dict[str, Key]:
    return {slug: one.key for slug, one in figures.england.items()}


def _row(
    line: Line,
    definition: IndicatorDefinition,
    council: Council,
    figures: Figures,
    near: dict[Key, Among] | None,
    neighbours: Neighbours | None,
) -> Row:
    better = held_to_be_better(definition.polarity, definition.polarity_source)
    found, england = figures.beside.get(line.slug), figures.england.get(line.slug)
    if found is None or england is None:
        return Row(line=line, better=better)
    of_type = figures.of_type.get(england.key)
    among = among_type(of_type, PLURAL[council.kind]) if of_type else None
    if near is not None and neighbours is not None:
        among = near.get(england.key)
        line = replace(
            line,
            type_average=among.mean if among else None,
            type_n=among.n if among else 0,
            type_name=f"average of {neighbours.set.short}",
            beside_label="Neighbours",
        )
    before = found.before
    then = before.local if before else None
    value_then = then.value if then and then.existed else None
    return Row(
        line=line,
        said=place_among(line.local, among, line.unit, line.decimals),
        change=changed(line.local, value_then, before.label, line.unit, line.decimals) if before else "",
        moved=_moved(line, england, before, value_then),
        better=better,
        among=among,
        region=found.region,
        region_n=found.region_n,
        far=how_far(line.local, among),
    )


def among_type(of_type: OfType, name: str) -> Among:
    """A council's type as whom it is compared with."""
    return Among(
        name=name,
        n=of_type.n,
        mean=of_type.mean,
        median=of_type.median,
        least=of_type.least,
        greatest=of_type.greatest,
        lower_quartile=of_type.lower_quartile,
        upper_quartile=of_type.upper_quartile,
    )


def _moved(line: Line, england: Compared, before: Before | None, then: float | None) -> str:
    if before is None:
        return ""
    now = quarter(line.local, (england.lower_quartile, england.median, england.upper_quartile), england.n)
    return moved(quarter(then, before.quartiles, before.n), now, before.label)


def _by_distance(parts: Iterable[Part], whom: str) -> Part:
    """Every row by its distance from the median; those without one last. It orders indicators only."""
    rows = [row for part in parts for row in part.rows]
    rows.sort(key=lambda row: (row.far is None, -(row.far or 0.0), row.line.number))
    return Part(f"Furthest from the median of {whom} first", tuple(rows))
