"""Keeping the agreed note of a meeting with the department (R082)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, Stale, forbid, not_found, refuse
from liaison import access
from liaison.models import DepartmentNote
from liaison.queries.meeting import standing_note
from panel.models import Meeting


@transaction.atomic
def keep_department_note(
    *,
    meeting: Meeting,
    text: str,
    agreed_with: str,
    agreed_on: date,
    by: User,
    at: datetime,
    corrects: int | None = None,
) -> DepartmentNote:
    """Keep what both sides agreed; a further note corrects the last one, whose key `corrects` is.

    Raises `Stale` where somebody else kept one since the writer began.
    """
    rows = Meeting.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=meeting.pk)
    meeting = rows.first() or not_found("The meeting")
    forbid(access.may_not_note_department(by))
    if meeting.department_met_on is None:
        raise Refused(
            "No meeting with the department is set for this meeting of the Panel. Set its day first."
        )
    on = timezone.localdate(at)
    held = standing_note(meeting, by, on)
    forbid(access.may_not_correct_note_of_interest(withheld=bool(held and held.withheld)))
    refuse(access.cannot_be_agreed_yet(meeting.department_met_on, agreed_on, on))
    if not text.strip() or not agreed_with.strip():
        raise Refused("Enter what was agreed, and with whom at the department.")
    last = held.note if held else None
    if (last.pk if last else None) != corrects:
        raise Stale(
            "Somebody else kept a note of this meeting while you wrote.",
            held=last.text if last else "",
            typed=text,
        )
    note = DepartmentNote.objects.create(
        meeting=meeting,
        text=text.strip(),
        agreed_with=agreed_with.strip(),
        agreed_on=agreed_on,
        corrects=last,
        written_by=by,
        written_at=at,
    )
    record(by=by, act="keep_department_note", subject=note, scope=meeting.audit_scope)
    return note
