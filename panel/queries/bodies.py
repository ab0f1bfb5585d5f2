"""Boards, and who sits on them now, did, and will (R055-R062, R144-R145, R191)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from accounts.models import Role, RoleHolding, User
from panel.models import Body, Membership
from panel.queries.attending import ORDER

Capacity = Membership.Capacity
TABLE = (*Membership.SEATED, Capacity.SUBSTITUTE)


@dataclass(frozen=True)
class Listed:
    """A body as the list shows it: its name on the day and how many sit on it."""

    body: Body
    name: str
    members: int


@dataclass(frozen=True)
class Group:
    """The members of one political group, and its substitutes, as board papers print them."""

    name: str
    members: list[Membership]
    substitutes: list[Membership]


@dataclass(frozen=True)
class BodyPage:
    """A body's page: its name on the day, its members by group, others at its table, past members."""

    body: Body
    name: str
    acts_for: Listed | None
    panels: list[Listed]
    groups: list[Group]
    others: list[tuple[str, list[Membership]]]
    ahead: list[Membership]
    past: list[Membership]


def bodies(on: date) -> list[Listed]:
    """Every board, by its name on the day."""
    held = (
        (Q(memberships__since_on__isnull=True) | Q(memberships__since_on__lte=on))
        & (Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gte=on))
        & Q(memberships__capacity__in=Membership.SEATED)
    )
    rows = Body.objects.prefetch_related("names").annotate(seated=Count("memberships", filter=held))
    listed = [Listed(body, body.name_on(on), body.seated) for body in rows]
    return sorted(listed, key=lambda one: one.name)


def body_by_slug(slug: str) -> Body | None:
    """A board, or None."""
    return Body.objects.select_related("acts_for").prefetch_related("names").filter(slug=slug).first()


def body_page(body: Body, on: date) -> BodyPage:
    """All that its page shows on the day."""
    seats = sorted(
        body.memberships.select_related("user", "group", "council", "ended_by"),
        key=lambda seat: (ORDER[seat.capacity], seat.user.name, seat.pk),
    )
    ahead = [seat for seat in seats if seat.since_on and seat.since_on > on]
    past = [seat for seat in seats if seat.until_on and seat.until_on < on]
    now = [seat for seat in seats if seat not in ahead and seat not in past]
    others = [
        (f"{capacity.label}s" if capacity == Capacity.OBSERVER else capacity.label, found)
        for capacity in (Capacity.OBSERVER, Capacity.IN_ATTENDANCE)
        if (found := [seat for seat in now if seat.capacity == capacity])
    ]
    listed = {one.body.pk: one for one in bodies(on)}
    return BodyPage(
        body=body,
        name=body.name_on(on),
        acts_for=listed.get(body.acts_for_id) if body.acts_for_id else None,
        panels=[one for one in listed.values() if one.body.acts_for_id == body.pk],
        groups=_groups([seat for seat in now if seat.capacity in TABLE]),
        others=others,
        ahead=ahead,
        past=sorted(past, key=lambda seat: seat.until_on or on, reverse=True),
    )


def _groups(seats: Sequence[Membership]) -> list[Group]:
    by_name = sorted(seats, key=lambda seat: (seat.group is None, seat.group.name if seat.group else ""))
    made = []
    for name, held in groupby(by_name, key=lambda seat: seat.group.name if seat.group else "In no group"):
        rows = list(held)
        made.append(
            Group(
                name,
                [seat for seat in rows if seat.capacity != Capacity.SUBSTITUTE],
                [seat for seat in rows if seat.capacity == Capacity.SUBSTITUTE],
            )
        )
    return made


def seat_by_id(body: Body, pk: int) -> Membership | None:
    """A seat on the body, or None."""
    return body.memberships.select_related("user", "body").filter(pk=pk).first()


def people_to_seat() -> QuerySet[User]:
    """Whoever signs in and may sit at a board's table: everybody but those who serve other purposes."""
    away = (Role.DCLG_LIAISON, Role.ADMINISTRATOR)
    held = RoleHolding.objects.current().filter(role__in=away).values("user")
    return User.objects.filter(is_active=True).exclude(pk__in=held).order_by("name")


def people_to_invite() -> QuerySet[User]:
    """Those who sign in as an invited Board member."""
    held = RoleHolding.objects.current().filter(role=Role.INVITED_MEMBER).values("user")
    return User.objects.filter(is_active=True, pk__in=held).order_by("name")
