"""From sifted rows to figures: one transaction, checked before it commits, recorded by the file's hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from indicators import catalogue, comparisons, definitions, differing, fiction, health, holding, inhand
from indicators.models import Change, Check, Indicator, Release, Series, Source
from indicators.plausibility import Judgement
from indicators.sifting import Sifted


@dataclass(frozen=True)
class Came:
    """The file as it was fetched: which bytes, from where, when."""

    sha256: str
    size: int
    came_from: str
    fetched_at: datetime


@dataclass(frozen=True)
class Read:
    """A file read as its source's definitions are now: its rows as ids, and what was found in them."""

    sifted: Sifted
    read_with: str
    judgement: Judgement

    @property
    def difference(self) -> dict[str, Any]:
        """What it would change."""
        return differing.difference(list(self.judgement.found))


class NothingToTakeBack(Exception):
    """The release is not among those whose figures are held."""


def sync_catalogue() -> None:
    """Make the catalogue's rows say what its files and the saved definitions say.

    Figures hang on them, so none is ever removed.
    """
    catalogue.check()
    held = {source.slug: source for source in Source.objects.all()}
    for one in definitions.sources().values():
        said = asdict(one)
        fields = {k: v for k, v in said.items() if k not in ("expects", "year", "options", "asking")}
        _write(Source, held.get(one.slug), fields)
    ids = dict(Source.objects.values_list("slug", "pk"))
    indicators = {indicator.slug: indicator for indicator in Indicator.objects.all()}
    for definition in definitions.indicators().values():
        if definition.source not in ids:
            continue  # a saved one whose source cannot be read: said by `load_catalogue`
        fields = {k: v for k, v in asdict(definition).items() if k not in ("series", "source")}
        _write(Indicator, indicators.get(definition.slug), fields | {"source_id": ids[definition.source]})


def _write(model: Any, held: Any, fields: dict[str, Any]) -> None:
    if held is None:
        model.objects.create(**fields)
    elif any(getattr(held, name) != value for name, value in fields.items()):
        model.objects.filter(pk=held.pk).update(**fields)


@transaction.atomic
def load(
    *,
    source: Source,
    came: Came,
    sifted: Sifted,
    read_with: str,
    at: datetime,
    by: User | None = None,
    reason: str = "",
    difference: dict[str, Any] | None = None,
) -> Release:
    """Take the rows in as the source's current release, compare again what changed, note it, verify it.

    The caller holds the source's row. `read_with` names the definitions the file was read with; `by` and
    `reason` are of the analyst who released it from quarantine; `difference` is kept for those who look.
    """
    release, _ = Release.objects.update_or_create(
        source=source,
        sha256=came.sha256,
        defaults={
            "size": came.size,
            "came_from": came.came_from,
            "fetched_at": came.fetched_at,
            "state": Release.State.LOADED,
            "sentence": "",
            "loaded_at": at,
            "reading": read_with,
            "suspicions": [],
            "difference": difference or {},
        },
    )
    change = Change.objects.create(kind=Change.Kind.TAKEN_IN, release=release, at=at, by=by, reason=reason)
    with connection.cursor() as cursor:
        inhand.step("loading", len(sifted))
        taken = holding.take_in(cursor, sifted, change)
        inhand.step("comparing", len(taken.series))
        comparisons.rebuild(cursor, taken.series, taken.period, change)
    fiction.draw(zip(taken.series.tolist(), taken.period.tolist(), strict=True))
    release.observations, release.new, release.revised = len(sifted), taken.new, taken.revised
    release.unchanged = len(sifted) - taken.new - taken.revised
    release.councils = sifted.councils
    release.rejected = [reason.as_dict() for reason in sifted.rejected]
    newest = max(sifted.periods_by_id.values(), key=lambda p: (p.end_on, p.start_on), default=None)
    release.newest_period = newest
    release.save()
    source.current_release = release
    source.save(update_fields=["current_release"])
    let_wait(source)
    record(
        by=by,
        act="load_release",
        subject=release,
        details={"source": source.slug, "sha256": came.sha256, "new": taken.new, "revised": taken.revised},
    )
    return release


