"""The council page: what every room knows of one council."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.drafting import new_sheet
from accounts.models import User
from common.clock import today
from common.refusals import found_or_404
from councils import queries as councils
from desk import queries
from intelligence.forms import CAPTURE, capture_box


@login_required
@require_safe
def council(request: HttpRequest, code: str) -> HttpResponse:
    """One council; an old code leads to the current one's address."""
    found = found_or_404(councils.council_by_code(code))
    if found.code != code:
        return redirect(found)
    reach = next((one for one in ("two-years", "all") if one in request.GET), "")
    page = queries.council_page(found, cast(User, request.user), today(), reach=reach)
    context = vars(page) | {
        "capture": capture_box(found, today()) if not page.not_log else None,
        "sheet": new_sheet(CAPTURE),
    }
    return render(request, "desk/council.html", context)
