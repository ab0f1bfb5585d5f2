"""Changing a meeting that is planned, and ending a seat on a body."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, Stale, forbid, not_found, refuse
from panel import meeting_access as access
from panel.models import Meeting, MeetingChange, Membership
from papers.paper import day


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, locked until the act is done."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    return held.filter(pk=meeting.pk).first() or not_found("The meeting")


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    held_on: date,
    cut_off_on: date,
    reason: str,
    version: int,
    by: User,
    at: datetime,
    venue: str = "",
    begins: time | None = None,
    ends: time | None = None,
    department_met_on: date | None = None,
) -> Meeting:
    """Move a meeting that has not been held, in day, times, place or cut-off; what it was is kept, with why.

    Raises `Stale` where somebody else changed it after `version`.
    """
    meeting = locked(meeting)
    forbid(access.may_not_plan(by))
    if meeting.version != version:
        raise Stale(
            "Somebody else changed this meeting while you did.",
            held=f"{day(meeting.held_on)}, {meeting.venue}",
            typed=f"{day(held_on)}, {venue}",
        )
    refuse(access.is_over(meeting, timezone.localtime(at).date()))
    if cut_off_on > held_on:
        raise Refused("The cut-off day cannot be after the meeting.")
    if begins and ends and ends <= begins:
        raise Refused("The meeting cannot end before it begins.")
    others = Meeting.objects.filter(body_id=meeting.body_id, held_on=held_on).exclude(pk=meeting.pk)
    if others.exists():
        raise Refused(f"The {meeting.body.name_on(held_on)} already has a meeting that day.")
    if not reason.strip():
        raise Refused("Enter why the meeting is changed.")
    planned = (held_on, begins, ends, venue, cut_off_on, department_met_on)
    if planned == (
        meeting.held_on,
        meeting.begins,
        meeting.ends,
        meeting.venue,
        meeting.cut_off_on,
        meeting.department_met_on,
    ):
        raise Refused("That is how the meeting is planned already, so there is nothing to change.")
    MeetingChange.objects.create(
        meeting=meeting,
        was_held_on=meeting.held_on,
        was_begins=meeting.begins,
        was_ends=meeting.ends,
        was_venue=meeting.venue,
        was_cut_off_on=meeting.cut_off_on,
        was_department_met_on=meeting.department_met_on,
        reason=reason.strip(),
        changed_by=by,
        changed_at=at,
    )
    meeting.held_on, meeting.begins, meeting.ends = held_on, begins, ends
    meeting.venue, meeting.cut_off_on, meeting.department_met_on = venue, cut_off_on, department_met_on
    meeting.version += 1
    meeting.save()
    details = {"held_on": str(held_on), "version": meeting.version}
    record(by=by, act="change_meeting", subject=meeting, scope=meeting.audit_scope, details=details)
    return meeting


@transaction.atomic
def end_membership(*, seat: Membership, until_on: date, reason: str, by: User, at: datetime) -> Membership:
    """The person sits there until this day, included; with a reason."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "body")
    seat = rows.filter(pk=seat.pk).first() or not_found("The seat")
    forbid(access.may_not_seat(by))
    refuse(access.may_not_end_seat(seat, until_on))
    if not reason.strip():
        raise Refused("Enter why the seat ends.")
    seat.until_on, seat.ended_reason, seat.ended_by, seat.ended_at = until_on, reason.strip(), by, at
    seat.save(update_fields=["until_on", "ended_reason", "ended_by", "ended_at"])
    record(by=by, act="end_membership", subject=seat, details={"until_on": str(until_on)})
    return seat
