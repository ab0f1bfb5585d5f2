"""To ask others whether what was heard is so, and to answer (R071, R074)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from intelligence.access import (
    may_not_answer_verification,
    may_not_ask,
    may_not_be_asked,
    may_not_take_back_verification,
)
from intelligence.models import Note, Source, VerificationRequest
from intelligence.workflow.locking import locked
from intelligence.workflow.writing import Told, cannot_be_kept

Answer = VerificationRequest.Answer


@transaction.atomic
def ask_to_verify(
    *, by: User, at: datetime, note: Note, asked: User, question: str, answer_by_on: date
) -> VerificationRequest:
    """Put a question about the note to one person, who reads the question and not the note itself.

    Raises NotFound, NotPermitted, Refused.
    """
    on = timezone.localdate(at)
    held = locked(note, by)
    forbid(may_not_ask(by, held, on))
    refuse(may_not_be_asked(by, held, asked, on))
    if not question.strip():
        refuse("Enter what you would like to know.")
    refuse(cannot_be_kept(question))
    if answer_by_on < on:
        refuse("Enter a day by which to answer that has not gone by.")
    open_one = held.verification_requests.filter(
        asked=asked, answered_at__isnull=True, taken_back_at__isnull=True
    )
    if open_one.exists():
        refuse(f"{asked.name} has been asked about this note and has not answered yet.")
    request = VerificationRequest.objects.create(
        note=held, asked=asked, by=by, question=question.strip(), answer_by_on=answer_by_on
    )
    record(
        by=by,
        act="ask_to_verify",
        subject=request,
        scope=held.council.audit_scope,
        details={"note": held.pk, "asked": asked.pk},
    )
    tell_people(
        people=[asked],
        about=f"verification:{request.pk}",
        sentence=f"{by.name} asks whether you know something",
        address=request.get_absolute_url(),
        at=at,
    )
    return request


@transaction.atomic
def answer_verification(
    *,
    by: User,
    at: datetime,
    request: VerificationRequest,
    answer: str,
    text: str,
    told: Told | None = None,
) -> VerificationRequest:
    """Say what one knows, once. An answer that supports the note says where it is known from (`told`)."""
    on = timezone.localdate(at)
    held = _locked(request, by)
    forbid(may_not_answer_verification(by, held, on))
    given = Answer(answer)
    if given != Answer.NOTHING and not text.strip():
        refuse("Enter what you know of it.")
    if text.strip():
        refuse(cannot_be_kept(text))
    if given == Answer.SUPPORTS and told is None:
        refuse("Choose where you know it from. One source never counts twice, so this must be said.")
    held.answer, held.text, held.answered_at = given, text.strip(), at
    if told and given == Answer.SUPPORTS:
        held.source = Source.objects.create(
            type=told.type, role=told.role.strip(), region=told.region or held.note.council.region, owner=by
        )
    held.save()
    record(
        by=by,
        act="answer_verification",
        subject=held,
        scope=held.note.council.audit_scope,
        details={"answer": given.value},
    )
    tell_people(
        people=[held.by],
        about=f"verification:{held.pk}:answered",
        sentence=f"{by.name} has answered what you asked",
        address=held.get_absolute_url(),
        at=at,
    )
    return held


@transaction.atomic
def take_back_verification(*, by: User, at: datetime, request: VerificationRequest) -> VerificationRequest:
    """The question need not be answered any more; that it was put is kept."""
    held = _locked(request, by)
    forbid(may_not_take_back_verification(by, held))
    held.taken_back_at = at
    held.save(update_fields=["taken_back_at"])
    record(by=by, act="take_back_verification", subject=held, scope=held.note.council.audit_scope)
    return held


def _locked(request: VerificationRequest, by: User) -> VerificationRequest:
    """The request as it now stands, locked; NotFound where this person may not know of it."""
    seen = VerificationRequest.objects.visible_to(by).filter(pk=request.pk)
    held = (
        seen.select_for_update(of=("self",))
        .select_related("note__council__region", "note__owner", "asked", "by")
        .first()
    )
    return held if isinstance(held, VerificationRequest) else not_found("The question")
