"""Concerns in a picture: England as a grid of councils, and one concern as a dated list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import queries, workflow
from cases.views.listing import paged
from cases.views.showing import CONCERNS, SignedIn, concern_or_404, concern_way
from common.clock import now, today

PER_PAGE = 100


@login_required
@require_safe
def grid(request: SignedIn) -> HttpResponse:
    """A square a council, by region and name, with the stages of the open concerns one may know of."""
    held = queries.council_grid(request.user, today())
    return render(request, "cases/grid.html", {"grid": held, "way": [CONCERNS]})


@login_required
@require_safe
def timeline(request: SignedIn, number: int) -> HttpResponse:
    """Everything that happened to one concern; a kind of it, or from its beginning, by the address."""
    concern = concern_or_404(request, number)
    workflow.read_concern(by=request.user, at=now(), concern=concern)
    parts = queries.concern_page(concern, request.user)
    kind = request.GET.get("kind", "")
    oldest_first = request.GET.get("order") == "oldest"
    entries = queries.whole_timeline(parts, kind, oldest_first=oldest_first)
    context = {
        "concern": concern,
        **paged(request, entries, PER_PAGE),
        "kinds": queries.Told.choices,
        "kind": kind if kind in queries.Told.values else "",
        "order": "oldest" if oldest_first else "",
        "withheld": parts.balance.withheld,
        "spans": queries.spans(concern, parts.changes, today()),
        "way": concern_way(concern),
    }
    return render(request, "cases/timeline.html", context)
