"""Figures to ask about: what the rules see of a council, and what its page says of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast

from councils.models import Council
from indicators import asking, charts
from indicators.asking import OfType, Point, Rule, Way
from indicators.models import (
    Change,
    Comparison,
    FictionalFigure,
    FigureToAsk,
    MutedFigure,
    Observation,
    Series,
)
from indicators.queries.headline import in_running_text
from ledger.models import Job

STATED = ("high", "low")
EARLIER = 30
Seen = dict[int, list[Point]]  # by series, oldest first


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One figure to ask about: its rule in a sentence, and the values the rule rests on."""

    slug: str
    title: str
    theme: str
    unit: str
    rule: str
    sentence: str
    polarity: str
    polarity_source: str
    period: str
    found_on: date
    type_name: str
    rows: tuple[tuple[str, str, str, str, int], ...]
    muted: MutedFigure | None

    @property
    def address(self) -> str:
        """The indicator's own page."""
        return f"/indicators/{self.slug}"


@dataclass(frozen=True)
class Before:
    """A figure that was one to ask about in an earlier period, or until its figures were revised."""

    title: str
    slug: str
    period: str
    rule: str
    found_on: date
    why_not_now: str


@dataclass(frozen=True, kw_only=True)
class FiguresToAsk:
    """A council's figures to ask about, by theme and title, among how many there are in all."""

    k: int
    asked: tuple[Asked, ...]
    muted: tuple[Asked, ...]
    before: tuple[Before, ...]
    stated: int
    without: int
    not_looked_at: int
    type_name: str

    @property
    def figures(self) -> int:
        """How many figures are to be asked about; two rules may speak of one."""
        return len({one.slug for one in self.asked})


def periods_in_a_row() -> int:
    """For how many periods a rule must hold (FIGURES_TO_ASK_PERIODS)."""
    return int(settings.FIGURES_TO_ASK_PERIODS)


def figures_to_ask(council: Council, on: date) -> FiguresToAsk:
    """What to ask the council about on a day, in a number of queries that does not grow."""
    k = periods_in_a_row()
    of_type = windows(kind=council.kind, k=k, until=on).get(str(council.kind), {})
    seen = _points(council, of_type)
    main = {one.pk: one for one in Series.objects.filter(pk__in=seen).select_related("indicator")}
    held = {pk: points for pk, points in seen.items() if points[-1].value is not None}
    stated = [pk for pk in held if main[pk].indicator.polarity in STATED]
    muted = _muted(council, on)
    now: list[Asked] = []
    before: list[Before] = []
    noted = FigureToAsk.objects.filter(council=council).select_related("period", "series__indicator")
    for one in noted:
        points = seen.get(one.series_id, [])
        is_newest = bool(points) and points[-1].of_type.period_id == one.period_id
        basis = asking.rests_on(one.rule, points, _way(one.series), k) if is_newest else []
        if basis:
            now.append(_asked(one, basis, council, k, muted.get(one.series_id)))
        else:
            before.append(_before(one, is_newest=is_newest))
    now.sort(key=lambda one: (one.theme, one.title, one.rule))
    return FiguresToAsk(
        k=k,
        asked=tuple(one for one in now if one.muted is None),
        muted=tuple(one for one in now if one.muted),
        before=tuple(before[:EARLIER]),
        stated=len(stated),
        without=len(held) - len(stated),
        not_looked_at=sum(not asking.can_be_looked_at(held[pk], k) for pk in stated),
        type_name=in_running_text(council.get_kind_display()),
    )


def figure_to_ask(council: Council, slug: str) -> FigureToAsk | None:
    """The newest time that this indicator was one to ask the council about."""
    return (
        FigureToAsk.objects.filter(council=council, series__indicator__slug=slug)
        .select_related("series__indicator", "period")
        .first()
    )


def windows(
    *, k: int, kind: str | None = None, series: Iterable[int] | None = None, until: date | None = None
) -> dict[str, dict[int, list[OfType]]]:
    """The last periods of each main series, by type of council and series: its councils' own figures."""
    rows = Comparison.objects.as_at(None).filter(scope=Comparison.Scope.TYPE, series__is_main=True, n__gt=0)
    if kind is not None:
        rows = rows.filter(member=kind)
    if series is not None:
        rows = rows.filter(series_id__in=list(series))
    if until is not None:
        rows = rows.filter(period__end_on__lte=until)
    found: dict[str, dict[int, list[OfType]]] = defaultdict(lambda: defaultdict(list))
    told: Any
    for member, pk, *told in rows.order_by("period__end_on", "period__start_on").values_list(
        "member",
        "series_id",
        "period_id",
        "period__label",
        "period__start_on",
        "period__end_on",
        "n",
        "median",
        "lower_quartile",
        "upper_quartile",
    ):
        found[member][pk].append(OfType(*told))
    return {
        member: {pk: asking.window(periods, k) for pk, periods in of_series.items()}
        for member, of_series in found.items()
    }


