"""Lists others choose from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import ADVISERS, Role, RoleHolding, User
from councils.models import PoliticalGroup, ServiceArea


def service_areas() -> QuerySet[ServiceArea]:
    """What a concern or a note may be about, by name."""
    return ServiceArea.objects.order_by("name")


def political_groups() -> QuerySet[PoliticalGroup]:
    """The four political groups, by name."""
    return PoliticalGroup.objects.order_by("name")


def advisers() -> QuerySet[User]:
    """Principal and senior advisers who work here today, by name."""
    return _with_roles(ADVISERS)


def who_may_hold_regions() -> QuerySet[User]:
    """Advisers, and the lead member peers who log notes about a region's councils, by name."""
    return _with_roles({*ADVISERS, Role.MEMBER_PEER})


def _with_roles(roles: Iterable[str]) -> QuerySet[User]:
    held = RoleHolding.objects.current().filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
