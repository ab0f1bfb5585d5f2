"""The record: what was done and seen."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Role, User
from audit import queries as events

PAGE = 50


@login_required
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """One's own acts and readings; all of them for the governance officer (TRUST section 2)."""
    everything = cast(User, request.user).has_role(Role.GOVERNANCE_OFFICER)
    listed = events.all_events() if everything else events.events_by(request.user)
    page = Paginator(listed.select_related("by", "seal"), PAGE).get_page(request.GET.get("page"))
    position, head = events.chain_head()
    context = {"page": page, "everything": everything, "position": position, "head": head}
    return render(request, "desk/audit.html", context)