@transaction.atomic
def roll_back(*, source: Source, release: Release, by: User, at: datetime, reason: str) -> Change:
    """Hold again what was held before `release`, it and all later releases of its source taken back at once.

    What was known meanwhile stays to be asked ("as at"). The caller holds the source's row and has asked
    whether it may. A file taken back is not loaded again until someone releases it. Raises
    `NothingToTakeBack` where the release is not among those held.
    """
    first = release.changes.filter(kind=Change.Kind.TAKEN_IN).first()  # the latest time it was taken in
    if first is None or release.state != Release.State.LOADED:
        raise NothingToTakeBack
    change = Change.objects.create(kind=Change.Kind.ROLLED_BACK, release=release, at=at, by=by, reason=reason)
    taken = Change.objects.filter(release__source=source, kind=Change.Kind.TAKEN_IN)
    back = Release.objects.filter(
        pk__in=taken.filter(pk__gte=first.pk).values("release"), state=Release.State.LOADED
    )
    said = [one.sha256 for one in back]
    back.update(state=Release.State.ROLLED_BACK, sentence=f"Rolled back: {reason}")
    series = Series.objects.filter(indicator__source=source).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        held = holding.take_back(cursor, list(series), first, change)
        comparisons.rebuild(cursor, held.series, held.period, change)
    fiction.draw(zip(held.series.tolist(), held.period.tolist(), strict=True))
    before = taken.filter(pk__lt=first.pk, release__state=Release.State.LOADED).first()
    source.current_release = before.release if before else None
    source.etag = source.last_modified = ""  # or the publisher would say that nothing has changed
    source.save(update_fields=["current_release", "etag", "last_modified"])
    record(
        by=by,
        act="roll_back_release",
        subject=release,
        details={"source": source.slug, "releases": said, "change": change.pk},
    )
    return change


def note_check(
    *, source: Source, outcome: str, at: datetime, sentence: str = "", release: Release | None = None
) -> Check:
    """Write down that the publisher was asked, and let the source's state follow.

    A release that waits for the analyst is no failure of the publisher's: the last good figures stand.
    """
    inhand.hold()
    health.after_check(source, outcome, at, release)
    source.last_checked_at = at
    if outcome in (Check.Outcome.LOADED, Check.Outcome.UNCHANGED, Check.Outcome.QUARANTINED):
        source.failing_since_at, source.failure, source.not_before_at = None, "", None
        if outcome != Check.Outcome.QUARANTINED:
            source.last_good_at = at
    else:
        source.failing_since_at = source.failing_since_at or at
        source.failure = sentence
    health.foresee(source, at)
    source.save(
        update_fields=["last_checked_at", "last_good_at", "failing_since_at", "failure", "not_before_at",
                       "failures", "retry_at", "late_on", "stale_on",
                       "etag", "last_modified"]
    )  # fmt: skip
    check = Check.objects.create(source=source, at=at, outcome=outcome, sentence=sentence, release=release)
    inhand.settle(_settled(check))
    return check


def _settled(check: Check) -> dict[str, Any]:
    """What the ledger keeps of a pull that came to this check."""
    release = check.release
    said = {
        "source": check.source.slug,
        "outcome": check.outcome,
        "sentence": check.sentence,
        "check": check.pk,
    }
    if release is None:
        return said
    if check.outcome != Check.Outcome.LOADED:
        return said | {"release": release.sha256}
    counted = ("observations", "new", "revised", "unchanged", "councils", "rejected_rows")
    return said | {"release": release.sha256} | {name: getattr(release, name) for name in counted}


def note_refused(*, source: Source, came: Came, sentence: str, at: datetime) -> Release:
    """Keep the refused file's hash and why; a release that was once loaded stays as it is."""
    release = Release.objects.filter(source=source, sha256=came.sha256).first()
    if release and release.state in (Release.State.LOADED, Release.State.ROLLED_BACK):
        return release
    return _kept(source, came, {"state": Release.State.REFUSED, "sentence": sentence, "suspicions": []})


def note_quarantined(*, source: Source, came: Came, read: Read, suspicions: Sequence[str]) -> Release:
    """Let a file that is readable and suspicious wait for the analyst, once for its bytes."""
    sifted = read.sifted
    release = _kept(
        source,
        came,
        {
            "state": Release.State.QUARANTINED,
            "sentence": " ".join(suspicions),
            "suspicions": list(suspicions),
            "difference": read.difference,
            "observations": len(sifted),
            "councils": sifted.councils,
            "rejected": [reason.as_dict() for reason in sifted.rejected],
            "reading": read.read_with,
        },
    )
    let_wait(source)
    return release


def let_wait(source: Source) -> None:
    """Say on the source, for every page that uses it, whether a release of it waits."""
    waits = source.releases.filter(state=Release.State.QUARANTINED)
    newest = waits.order_by("-fetched_at").first()
    on = timezone.localtime(newest.fetched_at) if newest else None
    source.waiting = (
        f"A release fetched on {on.day} {on:%B %Y} waits for the research team to look at it. Until then the "
        f"figures stand as they were."
        if on
        else ""
    )
    source.save(update_fields=["waiting"])


def _kept(source: Source, came: Came, more: dict[str, Any]) -> Release:
    release, _ = Release.objects.update_or_create(
        source=source,
        sha256=came.sha256,
        defaults={
            "size": came.size,
            "came_from": came.came_from,
            "fetched_at": came.fetched_at,
            **more,
        },
    )
    return release
