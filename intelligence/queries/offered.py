"""Lists to choose from: none of them says anything of what is held."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import RoleHolding, User
from intelligence.models import Factor, SourceType
from intelligence.visibility import MAY_READ_NOTES


def factors_offered() -> QuerySet[Factor]:
    """The signs a new note may be tagged with."""
    return Factor.objects.filter(is_offered=True)


def source_types_offered() -> QuerySet[SourceType]:
    """The source types a new note may name."""
    return SourceType.objects.filter(is_offered=True)


def people_who_read_notes() -> QuerySet[User]:
    """Everyone who holds one of the three roles today, by name."""
    held = RoleHolding.objects.current().filter(role__in=MAY_READ_NOTES)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
