"""What the research analyst decides about a release of data: released, refused, or rolled back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from indicators import ingest
from indicators.access import may_not_decide
from indicators.ingest import Came, Read
from indicators.models import Change, Check, Decision, Release, Source
from indicators.queries.releases import taken_in_after

Kind = Decision.Kind


@transaction.atomic
def release_from_quarantine(*, by: User, at: datetime, release: Release, reason: str, read: Read) -> Release:
    """Take in a release that waits, or one that was refused or rolled back, as it was `read` again.

    The analyst accepts exactly the suspicions shown: where the file raises another now, it goes on waiting
    with what was found, and nothing is loaded.
    """
    source, locked = _locked(by, release, reason)
    refuse(_not_to_be_released(source, locked))
    judged = read.judgement
    refuse(" ".join(judged.unusable) or None)
    came = Came(locked.sha256, locked.size, locked.came_from, locked.fetched_at)
    if not set(judged.suspicions) <= set(locked.suspicions):
        held = ingest.note_quarantined(source=source, came=came, read=read, suspicions=judged.suspicions)
        record(by=by, act="hold_release_again", subject=held, details={"source": source.slug})
        return held
    Decision.objects.create(
        release=locked, kind=Kind.RELEASED, at=at, by=by, reason=reason.strip(), overridden=locked.suspicions
    )
    loaded = ingest.load(
        source=source,
        came=came,
        sifted=read.sifted,
        read_with=read.read_with,
        at=at,
        by=by,
        reason=reason.strip(),
        difference=read.difference,
    )
    ingest.note_check(source=source, outcome=Check.Outcome.LOADED, at=at, release=loaded)
    record(
        by=by,
        act="release_from_quarantine",
        subject=loaded,
        details={"source": source.slug, "sha256": loaded.sha256, "suspicions": len(locked.suspicions)},
    )
    return loaded


@transaction.atomic
def refuse_from_quarantine(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """Refuse a release that waits; the same file is not asked about again."""
    source, locked = _locked(by, release, reason)
    refuse(None if locked.state == Release.State.QUARANTINED else _no_longer_waits(locked))
    Decision.objects.create(
        release=locked, kind=Kind.REFUSED, at=at, by=by, reason=reason.strip(), overridden=[]
    )
    locked.state = Release.State.REFUSED
    locked.save(update_fields=["state"])
    ingest.let_wait(source)
    record(
        by=by,
        act="refuse_from_quarantine",
        subject=locked,
        details={"source": source.slug, "sha256": locked.sha256},
    )
    return locked


@transaction.atomic
def roll_back_release(*, by: User, at: datetime, release: Release, reason: str) -> Change:
    """Hold again what was held before a release; later releases of its source go back with it.

    None of those files is loaded again until an analyst releases it.
    """
    source, locked = _locked(by, release, reason)
    if locked.state != Release.State.LOADED:
        refuse("This release is not loaded, so there is nothing to roll back.")
    back = [locked, *taken_in_after(locked)]
    try:
        change = ingest.roll_back(source=source, release=locked, by=by, at=at, reason=reason.strip())
    except ingest.NothingToTakeBack:
        refuse("This release gave no figures that are held, so there is nothing to roll back.")
        raise
    for one in back:
        Decision.objects.create(release=one, kind=Kind.ROLLED_BACK, at=at, by=by, reason=reason.strip())
    return change


def _locked(by: User, release: Release, reason: str) -> tuple[Source, Release]:
    """The source's row and the release's as they stand now, once it is asked who and why."""
    source = (
        Source.objects.select_for_update(of=("self",))
        .select_related("current_release")
        .get(pk=release.source_id)
    )
    locked = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    forbid(may_not_decide(by))
    refuse(None if reason.strip() else "Enter the reason.")
    return source, locked


def _not_to_be_released(source: Source, release: Release) -> str | None:
    """Why a release cannot be taken in, if so: it is loaded, unusable, or newer figures have come since."""
    if release.state == Release.State.LOADED:
        return _no_longer_waits(release)
    if release.state == Release.State.REFUSED and not release.suspicions:
        return f"This file cannot be read as a release of this source. {release.sentence}"
    current = source.current_release
    if current and current.fetched_at > release.fetched_at:
        on = timezone.localtime(current.fetched_at)
        return (
            f"A newer file of this source was loaded, fetched on {on.day} {on:%B %Y}. This one would put "
            f"older figures in its place. Roll the newer one back first, if this is what you mean."
        )
    return None


def _no_longer_waits(release: Release) -> str:
    decided = release.decisions.select_related("by").first()
    if decided:
        on = timezone.localtime(decided.at)
        return (
            f"This release no longer waits: {decided.by} decided on {on.day} {on:%B %Y} "
            f"({decided.get_kind_display().lower()})."
        )
    return "This release does not wait for anybody: it is loaded or was refused."
