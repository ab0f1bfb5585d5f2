"""Councils side by side: a report's newest figures of up to twelve of them, in the order they were named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from councils.models import Council
from indicators import charts, definitions
from indicators.catalogue import ReportDefinition
from indicators.markers import MEANINGS, Status
from indicators.models import Comparison, FictionalFigure, Observation
from indicators.queries.loading import newest_in_england


@dataclass(frozen=True)
class Cell:
    """A council's figure as printed; NA says why."""

    text: str
    why: str = ""


@dataclass(frozen=True)
class SideRow:
    """One indicator: its period, England's figure, and each council's."""

    title: str
    address: str
    unit: str
    period: str
    england: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SideBySide:
    """A table of themes and rows, a column a council."""

    councils: tuple[Council, ...]
    themes: tuple[tuple[str, tuple[SideRow, ...]], ...]


def side_by_side(councils: Sequence[Council], report: ReportDefinition, on: date) -> SideBySide:
    """The report's indicators in their newest period, for each council; in three queries or four.

    The columns stand as the person named them: nothing is ordered by a value.
    """
    known = definitions.indicators_named(report.indicators)
    newest = {one.series.indicator.slug: one for one in newest_in_england(report.indicators, on)}
    held = _figures(councils, list(newest.values()))
    themes = []
    for theme in report.themes:
        rows = []
        for slug in filter(known.__contains__, theme.indicators):
            one, of = known[slug], newest.get(slug)
            cells = tuple(_cell(held, council, of, one.decimals) for council in councils)
            own = (of.published if of.published is not None else of.mean) if of else None
            rows.append(
                SideRow(
                    title=one.title,
                    address=f"/indicators/{slug}",
                    unit=one.unit,
                    period=of.period.label if of else "",
                    england=charts.figure(own, one.decimals),
                    cells=cells,
                )
            )
        themes.append((theme.title, tuple(rows)))
    return SideBySide(tuple(councils), tuple(themes))


def _figures(
    councils: Sequence[Council], newest: Sequence[Comparison]
) -> dict[tuple[int, int, int], Observation | FictionalFigure]:
    chosen = {"series_id__in": [o.series_id for o in newest], "period_id__in": [o.period_id for o in newest]}
    held: dict[tuple[int, int, int], Observation | FictionalFigure] = {}
    real = [one.pk for one in councils if not one.is_fictional]
    for row in (
        Observation.objects.as_at(None).filter(**chosen, area__council__in=real).select_related("area")
    ):
        if row.area.council_id:
            held[row.area.council_id, row.series_id, row.period_id] = row
    if len(real) < len(councils):
        for fiction in FictionalFigure.objects.filter(**chosen, council__in=councils):
            held[fiction.council_id, fiction.series_id, fiction.period_id] = fiction
    return held


def _cell(
    held: dict[tuple[int, int, int], Observation | FictionalFigure],
    council: Council,
    of: Comparison | None,
    decimals: int,
) -> Cell:
    if of is None:
        return Cell("NA", "no figures are held")
    row = held.get((council.pk, of.series_id, of.period_id))
    if row is None:
        return Cell("NA", "not published for this council")
    if isinstance(row, Observation):
        if not row.existed:
            return Cell("NA", "the council did not exist at the end of this period")
        if row.value is None:
            return Cell("NA", MEANINGS[Status(row.status)])
    return Cell(charts.figure(row.value, decimals))
