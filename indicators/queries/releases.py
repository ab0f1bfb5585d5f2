"""A release of data as its page shows it: what it held, what it changes, what was found, who decided what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from indicators import charts
from indicators.models import Change, Check, Decision, Release

HISTORY = 20
RECENT = 10
MOST_ROWS = 200_000  # of a table to take away
State = Release.State

# A release's figures as it gave them, beside those it took the place of.
CHANGED = """
SELECT i.title, p.label, c.short_name, c.code, before.value, o.value, i.decimals
FROM indicators_observation o
JOIN indicators_change ch ON ch.id = o.since_id AND ch.kind = 'taken_in'
JOIN indicators_series s ON s.id = o.series_id
JOIN indicators_indicator i ON i.id = s.indicator_id
JOIN indicators_period p ON p.id = o.period_id
JOIN indicators_area a ON a.id = o.area_id
JOIN councils_council c ON c.id = a.council_id
LEFT JOIN indicators_observation before ON before.series_id = o.series_id AND before.period_id = o.period_id
     AND before.area_id = o.area_id AND before.until_id = o.since_id
WHERE ch.release_id = %s AND o.release_id = %s
ORDER BY i.title, s.id, p.end_on DESC, c.short_name LIMIT {most}
"""


@dataclass(frozen=True)
class Changed:
    """One of the greatest changes, as printed."""

    title: str
    council: str
    address: str
    period: str
    beside: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """How many figures go how far from those beside them; `share` is of the fullest step, in hundredths."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class ReleasePage:
    """Everything the page of a release shows."""

    release: Release
    state: str
    greatest: list[Changed]
    steps: list[Step]
    lines: list[dict[str, Any]]
    checks: list[tuple[Check, str]]
    decisions: list[Decision]
    goes_back_with_it: list[Release]
    stands_again: Release | None

    @property
    def only_title(self) -> str:
        """The one indicator that the difference is of; empty where there are several, or none."""
        titles = {line["title"] for line in self.lines}
        return titles.pop() if len(titles) == 1 else ""


def releases_of(slug: str) -> list[Release]:
    """A source's latest releases, those that wait first."""
    rows = list(_releases().filter(source__slug=slug).order_by("-fetched_at", "-pk")[: RECENT * 3])
    waiting = [one for one in rows if one.state == State.QUARANTINED]
    return (waiting + [one for one in rows if one.state != State.QUARANTINED])[: RECENT + len(waiting)]


def waiting_releases() -> list[Release]:
    """Every release that waits for the analyst, the longest first."""
    return list(_releases().filter(state=State.QUARANTINED).order_by("fetched_at", "pk"))


def release_of(slug: str, pk: int) -> Release | None:
    """A release by its source and number."""
    return _releases().filter(source__slug=slug, pk=pk).first()


def release_page(slug: str, pk: int) -> ReleasePage | None:
    """A release with its difference; None where there is no such one."""
    release = release_of(slug, pk)
    if release is None:
        return None
    first = release.changes.filter(kind=Change.Kind.TAKEN_IN).first()
    loaded = release.state == State.LOADED and first is not None
    return ReleasePage(
        release=release,
        state=_state(release),
        greatest=[_changed(one) for one in release.difference.get("greatest", [])],
        steps=_steps(release.difference.get("steps", [])),
        lines=release.difference.get("lines", []),
        checks=[(one, _said_once(one, release)) for one in release.checks.all()[:HISTORY]],
        decisions=list(release.decisions.select_related("by")),
        goes_back_with_it=taken_in_after(release) if loaded else [],
        stands_again=_before(release) if loaded else None,
    )


def taken_in_after(release: Release) -> list[Release]:
    """The releases of its source taken in after it, oldest first: what goes back with it."""
    first = release.changes.filter(kind=Change.Kind.TAKEN_IN).first()
    if first is None:
        return []
    later = Change.objects.filter(
        release__source_id=release.source_id, kind=Change.Kind.TAKEN_IN, pk__gt=first.pk
    )
    found = _releases().filter(pk__in=later.values("release"), state=State.LOADED).exclude(pk=release.pk)
    return list(found.order_by("loaded_at", "pk"))


def changed_rows(release: Release) -> list[tuple[Any, ...]]:
    """What a loaded release changed: indicator, period, council, code, before, after of each figure."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED.format(most=MOST_ROWS), [release.pk, release.pk])
        return [row[:6] for row in cursor.fetchall()]


def _releases() -> QuerySet[Release]:
    return Release.objects.select_related("source__current_release", "newest_period")


def _before(release: Release) -> Release | None:
    """Whose figures stand again where this one is rolled back."""
    first = release.changes.filter(kind=Change.Kind.TAKEN_IN).first()
    if first is None:
        return None
    earlier = Change.objects.filter(
        release__source_id=release.source_id,
        kind=Change.Kind.TAKEN_IN,
        pk__lt=first.pk,
        release__state=State.LOADED,
    )
    last = earlier.exclude(release=release).select_related("release").first()
    return last.release if last else None


def _said_once(check: Check, release: Release) -> str:
    """What was said then, unless it is what stands at the head of the page anyhow."""
    waits = " ".join(release.suspicions)
    return "" if waits and waits in check.sentence else check.sentence


def _state(release: Release) -> str:
    """How a release stands, as a sentence."""
    if release.state == State.QUARANTINED:
        return "It waits for the research team. Until then the figures stand as they were."
    if release.state == State.ROLLED_BACK:
        return "It was rolled back: the figures of before stand. It is not loaded again until it is released."
    if release.state == State.REFUSED:
        return "It was refused: none of its figures were taken in."
    if release.source.current_release_id == release.pk:
        return "Its figures are the ones held now."
    return "Its figures were taken in; a newer release has come since."


def _changed(one: dict[str, Any]) -> Changed:
    return Changed(
        title=one["title"],
        council=one["council"],
        address=f"/councils/{one['code']}",
        period=one["period"],
        beside=one["beside"],
        before=charts.figure(one["before"], one["decimals"]),
        after=charts.figure(one["after"], one["decimals"]),
    )


def _steps(steps: list[list[Any]]) -> list[Step]:
    most = max((count for _, count in steps), default=0)
    if not most:
        return []
    return [Step(label, count, round(100 * count / most)) for label, count in steps]
