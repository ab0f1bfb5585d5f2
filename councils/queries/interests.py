"""Declared interests."""

from __future__ import annotations

from django.db.models import F, QuerySet

from accounts.models import User
from councils.access import KEEP_INTERESTS
from councils.models import Interest


def interests_of(user: User) -> list[Interest]:
    """What the person has declared, the open ones first."""
    return list(_interests().filter(user=user))


def interests_of_others(user: User) -> list[Interest]:
    """Everybody else's, for those who keep them (TRUST section 2); [] for anybody else."""
    if not user.has_role(*KEEP_INTERESTS):
        return []
    return list(_interests().exclude(user=user))


def interest_by_id(pk: int, user: User) -> Interest | None:
    """An interest the person may see: their own, or any for those who keep them; else None."""
    seen = _interests() if user.has_role(*KEEP_INTERESTS) else _interests().filter(user=user)
    return seen.filter(pk=pk).first()


def _interests() -> QuerySet[Interest]:
    return Interest.objects.select_related("council", "user").order_by(
        F("until_on").desc(nulls_first=True), "user__name", "council__short_name"
    )
