"""A council's figures over time, beside the average of its type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from councils.models import Council
from indicators import catalogue, charts
from indicators.models import Comparison, FictionalFigure, Observation
from indicators.queries.headline import in_running_text


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
    def address(self) -> str:
        """The indicator's own page."""
        return f"/indicators/{self.slug}"


def trends(council: Council, on: date, slugs: Sequence[str] | None = None, most: int = 12) -> list[Trend]:
    """The council's last `most` periods of each indicator that ended by `on`, in two queries.

    `slugs` chooses and orders them (default: the core report's). An indicator without at least two
    periods compared for the council's type is left out: it has no trend.
    """
    wanted = list(slugs) if slugs is not None else list(catalogue.reports()["core"].indicators)
    averages: dict[str, list[Comparison]] = defaultdict(list)
    rows = (
        Comparison.objects.filter(
            series__is_main=True,
            series__indicator__slug__in=wanted,
            scope=Comparison.Scope.TYPE,
            member=council.kind,
            period__end_on__lte=on,
        )
        .select_related("period", "series__indicator")
        .order_by("period__end_on", "period__start_on")
    )
    for row in rows:
        averages[row.series.indicator.slug].append(row)
    kept = {slug: found[-most:] for slug, found in averages.items() if len(found) > 1}
    held = _held(council, {row.series_id for found in kept.values() for row in found})
    indicators = catalogue.indicators()
    return [
        Trend(
            slug=slug,
            title=indicators[slug].title,
            unit=indicators[slug].unit,
            decimals=indicators[slug].decimals,
            periods=tuple(row.period.label for row in kept[slug]),
            local=tuple(held.get((row.series_id, row.period_id)) for row in kept[slug]),
            type_average=tuple(row.mean for row in kept[slug]),
            local_name=council.short_name,
            type_name=f"{in_running_text(council.get_kind_display())} average",
        )
        for slug in wanted
        if slug in kept
    ]


def _held(council: Council, series: set[int]) -> dict[tuple[int, int], float | None]:
    """The council's values by series and period; a year in which it did not exist is a gap."""
    if council.is_fictional:
        invented = FictionalFigure.objects.filter(council=council, series_id__in=series)
        return {(s, p): value for s, p, value in invented.values_list("series_id", "period_id", "value")}
    published = Observation.objects.filter(
        area__council=council, series_id__in=series, superseded_by__isnull=True, existed=True
    )
    return {(s, p): value for s, p, value in published.values_list("series_id", "period_id", "value")}
