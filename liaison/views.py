"""The pages about what goes to government."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_required
@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's document, to browse and to try."""
    return render(request, "liaison/api_docs.html")


@login_required
@require_GET
def api_start(request: HttpRequest) -> HttpResponse:
    """The first half hour of a developer at a receiving organisation."""
    return render(request, "liaison/api_start.html")
