"""Meetings and their members."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from panel.models import Body, Meeting, Membership

RECENT = 12  # meetings on a body's page


def psp() -> Body | None:
    """The Performance Support Panel (R056); None before the register of boards is loaded."""
    return Body.objects.filter(slug=Body.PSP).first()


def meetings_for(user: User) -> QuerySet[Meeting]:
    """Meetings this person works for or attends, latest first."""
    return _told(Meeting.objects.visible_to(user))


def meetings_of(user: User, body: Body) -> QuerySet[Meeting]:
    """Meetings of one body, its own and joint, that the person may see, latest first."""
    seen = meetings_for(user)
    return seen.filter(Q(body=body) | Q(pk__in=body.joint_meetings.values("pk")))[:RECENT]


def meetings_answered_by(user: User) -> QuerySet[Meeting]:
    """Meetings for whose members the person's group office answers, latest first (R191)."""
    return _told(Meeting.objects.answered_by(user))


def _told(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    names = ("body__names", "with_bodies__names", "packs")
    return meetings.select_related("body").prefetch_related(*names)


def meeting_for(user: User, pk: int) -> Meeting | None:
    """One of them, or None."""
    return meetings_for(user).select_related("planned_by", "body__acts_for").filter(pk=pk).first()


def meetings_ahead(user: User, on: date) -> QuerySet[Meeting]:
    """Those still to come, next first."""
    return meetings_for(user).filter(held_on__gte=on).order_by("held_on")


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The body's meeting after this one."""
    later = Meeting.objects.filter(body_id=meeting.body_id, held_on__gt=meeting.held_on)
    return later.order_by("held_on").first()


def members_on(body: Body, on: date) -> list[Membership]:
    """Who sits there and who is in attendance on the day, chair first, then by name (R144-R145)."""
    held = list(body.memberships.holding_on(on).select_related("user", "group", "council"))
    order = {capacity: place for place, capacity in enumerate(Membership.Capacity.values)}
    return sorted(held, key=lambda seat: (order[seat.capacity], seat.user.name))
