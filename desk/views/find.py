"""Find or do: what answers to a few letters, as a fragment for the palette or as a page of its own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.clock import today
from desk.finding import LONGEST, find_or_do
from desk.views.search import SignedIn

CODE = 9  # letters of a council's code


@login_required
@require_safe
def find(request: SignedIn) -> HttpResponse:
    """Groups of lines to choose from; nothing of it is kept."""
    asked = request.GET.get("q", "")[:LONGEST]
    here = request.GET.get("council", "")
    groups = find_or_do(asked, request.user, today(), here if len(here) == CODE and here.isalnum() else "")
    page = "desk/_found.html" if "part" in request.GET else "desk/find.html"
    return render(request, page, {"groups": groups, "asked": asked})
