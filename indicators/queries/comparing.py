"""Councils beside one another: 12 by 30 indicators at most, each figure with its quarter of England."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from councils.models import Council
from indicators import charts, definitions
from indicators.catalogue import IndicatorDefinition
from indicators.markers import MEANINGS, Status
from indicators.models import Comparison, FictionalFigure, Observation
from indicators.queries.banners import Banner, banners_of
from indicators.queries.headline import in_running_text
from indicators.queries.indicator_rows import marks_of
from indicators.queries.loading import ended_by, newest_in_england

MOST_COUNCILS, MOST_INDICATORS = 12, 30
NOT_HELD = "no figures are held for a period that had ended by then"


@dataclass(frozen=True)
class Cell:
    """One council's figure: as printed, its quarter of England's values, or why there is none."""

    council: Council
    value: float | None
    printed: str
    why: str
    quarter: int | None

    @property
    def quarter_word(self) -> str:
        """The quarter in one word, for a small cell: its full name stands in the legend."""
        return {1: "lowest", 2: "second", 3: "third", 4: "highest"}.get(self.quarter or 0, "")


@dataclass(frozen=True)
class Line:
    """One indicator across the councils."""

    definition: IndicatorDefinition
    figures: Comparison | None
    cells: tuple[Cell, ...]
    type_averages: dict[str, float | None]

    @property
    def period(self) -> str:
        """The period all its figures speak of."""
        return self.figures.period.label if self.figures else ""

    @property
    def marks(self) -> charts.Marks:
        """England's range in that period."""
        return marks_of(self.figures) if self.figures else charts.Marks()

    @property
    def england(self) -> float | None:
        """England's figure: as published where the publisher gives one, else computed."""
        if self.figures is None:
            return None
        return self.figures.published if self.figures.published is not None else self.figures.mean

    @property
    def england_is(self) -> str:
        """Whose figure that is."""
        if self.figures is None:
            return ""
        return "as published" if self.figures.published is not None else f"mean of {self.figures.n} councils"

    def printed(self, value: float | None) -> str:
        """A value in the indicator's decimals."""
        return charts.figure(value, self.definition.decimals)

    @property
    def printed_range(self) -> tuple[str, str, str, str]:
        """England, bottom, median and top, as printed."""
        marks = self.marks
        return (
            self.printed(self.england), self.printed(marks.bottom), self.printed(marks.median),
            self.printed(marks.top),
        )  # fmt: skip

    def spine(self, council: Council) -> SafeString:
        """The row of the spine for one of the councils."""
        cell = next(one for one in self.cells if one.council.pk == council.pk)
        return SafeString(
            charts.spine(
                title=self.definition.title,
                marks=self.marks,
                decimals=self.definition.decimals,
                local=cell.value,
                local_name=council.short_name,
                why_no_local=cell.why,
                type_average=self.type_averages.get(council.kind),
                type_name=f"{in_running_text(council.get_kind_display())} average",
            )
        )


@dataclass(frozen=True)
class Group:
    """Indicators of one theme."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SpineRow:
    """One indicator of the spine of a council."""

    line: Line
    cell: Cell
    chart: SafeString
    type_average: str


@dataclass(frozen=True)
class Compared:
    """The councils by name, and their figures by theme."""

    councils: tuple[Council, ...]
    groups: tuple[Group, ...]
    until: date
    held_back_by: Council | None
    banners: tuple[Banner, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every indicator, in order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def has_fictional(self) -> bool:
        """Whether an invented council stands among them."""
        return any(council.is_fictional for council in self.councils)

    def spine_of(self, council: Council) -> list[SpineRow]:
        """One of the councils: each indicator between England's bottom, quartiles and top."""
        return [
            SpineRow(
                line,
                next(cell for cell in line.cells if cell.council.pk == council.pk),
                line.spine(council),
                line.printed(line.type_averages.get(council.kind)),
            )
            for line in self.lines
            if line.figures
        ]


