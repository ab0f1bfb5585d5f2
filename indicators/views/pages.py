"""The page of the catalogue: every indicator."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.views import SignedInRequest
from indicators import queries


@login_required
@require_safe
def catalogue_page(request: SignedInRequest) -> HttpResponse:
    """Every indicator by theme."""
    return render(request, "indicators/catalogue.html", {"themes": queries.indicators_by_theme()})
