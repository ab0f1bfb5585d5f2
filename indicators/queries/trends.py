"""A council's figures over time, beside the average of its type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from councils.models import Council
from indicators import charts, definitions, markup
from indicators.queries.headline import HeadlineReport, definition_of, in_running_text, report_from
from indicators.queries.loading import Figures, Local, figures_of


@dataclass(frozen=True, kw_only=True)
class Trend:
    """One indicator's periods, oldest first, with the council's values and its type's averages."""

    slug: str
    title: str
    unit: str
    decimals: int
    periods: tuple[str, ...]
    local: tuple[float | None, ...]
    type_average: tuple[float | None, ...]
    local_name: str
    type_name: str

    @property
    def chart(self) -> SafeString:
        """The sparkline for a page."""
        return SafeString(self.drawn(standalone=False))

    def drawn(self, *, standalone: bool) -> str:
        """The sparkline as SVG; `standalone` carries its own colours, for papers."""
        return charts.sparkline(
            title=self.title,
            periods=self.periods,
            local=self.local,
            type_average=self.type_average,
            decimals=self.decimals,
            local_name=self.local_name,
            type_name=self.type_name,
            standalone=standalone,
        )

    @property
    def first(self) -> str:
        """The oldest period."""
        return self.periods[0]

    @property
    def last(self) -> str:
        """The newest period."""
        return self.periods[-1]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Period, local, type average, as printed."""
        return [
            (period, charts.figure(here, self.decimals), charts.figure(theirs, self.decimals))
            for period, here, theirs in zip(self.periods, self.local, self.type_average, strict=True)
        ]

    @property
    def row(self) -> SafeString:
        """Its row of a page's trends."""
        return SafeString(markup.trend_row(self, with_table=False))

    @property
    def row_with_table(self) -> SafeString:
        """The same, with the table that stands for the drawing."""
        return SafeString(markup.trend_row(self, with_table=True))

    @property
    def address(self) -> str:
        """The indicator's own page."""
        return f"/indicators/{self.slug}"


def trends(council: Council, on: date, slugs: Sequence[str] | None = None, most: int = 12) -> list[Trend]:
    """The council's last `most` periods of each indicator that ended by `on`, in one query.

    `slugs` chooses and orders them (default: the core report's). An indicator without at least two
    periods compared for the council's type is left out: it has no trend.
    """
    wanted = list(slugs) if slugs is not None else list(definition_of("core").indicators)
    return trends_from(figures_of(council, on, trends=wanted, most=most), council, wanted)


def council_figures(
    council: Council, on: date, trends: Sequence[str], report: str = "core"
) -> tuple[HeadlineReport, list[Trend]]:
    """The headline report and the trends of these indicators, together in one query."""
    slugs = definition_of(report).indicators
    figures = figures_of(council, on, newest=slugs, trends=trends)
    return report_from(figures, council, on, report), trends_from(figures, council, trends)


def trends_from(figures: Figures, council: Council, wanted: Sequence[str]) -> list[Trend]:
    indicators = definitions.indicators_named(wanted)
    type_name = f"{in_running_text(council.get_kind_display())} average"
    return [
        Trend(
            slug=slug,
            title=indicators[slug].title,
            unit=indicators[slug].unit,
            decimals=indicators[slug].decimals,
            periods=tuple(row.period.label for row in rows),
            local=tuple(_value(figures.local.get(row.key)) for row in rows),
            type_average=tuple(row.mean for row in rows),
            local_name=council.short_name,
            type_name=type_name,
        )
        for slug in wanted
        if slug in indicators and (rows := figures.averages.get(slug))
    ]


def _value(local: Local | None) -> float | None:
    """The council's value; a year in which it did not exist is a gap."""
    return local.value if local and local.existed else None
