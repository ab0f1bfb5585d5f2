"""What stands around every request of a person who has signed in."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.sessions import SEEN, STARTED

Response = Callable[[HttpRequest], HttpResponse]
SECOND_FACTOR = "second_factor"
# A session row is written at most once a minute, not at each request.
SEEN_STEP_SECONDS = 60


class SessionLimitsMiddleware:
    """Ends a session after 30 idle minutes or 8 hours, and keeps signed-in pages out of every cache."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(time.time())
        session = request.session
        started, seen = session.get(STARTED, now), session.get(SEEN, now)
        if (
            now - seen > settings.SESSION_IDLE_SECONDS
            or now - started > settings.SESSION_LONGEST_SECONDS
            or not request.user.is_active
        ):
            logout(request)
            if request.method in ("GET", "HEAD"):
                return redirect_to_login(request.get_full_path())
            return redirect("account_login")
        if STARTED not in session:
            session[STARTED] = now
        if SEEN not in session or now - seen > SEEN_STEP_SECONDS:
            session[SEEN] = now
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class SecondFactorMiddleware:
    """Outside the demonstration nobody goes further without a second factor, used in this very session.

    That the person has one is not enough: whoever knows their password alone could sign in before they set
    it up, and wait. Such a session ends when there is one, at every address, the pages of factors included.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            not settings.SECOND_FACTOR_REQUIRED
            or not request.user.is_authenticated
            or request.path.startswith("/static/")
            or _used_one(request)
        ):
            return self.get_response(request)
        if is_mfa_enabled(request.user):
            # Also of whoever has just set it up: the codes for a lost phone are what they see next.
            logout(request)
            return redirect_to_login(reverse("mfa_view_recovery_codes"))
        if request.path.startswith("/accounts/"):
            return self.get_response(request)
        return redirect(reverse("mfa_activate_totp"))


def _used_one(request: HttpRequest) -> bool:
    if not request.session.get(SECOND_FACTOR):
        if not any(record["method"] == "mfa" for record in get_authentication_records(request, request.user)):
            return False
        request.session[SECOND_FACTOR] = True
    return True
