"""Today: what is due, and what has happened."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.workflow import mark_seen
from common.clock import now
from common.clock import today as date_of_today
from desk.today_page import today_for


@login_required
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is due, and what has happened, for the person who signed in."""
    return render(request, "desk/today.html", {"today": today_for(cast(User, request.user), date_of_today())})


@login_required
@require_POST
def read_what_was_told(request: HttpRequest) -> HttpResponse:
    """What stood under “For you to know” has been read."""
    mark_seen(by=cast(User, request.user), at=now())
    return redirect("desk:today")
