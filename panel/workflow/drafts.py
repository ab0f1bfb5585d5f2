"""What is written and signed before a report is issued: paragraphs, who was told, and why not."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, Stale, forbid, refuse
from councils.models import Council
from panel import access
from panel.appendix import reports_offered
from panel.models import AdviserWord, CouncilTold, Meeting, PackReason, Slot
from panel.queries.drafting import draft_of
from panel.workflow.asking import tell_of_edit
from panel.workflow.locking import locked_meeting


@transaction.atomic
def write_slot(
    *,
    meeting: Meeting,
    council: Council | None,
    name: str,
    text: str,
    version: int,
    seal: str,
    by: User,
    at: datetime,
) -> Slot | None:
    """Write a paragraph over what the live concerns say; an empty text lets the live words stand again.

    `version` is that of the text the writer began from (0: the live words); another's save in between is
    refused with both texts. So is a change of the live words since the writer read them (`seal`,
    Draft.live_seal): the mark that they changed beneath would never be set.
    """
    meeting = locked_meeting(meeting)
    on = timezone.localtime(at).date()
    forbid(access.may_not_write_slot(by, council, on))
    draft = draft_of(meeting, by)
    live = draft.live_text(council, name)
    if council is not None:
        refuse(access.may_not_write_more(council, in_full=draft.item_of(council).in_full))
    slot = Slot.objects.select_for_update().filter(meeting=meeting, council=council, name=name).first()
    held = slot.version if slot else 0
    if held != version:
        raise Stale(
            "Somebody else wrote this paragraph while you did.", held=slot.text if slot else live, typed=text
        )
    if seal != draft.live_seal(council, name):
        raise Stale(
            "The live concerns say something else now than when you opened this page. Read them, then save "
            "your words again if they still hold.",
            held=live,
            typed=text,
        )
    said = "\n".join(line for line in (" ".join(part.split()) for part in text.splitlines()) if line)
    if slot is None:
        slot = Slot(meeting=meeting, council=council, name=name, version=0)
    slot.text, slot.said_live = said, live
    slot.version += 1
    slot.written_by, slot.written_at = by, at
    slot.save()
    scope = council.audit_scope if council else meeting.audit_scope
    record(
        by=by, act="write_slot", subject=slot, scope=scope, details={"slot": name, "version": slot.version}
    )
    if council is not None:
        _adviser_wrote_or_is_told(slot, council, said or live, by=by, at=at)
    return slot


def _adviser_wrote_or_is_told(slot: Slot, council: Council, text: str, *, by: User, at: datetime) -> None:
    """Words of the region's adviser are their own; anybody else's wait for the adviser (TRUST section 2)."""
    if access.may_not_confirm(by, council, timezone.localtime(at).date()) is None:
        AdviserWord.objects.create(
            meeting=slot.meeting,
            council=council,
            kind=AdviserWord.Kind.WRITTEN,
            texts={slot.name: {"text": text, "version": slot.version}},
            said_by=by,
            said_at=at,
        )
    else:
        tell_of_edit(meeting=slot.meeting, council=council, by=by, at=at)


@transaction.atomic
def choose_headline_report(*, meeting: Meeting, report: str, by: User, at: datetime) -> Meeting:
    """Choose which headline report stands in Appendix A, of those that everyone may choose."""
    meeting = locked_meeting(meeting)
    forbid(access.may_not_keep_report(by))
    if report not in dict(reports_offered()):
        raise Refused("There is no such headline report any more. Choose one from the list.")
    meeting.headline_report = report
    meeting.save(update_fields=["headline_report"])
    record(
        by=by,
        act="choose_headline_report",
        subject=meeting,
        scope=meeting.audit_scope,
        details={"report": report},
    )
    return meeting


def _line(text: str, what: str) -> str:
    if not (said := " ".join(text.split())):
        raise Refused(what)
    return said


@transaction.atomic
def record_told(
    *, meeting: Meeting, council: Council, whom: str, how: str, happened_on: date, by: User, at: datetime
) -> CouncilTold:
    """Record that a council was told that it is in the paper: never guessed, never changed."""
    meeting = locked_meeting(meeting)
    on = timezone.localtime(at).date()
    forbid(access.may_not_sign(by, council, on))
    if happened_on > on:
        raise Refused("The day on which the council was told cannot lie ahead.")
    told = CouncilTold.objects.create(
        meeting=meeting,
        council=council,
        whom=_line(whom, "Enter who was told."),
        how=_line(how, "Enter how they were told."),
        happened_on=happened_on,
        told_by=by,
        told_at=at,
    )
    record(by=by, act="record_told", subject=told, scope=council.audit_scope)
    return told


@transaction.atomic
def sign_reason(*, meeting: Meeting, council: Council, reason: str, by: User, at: datetime) -> PackReason:
    """Sign why a council stands in a paper that it does not know of (WORKFLOW section 4)."""
    meeting = locked_meeting(meeting)
    forbid(access.may_not_sign(by, council, timezone.localtime(at).date()))
    signed = PackReason.objects.create(
        meeting=meeting,
        council=council,
        reason=_line(reason, "Enter why the council does not know yet."),
        signed_by=by,
        signed_at=at,
    )
    record(by=by, act="sign_reason", subject=signed, scope=council.audit_scope)
    return signed