def compare(
    councils: Iterable[Council], slugs: Sequence[str], on: date, *, as_at: datetime | None = None
) -> Compared:
    """The councils' figures in the newest period of each indicator that had ended by `on`, in five queries.

    Where a council was abolished, by its last day: all stand in a period in which all of them existed.
    A fictional council has its own figures, which no average, range or export counts.
    """
    chosen = tuple(sorted(councils, key=lambda one: (one.short_name, one.pk)))
    until, by = on, None
    for council in chosen:
        if ended_by(council, on) < until:
            until, by = ended_by(council, on), council
    held = definitions.indicators_named(slugs)
    england = {one.series.indicator.slug: one for one in newest_in_england(slugs, until, as_at)}
    averages = _averages(england.values(), chosen, as_at)
    own = _own(england.values(), chosen, as_at)
    themes: dict[str, list[Line]] = {}
    for slug in slugs:
        if slug in held:
            themes.setdefault(held[slug].theme, []).append(
                _line(held[slug], england.get(slug), chosen, averages, own)
            )
    return Compared(
        councils=chosen,
        groups=tuple(Group(title, tuple(lines)) for title, lines in themes.items()),
        until=until,
        held_back_by=by,
        banners=banners_of((one.series.indicator.source for one in england.values()), on),
    )


def _averages(
    england: Iterable[Comparison], councils: Sequence[Council], as_at: datetime | None
) -> dict[tuple[int, int, str], float | None]:
    pairs = [(one.series_id, one.period_id) for one in england]
    rows = Comparison.objects.as_at(as_at).filter(
        scope=Comparison.Scope.TYPE,
        member__in={one.kind for one in councils},
        series_id__in=[series for series, _ in pairs],
        period_id__in={period for _, period in pairs},
    )
    return {(one.series_id, one.period_id, one.member): one.mean for one in rows}


def _own(
    england: Iterable[Comparison], councils: Sequence[Council], as_at: datetime | None
) -> dict[tuple[int, int, int], Observation | FictionalFigure]:
    """Each council's own figure by council, series and period."""
    pairs = [(one.series_id, one.period_id) for one in england]
    series, periods = [s for s, _ in pairs], {p for _, p in pairs}
    real = [one.pk for one in councils if not one.is_fictional]
    found: dict[tuple[int, int, int], Observation | FictionalFigure] = {}
    for row in (
        Observation.objects.as_at(as_at)
        .filter(series_id__in=series, period_id__in=periods, area__council_id__in=real)
        .select_related("area")
    ):
        found[row.area.council_id or 0, row.series_id, row.period_id] = row
    invented = [one.pk for one in councils if one.is_fictional]
    if invented:
        drawn = FictionalFigure.objects.filter(
            council_id__in=invented, series_id__in=series, period_id__in=periods
        )
        for one in drawn:
            found[one.council_id, one.series_id, one.period_id] = one
    return found


def _line(
    definition: IndicatorDefinition,
    england: Comparison | None,
    councils: Sequence[Council],
    averages: dict[tuple[int, int, str], float | None],
    own: dict[tuple[int, int, int], Observation | FictionalFigure],
) -> Line:
    if england is None:
        cells = tuple(Cell(council, None, "NA", NOT_HELD, None) for council in councils)
        return Line(definition, None, cells, {})
    key = (england.series_id, england.period_id)
    marks = marks_of(england)
    cells = tuple(_cell(council, own.get((council.pk, *key)), definition, marks) for council in councils)
    of_types = {council.kind: averages.get((*key, council.kind)) for council in councils}
    return Line(definition, england, cells, of_types)


def _cell(
    council: Council,
    row: Observation | FictionalFigure | None,
    definition: IndicatorDefinition,
    marks: charts.Marks,
) -> Cell:
    value, why = None, ""
    if row is None:
        why = "none was invented" if council.is_fictional else "not published for this council"
    elif isinstance(row, FictionalFigure):
        value, why = row.value, "" if row.value is not None else "invented as not available"
    elif not row.existed:
        why = "the council did not exist at the end of this period"
    else:
        value, why = row.value, "" if row.value is not None else MEANINGS[Status(row.status)]
    return Cell(council, value, charts.figure(value, definition.decimals), why, charts.quarter(value, marks))
