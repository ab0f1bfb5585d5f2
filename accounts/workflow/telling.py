"""The acts of telling people something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Notification, RoleHolding, User


def tell(*, role: str, about: str, sentence: str, address: str, at: datetime) -> int:
    """Tell those who hold the role now, each once about this, in the caller's transaction; how many.

    It stands on their first page. Mail says only that there is something (`accounts.mailing`).
    """
    people = User.objects.filter(
        is_active=True, pk__in=RoleHolding.objects.current().filter(role=role).values("user")
    )
    return tell_people(people=people, about=about, sentence=sentence, address=address, at=at)


def tell_people(*, people: Iterable[User], about: str, sentence: str, address: str, at: datetime) -> int:
    """Tell these people, each once about this, in the caller's transaction; how many were told now.

    The sentence names no council and holds no content (TRUST section 2): the page it leads to asks who reads.
    """
    known = set(Notification.objects.filter(about=about).values_list("user_id", flat=True))
    told = Notification.objects.bulk_create(
        [
            Notification(user=user, about=about, sentence=sentence, address=address, told_at=at)
            for user in people
            if user.pk not in known
        ],
        ignore_conflicts=True,
    )
    return len(told)


@transaction.atomic
def mark_seen(*, by: User, at: datetime) -> int:
    """What this person was told has been read; how many of it."""
    return by.notifications.filter(seen_at__isnull=True, told_at__lte=at).update(seen_at=at)