def found_among(series: Sequence[int]) -> list[FigureToAsk]:
    """Every figure to ask about among these series in their newest periods, not yet written down."""
    k = periods_in_a_row()
    ways = {
        one.pk: _way(one)
        for one in Series.objects.filter(pk__in=series, is_main=True, indicator__polarity__in=STATED)
        .select_related("indicator")
        .order_by()
    }
    found: list[FigureToAsk] = []
    for pk, way in ways.items():
        for kind, of_series in windows(k=k, series=[pk]).items():
            periods = of_series[pk]
            for council, values in _values(pk, kind, [one.period_id for one in periods]).items():
                points = [Point(one, values.get(one.period_id)) for one in periods]
                found += [
                    FigureToAsk(council_id=council, series_id=pk, rule=rule, period_id=periods[-1].period_id)
                    for rule in asking.rules_that_hold(points, way, k)
                ]
    return found


def _way(series: Series) -> Way:
    return Way(series.indicator.polarity, series.indicator.decimals)


def _values(series: int, kind: str, periods: Sequence[int]) -> dict[int, dict[int, float | None]]:
    """The values of a series by council and period: of real councils of a type, and of fictional ones."""
    found: dict[int, dict[int, float | None]] = defaultdict(dict)
    real = (
        Observation.objects.as_at(None)
        .filter(series_id=series, period_id__in=periods, existed=True, area__council__kind=kind)
        .values_list("area__council_id", "period_id", "value")
    )
    invented = FictionalFigure.objects.filter(
        series_id=series, period_id__in=periods, council__kind=kind
    ).values_list("council_id", "period_id", "value")
    for council, period, value in (*real, *invented):
        found[council][period] = value
    return found


def _points(council: Council, of_type: dict[int, list[OfType]]) -> Seen:
    """The council's values beside its type's, for each series."""
    periods = {one.period_id for held in of_type.values() for one in held}
    chosen = Q(series_id__in=list(of_type), period_id__in=periods)
    rows: Iterable[tuple[int, int, float | None]]
    if council.is_fictional:
        rows = FictionalFigure.objects.filter(chosen, council=council).values_list(
            "series_id", "period_id", "value"
        )
    else:
        rows = (
            Observation.objects.as_at(None)
            .filter(chosen, area__council=council, existed=True)
            .values_list("series_id", "period_id", "value")
        )
    values = {(series, period): value for series, period, value in rows}
    return {pk: [Point(one, values.get((pk, one.period_id))) for one in held] for pk, held in of_type.items()}


def _muted(council: Council, on: date) -> dict[int, MutedFigure]:
    rows = MutedFigure.objects.filter(council=council, ended_at__isnull=True, until_on__gte=on)
    return {one.series_id: one for one in rows.select_related("muted_by")}


def _asked(
    one: FigureToAsk, basis: Sequence[Point], council: Council, k: int, muted: MutedFigure | None
) -> Asked:
    indicator = one.series.indicator
    type_name = in_running_text(council.get_kind_display())

    def said(value: float | None) -> str:
        return charts.figure(value, indicator.decimals)

    return Asked(
        slug=indicator.slug,
        title=indicator.title,
        theme=indicator.theme,
        unit=indicator.unit,
        rule=Rule(one.rule).label,
        sentence=_sentence(one.rule, indicator.polarity, type_name, k),
        polarity="Lower is better" if indicator.polarity == "low" else "Higher is better",
        polarity_source=indicator.polarity_source,
        period=one.period.label,
        found_on=one.found_at.date(),
        type_name=type_name,
        rows=tuple(
            (
                point.of_type.label,
                said(point.value),
                said(point.of_type.median),
                f"{said(point.of_type.lower_quartile)} to {said(point.of_type.upper_quartile)}",
                point.of_type.n,
            )
            for point in basis
        ),
        muted=muted,
    )


def _sentence(rule: str, polarity: str, type_name: str, k: int) -> str:
    """The rule as it held, in words of above and below."""
    side, further = ("above", "higher") if polarity == "low" else ("below", "lower")
    if rule == Rule.WORSENING:
        return (
            f"In each of the last {k} periods it was {side} the median of councils of its type "
            f"({type_name}), and {further} than the period before."
        )
    return (
        f"In each of the last {k} periods it was {side} the middle half of councils of its type "
        f"({type_name}); in the {k} before it was not."
    )


def _before(one: FigureToAsk, *, is_newest: bool) -> Before:
    why = (
        "its figures have been revised or taken back since"
        if is_newest
        else "a newer period is held, or none of that one"
    )
    return Before(
        title=one.series.indicator.title,
        slug=one.series.indicator.slug,
        period=one.period.label,
        rule=Rule(one.rule).label,
        found_on=one.found_at.date(),
        why_not_now=why,
    )


def changes_to_look_through(kind: str) -> list[int]:
    """Changes of what is held for which the ledger has no job of this kind, oldest first."""
    told = Job.objects.filter(kind=kind, key=Cast(OuterRef("pk"), CharField()))
    return list(Change.objects.filter(~Exists(told)).order_by("pk").values_list("pk", flat=True))


def series_changed(change: int) -> list[int]:
    """The main series whose comparisons a change began or ended, among those with a stated polarity."""
    moved = Comparison.objects.filter(Q(since_id=change) | Q(until_id=change), series=OuterRef("pk"))
    series = Series.objects.filter(Exists(moved), is_main=True, indicator__polarity__in=STATED)
    return list(series.order_by("pk").values_list("pk", flat=True))
