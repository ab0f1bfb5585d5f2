"""Today: what is due, and what has happened."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.clock import today as date_of_today
from councils import queries as councils


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What is due, and what has happened, for the person who signed in."""
    on = date_of_today()
    context = {"on": on, "regions": councils.region_ids_held_by(request.user, on)}
    return render(request, "desk/today.html", context)
