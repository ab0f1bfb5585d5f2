"""Planning a meeting and its members (R144-R145, R190)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, refuse
from councils.models import Council, PoliticalGroup
from panel import access
from panel.meeting_access import may_not_join
from panel.models import Body, Meeting, Membership


@transaction.atomic
def plan_meeting(
    *,
    body: Body,
    held_on: date,
    cut_off_on: date,
    by: User,
    at: datetime,
    venue: str = "",
    begins: time | None = None,
    ends: time | None = None,
    department_met_on: date | None = None,
    item: str = "3",
    with_body: Body | None = None,
) -> Meeting:
    """Plan a meeting of a body, jointly with another if need be (R190).

    What the report should say is wanted by `cut_off_on`; it says what the concerns say when issued.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    forbid(access.may_not_plan(by))
    if cut_off_on > held_on:
        raise Refused("The cut-off day cannot be after the meeting.")
    if begins and ends and ends <= begins:
        raise Refused("The meeting cannot end before it begins.")
    if with_body == body:
        raise Refused("A body does not meet jointly with itself. Choose another, or none.")
    refuse(may_not_join(with_body))
    if Meeting.objects.filter(body=body, held_on=held_on).exists():
        raise Refused(f"The {body.name_on(held_on)} already has a meeting that day.")
    meeting = Meeting.objects.create(
        body=body,
        held_on=held_on,
        begins=begins,
        ends=ends,
        venue=venue,
        cut_off_on=cut_off_on,
        department_met_on=department_met_on,
        item=item,
        planned_by=by,
        planned_at=at,
    )
    if with_body:
        meeting.with_bodies.add(with_body)
    details = {"with": with_body.slug} if with_body else {}
    record(by=by, act="plan_meeting", subject=meeting, scope=meeting.audit_scope, details=details)
    return meeting


@transaction.atomic
def add_member(
    *,
    body: Body,
    user: User,
    capacity: str,
    since_on: date,
    by: User,
    at: datetime,
    reason: str = "",
    group: PoliticalGroup | None = None,
    council: Council | None = None,
) -> Membership:
    """Seat a person on a body, or put them in attendance, from a day on (R144-R145)."""
    forbid(access.may_not_plan(by))
    seats = Membership.objects.filter(body=body, user=user)
    if seats.filter(Q(until_on__isnull=True) | Q(until_on__gte=since_on)).exists():
        raise Refused(f"{user.name} sits there already.")
    membership = Membership.objects.create(
        body=body,
        user=user,
        capacity=capacity,
        reason=reason,
        group=group,
        council=council,
        since_on=since_on,
    )
    record(by=by, act="add_member", subject=membership)
    return membership
