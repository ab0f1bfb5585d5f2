"""The acts about people who sign in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Notification, Role, RoleHolding, User
from audit.workflow import record
from common.errors import forbid


def may_not_manage_people(by: User | None) -> str | None:
    """Only a technical administrator manages people (TRUST section 2); None is the set-up command."""
    if by is None or by.has_role(Role.ADMINISTRATOR):
        return None
    return "Only a technical administrator may add people or change what they hold. Ask one to do it."


@transaction.atomic
def add_person(
    *,
    by: User | None,
    at: datetime,
    email: str,
    name: str,
    position: str = "",
    password: str | None = None,
    roles: tuple[str, ...] = (),
    since_on: date | None = None,
    is_demonstration: bool = False,
) -> User:
    """A person who can sign in once they have a password; `by` None is the set-up command on the server."""
    forbid(may_not_manage_people(by))
    user = User.objects.create_user(
        email=email, name=name, position=position, password=password, is_demonstration=is_demonstration
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=by, act="add_person", subject=user)
    for role in roles:
        give_role(by=by, at=at, user=user, role=role, since_on=since_on or at.date())
    return user


@transaction.atomic
def give_role(*, by: User | None, at: datetime, user: User, role: str, since_on: date) -> RoleHolding:
    """The person holds the role from this date; effective at their next request."""
    forbid(may_not_manage_people(by))
    holding = RoleHolding.objects.create(user=user, role=Role(role), since_on=since_on)
    record(by=by, act="give_role", subject=user, details={"role": role})
    return holding


@transaction.atomic
def end_role(*, by: User | None, at: datetime, holding: RoleHolding, until_on: date) -> RoleHolding:
    """The person holds the role until this date, included."""
    forbid(may_not_manage_people(by))
    holding = RoleHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    holding.until_on = until_on
    holding.save(update_fields=["until_on"])
    record(by=by, act="end_role", subject=holding.user, details={"role": holding.role})
    return holding


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
