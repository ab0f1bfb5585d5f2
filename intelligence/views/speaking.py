"""Spoke, nothing to note: one tap."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from common.clock import now, today
from common.refusals import found_or_404
from councils.queries import council_by_code
from intelligence import workflow
from intelligence.views.pages import SignedIn


@login_required
@require_POST
def spoke(request: SignedIn, code: str) -> HttpResponse:
    """The person spoke with the council or about it today."""
    council = found_or_404(council_by_code(code))
    workflow.log_spoken(by=request.user, at=now(), council=council)
    on = today()
    messages.success(
        request, f"Kept: you spoke with {council.short_name} or about it on {on:%a} {on.day} {on:%b %Y}."
    )
    return redirect(council)


@login_required
@require_POST
def did_not_speak(request: SignedIn, code: str) -> HttpResponse:
    """Take back what was said today."""
    council = found_or_404(council_by_code(code))
    workflow.take_back_spoken(by=request.user, at=now(), council=council)
    messages.success(request, f"Taken back: that you spoke with {council.short_name} or about it today.")
    return redirect(council)
