"""Before a meeting: which reviews of the concerns reported to the Panel are overdue."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.clock import today
from common.refusals import found_or_404
from panel import access, queries
from panel.requests import SignedIn


@login_required
@require_safe
def reviews(request: SignedIn, pk: int) -> HttpResponse:
    """For the secretariat, which asks the owners; to everybody else there is no such page."""
    if access.may_not_plan(request.user):
        raise Http404
    meeting = found_or_404(queries.meeting_for(request.user, pk))
    context = {"meeting": meeting, "overdue": queries.overdue_reviews(request.user, today())}
    return render(request, "panel/reviews.html", context)
