"""What was said aloud at a meeting with the department, logged; or that nothing was (WORKFLOW 4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from cases.models import AwarenessRecord, Concern
from common.errors import Refused, forbid, not_found, refuse
from councils.access import recused_council_ids
from councils.models import Council
from liaison import access, access_after
from liaison.models import NothingSaid, Organisation, SaidAloud, SaidTold
from panel.models import Meeting


@transaction.atomic
def log_said(
    *,
    by: User,
    at: datetime,
    meeting: Meeting,
    council: Council,
    to_organisation: Organisation,
    said_by: str,
    to_whom: str,
    text: str,
    said_on: date,
    awareness: AwarenessRecord | None,
    corrects: SaidAloud | None = None,
) -> SaidAloud:
    """Log one thing that was said of one council; later than five days it is taken, and says how late.

    `awareness` None: the council had not been told, which the entry then says. `corrects`: the entry in whose
    place this one stands.
    """
    meeting = _meeting(by, meeting)
    forbid(access_after.may_not_log_said(by))
    on = timezone.localdate(at)
    if council.pk in recused_council_ids(by, on):
        not_found("The council")
    refuse(access_after.cannot_be_logged(meeting.department_met_on, said_on, on))
    if not said_by.strip() or not to_whom.strip() or not text.strip():
        raise Refused("Enter who said it, to whom, and what was said.")
    if awareness and not Concern.objects.visible_to(by).filter(pk=awareness.concern_id).exists():
        not_found("The record of telling the council")
    refuse(access_after.not_told_by_this(awareness, council, said_on))
    if corrects:
        held = SaidAloud.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=corrects.pk).first()
        if held is None or held.meeting_id != meeting.pk:
            not_found("The account")
        if SaidAloud.objects.filter(corrects=held).exists():
            raise Refused("Somebody put this account right already. Correct the one that stands.")
    said = SaidAloud.objects.create(
        meeting=meeting,
        council=council,
        to_organisation=to_organisation,
        said_by=said_by.strip(),
        to_whom=to_whom.strip(),
        text=text.strip(),
        said_on=said_on,
        awareness=awareness,
        corrects=corrects,
        logged_by=by,
        logged_at=at,
    )
    said.refresh_from_db(fields=["recorded_at"])
    record(
        by=by,
        act="log_said",
        subject=said,
        scope=council.audit_scope,
        details={"days_late": said.days_late, "council_knew": awareness is not None},
    )
    return said


@transaction.atomic
def say_nothing_said(*, by: User, at: datetime, meeting: Meeting) -> NothingSaid:
    """Keep that nothing was said of any council at the meeting beyond what had been released."""
    meeting = _meeting(by, meeting)
    forbid(access_after.may_not_log_said(by))
    on = timezone.localdate(at)
    refuse(access_after.cannot_be_logged(meeting.department_met_on, on, on))
    # Somebody's entry may be about a council of one's interest: it is counted, and not shown.
    if SaidAloud.objects.filter(meeting=meeting).exists():
        raise Refused("Something that was said at this meeting has been logged, so that this cannot be kept.")
    if NothingSaid.objects.filter(meeting=meeting).exists():
        raise Refused("That nothing was said at this meeting is kept already.")
    nothing = NothingSaid.objects.create(meeting=meeting, said_by=by, said_at=at)
    record(by=by, act="say_nothing_said", subject=nothing, scope=meeting.audit_scope)
    return nothing


@transaction.atomic
def record_telling(
    *, by: User, at: datetime, said: SaidAloud, told: str, how: str, happened_on: date
) -> SaidTold:
    """Keep that the council was told afterwards: whom, how, on which day."""
    rows = SaidAloud.objects.visible_to(by).select_for_update(of=("self",)).select_related("council__region")
    held = rows.filter(pk=said.pk).first() or not_found("The account")
    on = timezone.localdate(at)
    forbid(access_after.may_not_record_telling(by, held, on))
    refuse(access_after.is_told_already(held))
    if not told.strip() or not how.strip():
        raise Refused("Enter who at the council was told, and how.")
    refuse(access_after.day_unfit(happened_on, held.said_on, on, "the council was told"))
    telling = SaidTold.objects.create(
        said=held, told=told.strip(), how=how.strip(), happened_on=happened_on, recorded_by=by
    )
    record(by=by, act="record_telling", subject=held, scope=held.council.audit_scope)
    return telling


def _meeting(by: User, meeting: Meeting) -> Meeting:
    """The meeting, locked, where this person has the pages of what is shared."""
    rows = Meeting.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=meeting.pk)
    held = rows.first()
    if held is None or access.may_not_see_sharing(by):
        not_found("The meeting")
    return held
