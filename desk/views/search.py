"""Find: a council by name, former name or code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.clock import today
from councils import queries as councils
from councils.lookup import resolve

LIMIT = 20


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Councils that answer to the words; straight to the page where one does exactly."""
    asked = request.GET.get("q", "").strip()[:200]
    found, why_not = [], ""
    if asked:
        resolution = resolve(asked)
        if resolution.council and "all" not in request.GET:
            return redirect(resolution.council)
        found = councils.find_councils(asked, today(), LIMIT)
        why_not = "" if resolution.council else resolution.sentence
    context = {"asked": asked, "found": found, "why_not": why_not}
    return render(request, "desk/search.html", context)
