"""Files that are not loaded without a person: suspicious ones, and those that were rolled back or refused."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators import ingest
from indicators.models import Check, Decision, Release, Source
from indicators.sources.pulled import Pulled

STANDS = "The last good figures stand."


@transaction.atomic
def still(source: Source, came: ingest.Came, reading: str, at: datetime) -> Pulled | None:
    """The answer to a file that a person has to decide on, or has decided on; None where nobody has to.

    The same bytes make one entry, however often the publisher offers them.
    """
    locked = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    release = locked.releases.filter(sha256=came.sha256).exclude(state=Release.State.LOADED).first()
    if release is None:
        return None
    outcome, sentence = _said(release, reading)
    if not sentence:
        return None
    ingest.note_check(source=locked, outcome=outcome, at=at, sentence=sentence, release=release)
    return Pulled(source=locked.slug, outcome=outcome, sentence=sentence, release=release.sha256)


def _said(release: Release, reading: str) -> tuple[Check.Outcome, str]:
    """What is said of a file that came again: nothing, where it is to be read (again)."""
    decided = release.decisions.first()
    if release.state == Release.State.QUARANTINED and release.reading == reading:
        return Check.Outcome.QUARANTINED, f"The same file still waits for the analyst. {STANDS}"
    if release.state == Release.State.ROLLED_BACK:
        return (
            Check.Outcome.QUARANTINED,
            f"This file was rolled back and is not loaded again until an analyst releases it. {STANDS}",
        )
    if release.state == Release.State.REFUSED and decided and decided.kind == Decision.Kind.REFUSED:
        on = timezone.localtime(decided.at)
        return (
            Check.Outcome.REFUSED,
            f"The publisher gives the file that an analyst refused on {on.day} {on:%B %Y}. {STANDS}",
        )
    return Check.Outcome.QUARANTINED, ""


@transaction.atomic
def held_back(source: Source, came: ingest.Came, read: ingest.Read, at: datetime) -> Pulled:
    """Let a suspicious file wait. One that is held, and is read otherwise now, stays held as it was."""
    fresh = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    said = f"{' '.join(read.judgement.suspicions)} {STANDS}"
    outcome = Check.Outcome.QUARANTINED
    release = fresh.releases.filter(sha256=came.sha256, state=Release.State.LOADED).first()
    if release:
        outcome = Check.Outcome.REFUSED
        said = f"The file that is held is read otherwise by the definitions of today. {said}"
    else:
        release = ingest.note_quarantined(
            source=fresh, came=came, read=read, suspicions=read.judgement.suspicions
        )
    ingest.note_check(source=fresh, outcome=outcome, at=at, sentence=said, release=release)
    return Pulled(
        source=fresh.slug,
        outcome=outcome,
        sentence=said,
        release=came.sha256,
        observations=len(read.sifted),
        councils=read.sifted.councils,
        rejected=[reason.as_dict() for reason in read.sifted.rejected],
    )
