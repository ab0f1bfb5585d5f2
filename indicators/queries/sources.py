"""Where figures come from: every source by how it stands, one source's page, and the banners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Notification
from indicators import asked, catalogue, definitions, health
from indicators.catalogue import IndicatorDefinition
from indicators.models import Check, Release, ScheduleEdit, Source
from indicators.queries.banners import Banner, banners_of
from indicators.queries.releases import releases_of
from indicators.timing import Timing, timings
from ledger.models import Job

HISTORY = 20
STEPS = {
    "asking": "Asking the publisher",
    "reading": "Reading the file",
    "checking": "Checking it",
    "loading": "Loading its figures",
    "comparing": "Comparing councils",
}
NEEDS_YOU = "Needs you"
GROUPS = {
    "needs": (
        "Waits for the research team",
        "A file looks unlike the ones before. A research analyst releases or refuses it; until then the last "
        "good figures stand.",
    ),
    "failing": ("Failing or late", "The last good figures stand, and the pages that show them say so."),
    "paused": ("Paused", "Not asked until the day that an analyst set."),
    "key": ("Waiting for a key", "The publisher gives these out under a key that has not been set."),
    "well": ("All well", "Up to date, waiting for the next time they are asked, or brought by hand."),
}


@dataclass(frozen=True)
class Step:
    """One step of a pull: what, since when, how far; `now` for the one it is at."""

    title: str
    at: datetime | None
    so_far: str
    now: bool


@dataclass(frozen=True)
class Doing:
    """What is done about a source at this moment."""

    sentence: str
    runs: bool
    attempt: int
    since: datetime | None
    steps: list[Step]


@dataclass(frozen=True)
class SourceState:
    """A source and how it stands, in words; `doing` says what is done about it at this moment."""

    source: Source
    definition: catalogue.SourceDefinition
    group: str
    state: str
    doing: Doing | None
    release: Release | None
    indicators: list[IndicatorDefinition]
    timing: Timing
    paused_until: date | None
    next_at: datetime | None


@dataclass(frozen=True)
class SourceGroup:
    """Sources that stand alike."""

    slug: str
    title: str
    meaning: str
    sources: list[SourceState]


@dataclass(frozen=True)
class SourcePage:
    """One source: how it stands, what it holds, what has happened, when it is asked, who was told."""

    state: SourceState
    checks: list[Check]
    edits: list[ScheduleEdit]
    told: list[Told]
    releases: list[Release]

    @property
    def waits_at(self) -> str:
        """The page of the release that waits, if one does."""
        held = (one for one in self.releases if one.state == Release.State.QUARANTINED)
        return next((one.get_absolute_url() for one in held), "")


@dataclass(frozen=True)
class Told:
    """One thing people were told of the source, and whom."""

    at: datetime
    sentence: str
    names: list[str]


def banners(on: date, slugs: Iterable[str] | None = None) -> list[Banner]:
    """What there is to say of sources in use: of those of these indicators, or of all."""
    rows = Source.objects.filter(Q(failing_since_at__isnull=False) | Q(late_on__lte=on) | Q(stale_on__lte=on))
    if slugs is not None:
        rows = rows.filter(indicators__slug__in=list(slugs)).distinct()
    return list(banners_of(rows, on))


def sources_page(at: datetime, words: str = "", *, decides: bool = False) -> list[SourceGroup]:
    """The sources that have all these words somewhere, by how they stand; groups without any left out.

    `decides`: whether the person who looks is one of those whom a release waits for.
    """
    wanted = words.casefold().split()
    found: dict[str, list[SourceState]] = {slug: [] for slug in GROUPS}
    for one in _states(at):
        said = _said(one)
        if all(word in said for word in wanted):
            found[one.group].append(one)
    return [
        SourceGroup(slug, NEEDS_YOU if decides and slug == "needs" else title, meaning, found[slug])
        for slug, (title, meaning) in GROUPS.items()
        if found[slug]
    ]


def source_page(slug: str, at: datetime) -> SourcePage | None:
    """One source; None where there is no such source in use."""
    one = next(iter(_states(at, slug)), None)
    if one is None:
        return None
    return SourcePage(
        state=one,
        checks=list(one.source.checks.select_related("release")[:HISTORY]),
        edits=list(one.source.schedule_edits.select_related("by", "takes_back", "taken_back_by")[:HISTORY]),
        told=_told(one.source),
        releases=releases_of(slug),
    )


def rejected_of(slug: str) -> list[dict[str, object]] | None:
    """Which rows of the file held of a source were not taken; None where there is no such source."""
    source = Source.objects.filter(slug=slug).select_related("current_release").first()
    if source is None:
        return None
    return list(source.current_release.rejected) if source.current_release else []


def _told(source: Source) -> list[Told]:
    grouped: dict[str, list[Notification]] = defaultdict(list)
    for one in health.told_of(source):
        grouped[one.about].append(one)
    return [
        Told(held[0].told_at, held[0].sentence, [one.user.name for one in held]) for held in grouped.values()
    ]


def _states(at: datetime, slug: str = "") -> list[SourceState]:
    named = definitions.source(slug) if slug else None
    known: Mapping[str, catalogue.SourceDefinition]
    known = ({slug: named} if named else {}) if slug else definitions.sources()
    rows = list(Source.objects.filter(slug__in=known).select_related("current_release__newest_period"))
    held = {source.slug: source for source in rows}
    jobs = Job.objects.filter(kind="pull", key__in=known, state__in=[Job.State.WAITING, Job.State.RUNNING])
    work = {job.key: job for job in jobs}
    waits = set(
        Release.objects.filter(source__slug__in=known, state=Release.State.QUARANTINED).values_list(
            "source__slug", flat=True
        )
    )
    read_for = definitions.by_source(definitions.indicators())
    known_timings = timings(rows)
    found = []
    for one, definition in sorted(known.items(), key=lambda item: item[1].title.casefold()):
        if one not in held:
            continue
        source = held[one]
        timing = known_timings[source.pk]
        is_asked = not (asked.why_not(definition) or definition.by_hand)
        paused = timing.paused_until(at) if is_asked else None
        found.append(
            SourceState(
                source=source,
                definition=definition,
                group="needs" if one in waits else _group(source, definition, paused, at),
                state=_state(source, definition, timing, paused, at),
                doing=_doing(work.get(one)),
                release=source.current_release,
                indicators=sorted(read_for.get(one, {}).values(), key=lambda kept: kept.title),
                timing=timing,
                paused_until=paused,
                next_at=timing.next_at(source, at) if is_asked else None,
            )
        )
    return found


def _group(source: Source, definition: catalogue.SourceDefinition, paused: date | None, at: datetime) -> str:
    if asked.lacks_key(definition):
        return "key"
    if Banner.of(source, timezone.localdate(at)):
        return "failing"
    return "paused" if paused else "well"


def _state(
    source: Source,
    definition: catalogue.SourceDefinition,
    timing: Timing,
    paused: date | None,
    at: datetime,
) -> str:
    """How a source stands, as a sentence."""
    if source.failing_since_at:
        return source.failure
    if source.waiting:
        return "A newer release waits to be looked at."
    not_asked = asked.why_not(definition)
    if not_asked or definition.by_hand:
        return not_asked or asked.BY_HAND
    if paused and timing.pause:
        return f"Paused until {paused.day} {paused:%B %Y}: {timing.pause.reason}"
    if source.last_checked_at is None:
        return "Not asked yet."
    wrong = Banner.of(source, timezone.localdate(at))
    return wrong[0].sentence if wrong else "Up to date with what the publisher gives."


def _doing(job: Job | None) -> Doing | None:
    if job is None:
        return None
    if job.state == Job.State.WAITING:
        return Doing("Waits to be pulled.", runs=False, attempt=job.attempts, since=None, steps=[])
    done = {one["step"]: one for one in job.steps}
    steps = [
        Step(
            title=title,
            at=datetime.fromisoformat(done[name]["at"]) if name in done else None,
            so_far=_so_far(name, done[name].get("so_far")) if name in done else "",
            now=name == job.progress,
        )
        for name, title in STEPS.items()
    ]
    at_step = STEPS.get(job.progress, job.progress)
    sentence = f"Being pulled now: {at_step[:1].lower()}{at_step[1:]}." if at_step else "Being pulled now."
    return Doing(sentence, runs=True, attempt=job.attempts, since=job.claimed_at, steps=steps)


def _so_far(step: str, count: int | None) -> str:
    if count is None:
        return ""
    return f"{count:,} {'periods of an indicator' if step == 'comparing' else 'figures'}"


def _said(one: SourceState) -> str:
    """Everything a source may be looked for by, in small letters."""
    told = [
        one.source.slug, one.source.title, one.source.publisher, one.source.through, one.source.format,
        one.state, *(kept.title for kept in one.indicators),
    ]  # fmt: skip
    return " ".join(told).casefold()


@dataclass(frozen=True)
class NamedHere:
    """Published data that the paper names, and the sources that stand here in its place."""

    named: catalogue.Named
    sources: list[catalogue.SourceDefinition]


def named_in_the_paper() -> list[NamedHere]:
    """What the paper names, in its order; no query (R085, R087-R090)."""
    held = catalogue.sources()
    return [
        NamedHere(one, [held[slug] for slug in one.here if slug in held])
        for one in catalogue.named_in_the_paper()
    ]
