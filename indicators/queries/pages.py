"""What the indicator's page and the data page show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from councils.models import CouncilType
from indicators import catalogue, charts
from indicators.catalogue import IndicatorDefinition
from indicators.markers import MEANINGS, Status
from indicators.models import Check, Comparison, Observation, Release, Source
from indicators.queries.headline import Banner
from ledger.models import Job

HISTORY = 5
AFTER_FAILURE = timedelta(hours=1)
Scope = Comparison.Scope


@dataclass(frozen=True)
class ComparisonRow:
    """One comparison as printed: of a period, a type or a region."""

    name: str
    n: int
    councils: int
    published: str
    mean: str
    median: str
    least: str
    lower_quartile: str
    upper_quartile: str
    greatest: str


@dataclass(frozen=True)
class CouncilRow:
    """One council's figure in the newest period."""

    name: str
    address: str
    code: str
    kind: str
    region: str
    value: float | None
    printed: str
    why: str


@dataclass(frozen=True)
class IndicatorPage:
    """An indicator: its definition, its newest period by type, region and council, and its history."""

    definition: IndicatorDefinition
    source: Source
    period: str
    england: ComparisonRow | None
    types: list[ComparisonRow]
    regions: list[ComparisonRow]
    history: list[ComparisonRow]
    councils: list[CouncilRow]
    not_compared: int
    banners: tuple[Banner, ...]


@dataclass(frozen=True)
class SourceState:
    """A source and how it stands, in words."""

    source: Source
    definition: catalogue.SourceDefinition
    state: str
    doing: str
    release: Release | None
    checks: list[Check]
    indicators: list[IndicatorDefinition]


def banners(slugs: Iterable[str] | None = None) -> list[Banner]:
    """Sources that are failing: those of these indicators, or all."""
    rows = Source.objects.filter(failing_since_at__isnull=False)
    if slugs is not None:
        rows = rows.filter(indicators__slug__in=list(slugs)).distinct()
    return [Banner(source.slug, source.title, source.failure) for source in rows.order_by("title")]


def indicators_by_theme() -> list[tuple[str, list[IndicatorDefinition]]]:
    """Every indicator of the catalogue under its theme; themes in the core report's order."""
    order = [theme.title for theme in catalogue.reports()["core"].themes]
    themes: dict[str, list[IndicatorDefinition]] = {title: [] for title in order}
    for one in sorted(catalogue.indicators().values(), key=lambda one: one.title):
        themes.setdefault(one.theme, []).append(one)
    return [(title, held) for title, held in themes.items() if held]


def indicator_page(slug: str) -> IndicatorPage | None:
    """Everything the indicator's page shows, in four queries; None where there is no such indicator."""
    definition = catalogue.indicators().get(slug)
    source = Source.objects.filter(indicators__slug=slug).first() if definition else None
    if definition is None or source is None:
        return None
    england = list(
        Comparison.objects.filter(series__is_main=True, series__indicator__slug=slug, scope=Scope.ENGLAND)
        .select_related("period")
        .order_by("-period__end_on", "-period__start_on")
    )
    newest = next((one for one in england if one.n), None)
    others: dict[str, list[Comparison]] = defaultdict(list)
    rows: list[CouncilRow] = []
    back_cast = 0
    if newest:
        for one in Comparison.objects.filter(series_id=newest.series_id, period_id=newest.period_id):
            others[one.scope].append(one)
        rows, back_cast = _councils(newest, definition)
    return IndicatorPage(
        definition=definition,
        source=source,
        period=newest.period.label if newest else "",
        england=_row(newest, definition, "England") if newest else None,
        types=[_row(one, definition, _type_name(one.member)) for one in _in_order(others["type"])],
        regions=[_row(one, definition, _region_name(one.member)) for one in _in_order(others["region"])],
        history=[_row(one, definition, one.period.label) for one in england],
        councils=rows,
        not_compared=back_cast,
        banners=(Banner(source.slug, source.title, source.failure),) if source.failure else (),
    )


def _councils(newest: Comparison, definition: IndicatorDefinition) -> tuple[list[CouncilRow], int]:
    found = (
        Observation.objects.filter(
            series_id=newest.series_id,
            period_id=newest.period_id,
            superseded_by__isnull=True,
            area__council__isnull=False,
        )
        .select_related("area__council__region", "remark")
        .order_by("area__council__short_name", "area__council__pk")
    )
    rows = []
    back_cast = 0
    for one in found:
        council = one.area.council
        if council is None or not one.existed:
            back_cast += 1
            continue
        rows.append(
            CouncilRow(
                name=council.short_name,
                address=council.get_absolute_url(),
                code=council.code,
                kind=council.get_kind_display(),
                region=council.region.name,
                value=one.value,
                printed=charts.figure(one.value, definition.decimals),
                why="" if one.value is not None else MEANINGS[Status(one.status)],
            )
        )
    return rows, back_cast


