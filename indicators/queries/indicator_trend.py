"""An indicator over time: England, the middle half, one council and its type, and what was revised."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.safestring import SafeString

from councils.models import Council
from indicators import charts
from indicators.catalogue import IndicatorDefinition
from indicators.models import Area, Comparison, FictionalFigure, Observation, Series
from indicators.queries.headline import in_running_text
from indicators.queries.revisions import Revision, ever, revision_of, standing


@dataclass(frozen=True)
class Moment:
    """One period of the table behind the trend; `local` and `of_type` are empty where none is chosen."""

    period: str
    england: str
    england_is: str
    local: str
    of_type: str
    revised: tuple[str, ...]
    values: tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class OverTime:
    """The trend of a series, its table, and the revisions of England's and of the council's figures."""

    chart: SafeString
    moments: list[Moment]
    england: dict[int, Revision]
    own: list[Revision]
    council: Council | None
    type_name: str

    @property
    def is_a_line(self) -> bool:
        """Whether two periods have a figure: of one alone there is nothing to draw."""
        return sum(any(value is not None for value in one.values) for one in self.moments) > 1


def over_time(
    series: Series,
    history: list[Comparison],
    council: Council | None,
    definition: IndicatorDefinition,
    as_at: datetime | None,
) -> OverTime:
    """The series in every period of `history` (newest first), in three queries at most."""
    past = list(reversed(history))
    versions = _versions(series, past, council, as_at)
    local, own = _local(series, past, council, versions, definition.decimals, as_at)
    england = {
        period: revision
        for (kind, period), rows in versions.items()
        if kind == Area.Kind.ENGLAND
        and (revision := revision_of(rows[0].period.label, rows, definition.decimals, as_at))
    }
    of_type = _of_type(series, council, as_at)
    type_name = f"{in_running_text(council.get_kind_display())} average" if council else ""
    return OverTime(
        chart=_drawn(past, council, local, own, england, of_type, type_name, definition),
        moments=_moments(
            past, local, own, england, of_type, definition.decimals, council.short_name if council else ""
        ),
        england=england,
        own=[own[one.period_id] for one in history if one.period_id in own],
        council=council,
        type_name=type_name,
    )


def _versions(
    series: Series, past: list[Comparison], council: Council | None, as_at: datetime | None
) -> dict[tuple[str, int], list[Observation]]:
    """Everything known of England's and the council's figures, by kind of area and period."""
    of = Q(area__kind=Area.Kind.ENGLAND)
    if council:
        of |= Q(area__council=council)
    found = ever(
        Observation.objects.filter(of, series=series, period_id__in=[one.period_id for one in past]), as_at
    ).select_related("since__release", "until", "remark", "area", "period")
    held: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    for row in found:
        held[row.area.kind, row.period_id].append(row)
    return held


def _local(
    series: Series,
    past: list[Comparison],
    council: Council | None,
    versions: dict[tuple[str, int], list[Observation]],
    decimals: int,
    as_at: datetime | None,
) -> tuple[dict[int, float | None], dict[int, Revision]]:
    """The council's value in each period, and what was revised. A year before it began is a gap."""
    values: dict[int, float | None] = {}
    own: dict[int, Revision] = {}
    if council is None:
        return values, own
    if council.is_fictional:
        rows = FictionalFigure.objects.filter(council=council, series=series)
        return dict(rows.values_list("period_id", "value")), own
    for one in past:
        rows_then = versions.get((Area.Kind.COUNCIL, one.period_id), [])
        now = standing(rows_then, as_at)
        values[one.period_id] = now.value if now and now.existed else None
        revision = revision_of(one.period.label, rows_then, decimals, as_at)
        if revision:
            own[one.period_id] = revision
    return values, own


def _of_type(series: Series, council: Council | None, as_at: datetime | None) -> dict[int, float | None]:
    if council is None:
        return {}
    rows = Comparison.objects.as_at(as_at).filter(
        series=series, scope=Comparison.Scope.TYPE, member=council.kind
    )
    return dict(rows.values_list("period_id", "mean"))


def _england(one: Comparison) -> float | None:
    return one.published if one.published is not None else one.mean


def _drawn(
    past: list[Comparison],
    council: Council | None,
    local: dict[int, float | None],
    own: dict[int, Revision],
    england: dict[int, Revision],
    of_type: dict[int, float | None],
    type_name: str,
    definition: IndicatorDefinition,
) -> SafeString:
    places = {one.period_id: index for index, one in enumerate(past)}
    courses = [
        charts.Course(
            "England",
            "england",
            tuple(_england(one) for one in past),
            frozenset(places[period] for period in england if period in places),
        )
    ]
    if council:
        courses.append(charts.Course(type_name, "type", tuple(of_type.get(one.period_id) for one in past)))
        courses.append(
            charts.Course(
                council.short_name,
                "local",
                tuple(local.get(one.period_id) for one in past),
                frozenset(places[period] for period in own),
            )
        )
    svg = charts.trend(
        title=f"{definition.title} over time",
        periods=[one.period.label for one in past],
        courses=courses,
        decimals=definition.decimals,
        middle_half=[(one.lower_quartile, one.upper_quartile) for one in past],
    )
    return SafeString(svg)


def _moments(
    past: list[Comparison],
    local: dict[int, float | None],
    own: dict[int, Revision],
    england: dict[int, Revision],
    of_type: dict[int, float | None],
    decimals: int,
    name: str,
) -> list[Moment]:
    """The newest period first."""
    return [
        Moment(
            period=one.period.label,
            england=charts.figure(_england(one), decimals),
            england_is="as published" if one.published is not None else f"computed, mean of {one.n} councils",
            local=charts.figure(local.get(one.period_id), decimals),
            of_type=charts.figure(of_type.get(one.period_id), decimals),
            revised=tuple(
                f"{whose} {held[one.period_id].sentence}"
                for whose, held in (("England", england), (name, own))
                if one.period_id in held
            ),
            values=(_england(one), local.get(one.period_id), of_type.get(one.period_id)),
        )
        for one in reversed(past)
    ]
