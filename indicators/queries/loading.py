"""The figures a council's report and trends are made of, in two queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from councils.models import Council
from indicators.models import Comparison, FictionalFigure, Observation, ValueExplanation

Scope = Comparison.Scope
Key = tuple[int, int]  # a series and a period


@dataclass(frozen=True)
class OfType:
    """The average of the council's type in one period, and of how many councils."""

    mean: float | None
    n: int


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

    england: dict[str, Comparison]
    of_type: dict[Key, OfType]
    averages: dict[str, list[Comparison]]
    local: dict[Key, Observation | FictionalFigure]
    explanations: dict[str, tuple[Explanation, ...]]


def figures_of(
    council: Council, on: date, *, newest: Sequence[str] = (), trends: Sequence[str] = (), most: int = 12
) -> Figures:
    """The indicators `newest` in their newest period that had ended by `on` (for an abolished council: by its
    last day), and the last `most` periods of the indicators `trends`."""
    england: dict[str, Comparison] = {}
    of_type: dict[Key, OfType] = {}
    explanations: dict[str, tuple[Explanation, ...]] = {}
    found: dict[str, list[Comparison]] = defaultdict(list)
    for row in _comparisons(council, on, newest, trends):
        slug = row.series.indicator.slug
        if row.scope == Scope.ENGLAND:
            england[slug] = row
            loaded = cast(Any, row)
            if loaded.of_type:
                of_type[row.series_id, row.period_id] = OfType(**loaded.of_type)
            if loaded.explanations:
                explanations[slug] = tuple(_explanation(**said) for said in loaded.explanations)
        else:
            found[slug].append(row)
    averages = {slug: rows[-most:] for slug, rows in found.items() if len(rows) > 1}
    wanted = [*england.values(), *(row for rows in averages.values() for row in rows)]
    return Figures(
        england=england,
        of_type=of_type,
        averages=averages,
        local=_local(council, {(row.series_id, row.period_id) for row in wanted}),
        explanations=explanations,
    )


def newest_in_england(slugs: Iterable[str], until: date) -> QuerySet[Comparison]:
    """England's comparison of the newest period, ended by `until`, of each indicator's main series."""
    return (
        Comparison.objects.filter(
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


def _comparisons(
    council: Council, on: date, newest: Sequence[str], trends: Sequence[str]
) -> QuerySet[Comparison]:
    """The newest of England, each with its type's in the same period, and the type's of the trends."""
    type_beside = Comparison.objects.filter(
        series=OuterRef("series"), period=OuterRef("period"), scope=Scope.TYPE, member=council.kind
    )
    # What the council says about the values of these very periods (R111).
    said = ValueExplanation.objects.filter(
        council=council, indicator=OuterRef("series__indicator"), period=OuterRef("period")
    )
    chosen = Q()
    if newest:
        england = newest_in_england(newest, ended_by(council, on)).select_related(None)
        chosen |= Q(scope=Scope.ENGLAND, pk__in=england.values("pk"))
    if trends:
        chosen |= Q(
            scope=Scope.TYPE,
            member=council.kind,
            series__indicator__slug__in=list(trends),
            period__end_on__lte=on,
        )
    if not chosen:
        return Comparison.objects.none()
    # The first line says again what `chosen` says, but so that the database finds the rows by their index.
    return (
        Comparison.objects.filter(
            series__is_main=True,
            series__indicator__slug__in={*newest, *trends},
            scope__in=(Scope.ENGLAND, Scope.TYPE),
        )
        .filter(chosen)
        .select_related("period", "series__indicator__source")
        .annotate(
            of_type=Subquery(type_beside.values(said=JSONObject(mean=F("mean"), n=F("n")))[:1]),
            explanations=ArraySubquery(
                said.values(said=JSONObject(text="text", given_by="given_by", given_on="given_on"))
            ),
        )
        .order_by("period__end_on", "period__start_on")
    )


def _local(council: Council, keys: set[Key]) -> dict[Key, Observation | FictionalFigure]:
    """The council's own figures in these periods, those of other periods among them."""
    chosen = Q(series_id__in={series for series, _ in keys}, period_id__in={period for _, period in keys})
    rows: Iterable[Observation | FictionalFigure]
    if council.is_fictional:
        rows = FictionalFigure.objects.filter(chosen, council=council)
    else:
        rows = Observation.objects.filter(
            chosen, area__council=council, superseded_by__isnull=True
        ).select_related("remark")
    return {(row.series_id, row.period_id): row for row in rows}


def _explanation(text: str, given_by: str, given_on: str) -> Explanation:
    return Explanation(text, given_by, date.fromisoformat(given_on))
