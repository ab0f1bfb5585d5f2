"""The calendar, and the address at which a person's own calendar fetches it."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework.throttling import SimpleRateThrottle

from accounts import queries as accounts
from accounts import workflow
from accounts.models import CalendarFeed, User
from common.clock import now
from common.clock import today as date_of_today
from desk.calendar import dates_to_fetch, month_asked, month_of
from desk.ical import MEDIA_TYPE, calendar_of


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month, by day; `?month=2026-11`."""
    on = date_of_today()
    asked = request.GET.get("month", "")
    first = month_asked(asked, on)
    month = month_of(cast(User, request.user), first or on.replace(day=1), on)
    context = {"month": month, "no_such_month": first is None}
    return render(request, "desk/calendar.html", context, status=200 if first else 422)


class _Fetches(SimpleRateThrottle):
    """So many fetches of one address."""

    rate = settings.CALENDAR_FETCH_RATE

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"calendar-feed-{view.pk}"


class _Failures(SimpleRateThrottle):
    """So many addresses that are none, from one caller."""

    rate = settings.CALENDAR_FAILED_RATE

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"calendar-failed-{self.get_ident(request)}"


def _too_many(throttle: SimpleRateThrottle, request: HttpRequest, feed: CalendarFeed | None) -> bool:
    return not throttle.allow_request(cast(Any, request), cast(Any, feed))


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The owner's dates, with the rights they have at this moment, to whoever has the address.

    What is wrong, revoked, malformed or of somebody who has left is the same page that is missing.
    """
    found = accounts.feed_by_secret(secret)
    if _too_many(_Fetches() if found else _Failures(), request, found):
        return render(request, "429.html", status=429)
    if found is None:
        raise Http404
    at = now()
    workflow.mark_fetched(at=at, feed=found)
    content = calendar_of(
        dates_to_fetch(found.owner, date_of_today()),
        at=at,
        whose=found.owner_id,
        service=settings.SERVICE_NAME,
        home=request.build_absolute_uri("/").rstrip("/"),
        names_councils=found.names_councils,
    )
    headers = {
        "Cache-Control": "no-store, private",
        "Content-Disposition": 'attachment; filename="calendar.ics"',
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