def _in_order(found: list[Comparison]) -> list[Comparison]:
    return sorted(found, key=lambda one: one.member)


def _type_name(member: str) -> str:
    return str(CouncilType(member).label)


def _region_name(member: str) -> str:
    said = member.replace("-", " ").title()
    return said.replace(" And ", " and ").replace(" The ", " the ").replace(" Of ", " of ")


def _row(one: Comparison, definition: IndicatorDefinition, name: str) -> ComparisonRow:
    def said(value: float | None) -> str:
        return charts.figure(value, definition.decimals)

    return ComparisonRow(
        name=name,
        n=one.n,
        councils=one.councils,
        published=said(one.published) if one.published is not None else "–",
        mean=said(one.mean),
        median=said(one.median),
        least=said(one.least),
        lower_quartile=said(one.lower_quartile),
        upper_quartile=said(one.upper_quartile),
        greatest=said(one.greatest),
    )


def sources_page(at: datetime) -> list[SourceState]:
    """Every source with its state in words, its release, last checks and work in hand, in three queries."""
    recent: dict[int, list[Check]] = defaultdict(list)
    ranked = Check.objects.annotate(
        place=Window(RowNumber(), partition_by=F("source_id"), order_by=F("id").desc())
    )
    for check in ranked.filter(place__lte=HISTORY).select_related("release").order_by("-id"):
        recent[check.source_id].append(check)
    held = {s.slug: s for s in Source.objects.select_related("current_release__newest_period")}
    doing = {
        job.key: f"Being pulled now: {job.progress[:1].lower()}{job.progress[1:] or 'begun'}."
        if job.state == Job.State.RUNNING
        else "Waits to be pulled."
        for job in Job.objects.filter(kind="pull", state__in=[Job.State.WAITING, Job.State.RUNNING])
    }
    return [
        SourceState(
            source=held[slug],
            definition=definition,
            state=_state(held[slug], at),
            doing=doing.get(slug, ""),
            release=held[slug].current_release,
            checks=recent[held[slug].pk],
            indicators=list(catalogue.indicators_of(slug).values()),
        )
        for slug, definition in sorted(catalogue.sources().items(), key=lambda item: item[1].title)
        if slug in held
    ]


def _state(source: Source, at: datetime) -> str:
    """How a source stands, as a sentence."""
    if source.failing_since_at:
        return source.failure
    if source.last_checked_at is None:
        return "Not asked yet."
    hours = (at - source.last_checked_at).total_seconds() / 3600
    if hours > 3 * source.every_hours:
        return f"Not asked for {int(hours // 24)} days, though it should be every {source.every_hours} hours."
    return "Up to date with what the publisher gives."


def due_sources(at: datetime) -> list[str]:
    """The sources to ask now: each in its time, one not reached again after an hour, none before it said."""
    due = []
    for source in Source.objects.filter(slug__in=catalogue.sources()):
        wait = timedelta(hours=source.every_hours)
        last = source.checks.first() if source.failing_since_at else None
        if last and last.outcome == Check.Outcome.FAILED:
            wait = min(wait, AFTER_FAILURE)
        asked = source.last_checked_at
        allowed = source.not_before_at is None or source.not_before_at <= at
        if allowed and (asked is None or asked + wait <= at):
            due.append(source.slug)
    return due


def pulls_to_do(at: datetime) -> int:
    """How many pulls stand in the ledger, due or left by a worker whose lease ran out."""
    return Job.objects.filter(
        Q(state=Job.State.WAITING, due_at__lte=at) | Q(state=Job.State.RUNNING, leased_until_at__lt=at),
        kind="pull",
    ).count()


def sources_listed() -> list[dict[str, object]]:
    """Every source, for `pull --list`."""
    held = {source.slug: source for source in Source.objects.select_related("current_release")}
    lines: list[dict[str, object]] = []
    for slug, definition in catalogue.sources().items():
        source = held.get(slug)
        release = source.current_release if source else None
        lines.append(
            {
                "source": slug,
                "title": definition.title,
                "publisher": definition.publisher,
                "format": definition.format,
                "address": definition.address,
                "every_hours": definition.every_hours,
                "indicators": [one.slug for one in catalogue.indicators_of(slug).values()],
                "last_checked_at": source.last_checked_at if source else None,
                "release": release.sha256 if release else None,
                "failure": source.failure if source else "",
                "run_against_publisher": definition.run_against_publisher,
            }
        )
    return lines
