"""What stands in the way of a release, read before it is approved: alone, or in the batch of its meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from liaison import access, access_after
from liaison.models import Release, ReleaseEvidence
from liaison.originators import words_kept
from panel.models import Meeting


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal in its meeting's batch. `why_not`: the sentence that stands in the way, or None."""

    release: Release
    why_not: str | None


def in_the_way(release: Release, by: User, on: date) -> str | None:
    """The first rule that the release does not pass on this day, whoever may approve it (R177-R180)."""
    if sentence := access.cannot_be_decided(release):
        return sentence
    if release.exception_ground:
        untold = access_after.exception_lacking(release, by)
    else:
        untold = access.council_not_told(release.concern, release.awareness, on)
    held = evidence_of(release)
    stands = {line.evidence.note_id for line in held if line.evidence.note_id}
    return (
        untold
        or access.cannot_supersede(release.supersedes, recipient=release.recipient, council=release.council)
        or access.evidence_unusable(release.concern, [line.evidence for line in held], stands)
        or access.evidence_lacking(held)
        # An originator's words go to nobody else without its consent (R182).
        or words_kept(
            release.council,
            (release.purpose, release.matter, release.excepted_reason, *(line.line for line in held)),
            release.recipient,
        )
    )


def evidence_of(release: Release) -> list[ReleaseEvidence]:
    """Its lines in order, with what they rest on as it stands now."""
    return list(release.evidence.select_related("evidence__note", "evidence__challenge").order_by("position"))


def batch_of(meeting: Meeting, user: User, on: date) -> list[Waiting]:
    """The proposals for a meeting that wait and that this person may see, by number."""
    rows = Release.objects.visible_to(user).waiting().filter(meeting=meeting)
    found = rows.select_related(
        "council__region",
        "recipient",
        "proposed_by",
        "supersedes",
        "concern__council",
        "awareness",
        "excepted_by",
    ).order_by("number")
    return [Waiting(release, in_the_way(release, user, on)) for release in found]
