"""Loads whoever signed in, with all that every page asks of them, in one query."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.core.exceptions import ValidationError

from accounts.models import User
from common.clock import today
from councils.ties import keep_ties, with_ties

# Stand-ins that no person and no day has, in the question as it is written once.
PERSON, DAY = -(2**62), date(1, 1, 2)


@cache
def _asked() -> tuple[str, tuple[Any, ...]]:
    """The question in SQL and what it is asked with: to write it anew took longer than to answer it."""
    return with_ties(User.objects.with_roles(), DAY).filter(pk=PERSON).order_by().query.sql_with_params()


class SignInBackend(AuthenticationBackend):
    """allauth's, but that the person of each request comes with today's roles, regions and interests.

    They are read anew at each request, so whoever has left, moved or declared an interest is treated so
    from their next request on.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The person, or None where they are gone or may no longer sign in."""
        on = today()
        try:
            number = User._meta.pk.to_python(user_id)
        except ValidationError:
            return None
        text, marks = _asked()
        given = {PERSON: number, DAY: on}
        found = User.objects.raw(text, [given.get(mark, mark) for mark in marks])
        user = next(iter(found), None)
        if user is None or not self.user_can_authenticate(user):
            return None
        keep_ties(user, on)
        return user
