"""A release proposed: the text, what the council was told, the evidence as frozen lines (WORKFLOW 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from cases.models import AwarenessRecord, Concern, Evidence
from cases.queries import awareness_about
from common.errors import forbid, not_found, refuse
from intelligence.models import Note
from liaison import access, access_after, lines
from liaison.models import Organisation, Release, ReleaseEvidence
from liaison.originators import words_kept
from panel.models import Meeting

NUMBERING_LOCK = 0x5EA2


@transaction.atomic
def propose_release(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    recipient: Organisation,
    purpose: str,
    matter: str,
    awareness: AwarenessRecord | None,
    evidence: Sequence[Evidence],
    supersedes: Release | None = None,
    meeting: Meeting | None = None,
    exception: str = "",
) -> Release:
    """A text put to another Principal Adviser; nothing goes out yet (R177-R180).

    `evidence` is copied as frozen lines without its sources; `awareness` says who at the council was told,
    how and when. `meeting`: the one with the department that it is made for, whose releases are approved
    together. `exception`: the ground on which the council is not told first, where that is switched on and
    `awareness` is None. Raises `Refused` with what is missing.
    """
    held = Concern.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=concern.pk).first()
    if held is None:
        not_found("The concern")
    council, on = held.council, timezone.localdate(at)
    forbid(access.may_not_propose(by, council, on))
    if exception:
        is_told = awareness is not None or any(
            access.council_not_told(held, each, on) is None for each in awareness_about(held)
        )
        refuse(access_after.no_exception_here(exception, is_told=is_told))
    else:
        refuse(access.council_not_told(held, awareness, on))
    refuse(access_after.meeting_past(meeting, on))
    refuse(access.text_lacking(purpose=purpose, matter=matter))
    ids = [item.note_id for item in evidence if item.note_id]
    readable = set(Note.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True))
    refuse(access.evidence_unusable(held, evidence, readable))
    found = lines.lines_of(evidence)
    refuse(access.evidence_lacking(found))
    # An originator's words go to nobody else without its consent.
    refuse(words_kept(council, (purpose, matter, *(line.line for line in found)), recipient))
    refuse(access.cannot_supersede(supersedes, recipient=recipient, council=council))
    release = Release.objects.create(
        number=_next_number(on.year),
        recipient=recipient,
        council=council,
        council_code=council.code,
        council_name=council.name,
        is_fictional=council.is_fictional,
        concern=held,
        awareness=awareness,
        exception_ground=exception,
        meeting=meeting,
        purpose=purpose.strip(),
        matter=matter.strip(),
        supersedes=supersedes,
        proposed_by=by,
        proposed_at=at,
        **(lines.telling_of(awareness) if awareness else {}),
    )
    ReleaseEvidence.objects.bulk_create(
        ReleaseEvidence(
            release=release,
            position=position,
            kind=line.kind,
            line=line.line,
            source_key=line.source_key,
            evidence=line.evidence,
        )
        for position, line in enumerate(found, start=1)
    )
    record(
        by=by,
        act="propose_release",
        subject=release,
        scope=council.audit_scope,
        details={"number": release.number, "recipient": recipient.slug},
    )
    return release


def _next_number(year: int) -> str:
    """One proposer at a time takes the next number of the year."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERING_LOCK])
    last = Release.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
    return f"{year}-{int(last.number[5:]) + 1 if last else 1:04}"
