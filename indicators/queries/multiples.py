"""Small multiples: many trends of one size, of one council or of one indicator, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.safestring import SafeString

from councils.models import Council
from indicators import charts
from indicators.catalogue import IndicatorDefinition
from indicators.models import Comparison, FictionalFigure, Observation
from indicators.queries.loading import figures_of
from indicators.queries.trends import Trend, trends_from

MOST = 24


@dataclass(frozen=True)
class Multiple:
    """One small trend: what it is of, its drawing, and its table (`heads`, then a row a period)."""

    title: str
    unit: str
    address: str
    chart: SafeString
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_fictional: bool = False


def council_multiples(
    council: Council, on: date, slugs: Sequence[str], as_at: datetime | None = None
) -> list[Multiple]:
    """A council's last periods of each indicator beside its type's average, in one query."""
    figures = figures_of(council, on, trends=list(slugs), most=MOST, as_at=as_at)
    return [_of_trend(one) for one in trends_from(figures, council, slugs)]


def _of_trend(one: Trend) -> Multiple:
    type_name = one.type_name[:1].upper() + one.type_name[1:]
    return Multiple(
        title=one.title,
        unit=one.unit,
        address=one.address,
        chart=SafeString(
            charts.trend(
                title=one.title,
                periods=one.periods,
                courses=[
                    charts.Course(one.type_name, "type", one.type_average),
                    charts.Course(one.local_name, "local", one.local),
                ],
                decimals=one.decimals,
            )
        ),
        heads=("Period", one.local_name, type_name),
        rows=tuple(one.rows),
    )


def indicator_multiples(
    definition: IndicatorDefinition, councils: Sequence[Council], on: date, as_at: datetime | None = None
) -> list[Multiple]:
    """Each council's last periods of one indicator beside England, all on one scale, in three queries.

    None where fewer than two periods are held.
    """
    england = list(
        Comparison.objects.as_at(as_at)
        .filter(
            series__is_main=True,
            series__indicator__slug=definition.slug,
            scope=Comparison.Scope.ENGLAND,
            n__gt=0,
            period__end_on__lte=on,
        )
        .select_related("period")
        .order_by("-period__end_on", "-period__start_on")[:MOST]
    )[::-1]
    if len(england) < 2:  # of one period there is nothing to draw, and the table above has its figures
        return []
    local = _local(england, councils, as_at)
    theirs = tuple(one.published if one.published is not None else one.mean for one in england)
    values = {
        council.pk: tuple(local.get((council.pk, one.period_id)) for one in england) for council in councils
    }
    held = [v for line in (theirs, *values.values()) for v in line if v is not None]
    scale = (min(held), max(held)) if held else None
    return [
        _of_council(council, definition, england, theirs, values[council.pk], scale) for council in councils
    ]


def _local(
    england: Sequence[Comparison], councils: Sequence[Council], as_at: datetime | None
) -> dict[tuple[int, int], float | None]:
    """Each council's value in each period; one in which it did not exist is a gap."""
    chosen = Q(series_id=england[0].series_id, period_id__in=[one.period_id for one in england])
    real = [council.pk for council in councils if not council.is_fictional]
    invented = [council.pk for council in councils if council.is_fictional]
    rows = Observation.objects.as_at(as_at).filter(chosen, area__council_id__in=real, existed=True)
    found = {
        (council, period): value
        for council, period, value in rows.values_list("area__council_id", "period_id", "value")
        if council is not None
    }
    if invented:
        drawn = FictionalFigure.objects.filter(chosen, council_id__in=invented)
        for council, period, value in drawn.values_list("council_id", "period_id", "value"):
            found[council, period] = value
    return found


def _of_council(
    council: Council,
    definition: IndicatorDefinition,
    england: Sequence[Comparison],
    theirs: tuple[float | None, ...],
    own: tuple[float | None, ...],
    scale: tuple[float, float] | None,
) -> Multiple:
    periods = [one.period.label for one in england]
    drawn = charts.trend(
        title=f"{council.short_name}, {definition.title}",
        periods=periods,
        courses=[
            charts.Course("England", "england", theirs),
            charts.Course(council.short_name, "local", own),
        ],
        decimals=definition.decimals,
        scale=scale,
    )
    return Multiple(
        title=council.short_name,
        unit=council.get_kind_display(),
        address=council.get_absolute_url(),
        chart=SafeString(drawn),
        heads=("Period", council.short_name, "England"),
        rows=tuple(
            (period, charts.figure(here, definition.decimals), charts.figure(there, definition.decimals))
            for period, here, there in zip(periods, own, theirs, strict=True)
        ),
        is_fictional=council.is_fictional,
    )
