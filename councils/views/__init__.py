"""Pages of the register, and of the people around a council."""

from __future__ import annotations

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: its user is one of ours. For type checkers only."""

    user: User
