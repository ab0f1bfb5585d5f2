"""Loads whoever signed in, with all that every page asks of them, in one query."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from common.clock import today
from councils.ties import keep_ties, with_ties


class SignInBackend(AuthenticationBackend):
    """allauth's, but that the person of each request comes with today's roles, regions and interests.

    They are read anew at each request, so whoever has left, moved or declared an interest is treated so
    from their next request on.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The person, or None where they are gone or may no longer sign in."""
        on = today()
        user = with_ties(User.objects.with_roles(), on).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        keep_ties(user, on)
        return user
