"""What stands around every request of a person who has signed in."""

from __future__ import annotations

import time
from collections.abc import Callable

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
    """Outside the demonstration nobody goes further without a second factor."""

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and not request.path.startswith(("/accounts/", "/static/"))
            and not self._has_one(request)
        ):
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _has_one(request: HttpRequest) -> bool:
        if not request.session.get(SECOND_FACTOR):
            if not is_mfa_enabled(request.user):
                return False
            request.session[SECOND_FACTOR] = True
        return True
