"""Lists others choose from."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import ADVISERS, RoleHolding, User
from councils.models import PoliticalGroup, ServiceArea


def service_areas() -> QuerySet[ServiceArea]:
    """What a concern or a note may be about, by name."""
    return ServiceArea.objects.order_by("name")


def political_groups() -> QuerySet[PoliticalGroup]:
    """The four political groups, by name."""
    return PoliticalGroup.objects.order_by("name")


def advisers() -> QuerySet[User]:
    """Principal and senior advisers who work here today, by name."""
    held = RoleHolding.objects.current().filter(role__in=ADVISERS)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
