"""Reading the Information Sharing Network: every organisation, its days in the Network, its officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Role, RoleHolding, User
from liaison.models import NetworkMembership, Officer, Organisation


@dataclass(frozen=True, kw_only=True)
class Member:
    """An organisation with what is held of it; `is_in` on the day asked about."""

    organisation: Organisation
    memberships: list[NetworkMembership]
    officers: list[Officer]
    is_in: bool


def network(on: date) -> list[Member]:
    """Every organisation by name, those who speak for it that day among it."""
    standing = Officer.objects.holding_on(on).select_related("user").order_by("name", "pk")
    rows = Organisation.objects.order_by("name").prefetch_related(
        "memberships", Prefetch("officers", standing)
    )
    here = set(NetworkMembership.objects.holding_on(on).values_list("organisation_id", flat=True))
    return [
        Member(
            organisation=one,
            memberships=list(one.memberships.all()),
            officers=list(one.officers.all()),
            is_in=one.pk in here,
        )
        for one in rows
    ]


def officer_by_id(pk: int) -> Officer | None:
    """An officer, or None."""
    return Officer.objects.select_related("organisation").filter(pk=pk).first()


def to_join() -> QuerySet[Organisation]:
    """Organisations that are not in the Network, or are about to leave it."""
    held = NetworkMembership.objects.filter(until_on__isnull=True).values("organisation")
    return Organisation.objects.exclude(pk__in=held).order_by("name")


def to_leave() -> QuerySet[Organisation]:
    """Organisations in the Network without a last day."""
    held = NetworkMembership.objects.filter(until_on__isnull=True).values("organisation")
    return Organisation.objects.filter(pk__in=held).order_by("name")


def liaison_people(on: date) -> QuerySet[User]:
    """Who holds the role of a liaison officer and speaks for nobody yet."""
    holders = RoleHolding.objects.current().filter(role=Role.DCLG_LIAISON).values("user")
    speak = Officer.objects.filter(Q(until_on__isnull=True), user__isnull=False).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).exclude(pk__in=speak).order_by("name")
