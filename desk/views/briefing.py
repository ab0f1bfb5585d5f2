"""A council on two sides of paper, shown first and printed with a reason."""

from __future__ import annotations

from typing import cast

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.clock import now, today
from common.errors import forbid
from common.refusals import found_or_404, refusals_on
from councils import queries as councils
from desk import queries
from desk.briefing import BACK, briefing_of, on_two_sides, sheet_of
from intelligence.access import may_not_print_briefing
from intelligence.forms.fields import text_field
from intelligence.workflow import print_briefing
from papers.page import to_page
from papers.paper import day
from papers.pdf import to_pdf


class PrintForm(forms.Form):
    """What the paper is for."""

    reason = text_field(
        "What is it for?",
        most=200,
        required="Enter what it is for",
        help_text="Such as “meeting the chief executive on 9 November”. It is recorded.",
        width="30",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def briefing(request: HttpRequest, code: str) -> HttpResponse:
    """The council as it is printed; the PDF by POST, with what it is for."""
    user, on = cast(User, request.user), today()
    council = found_or_404(councils.council_by_code(code))
    forbid(may_not_print_briefing(user, council, on))
    told = briefing_of(queries.council_page(council, user, on), user, on)
    usual = {
        "body": settings.SERVICE_NAME,
        "marking": settings.MARKING,
        "copy_line": f"Printed for {user.name} on {day(on)}",
        "on": on,
    }
    form = PrintForm(request.POST or None)
    if form.is_valid():
        pdf, shown = on_two_sides(told, lambda number: to_pdf(sheet_of(told, shown=number, **usual)))
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            print_briefing(by=user, at=now(), council=council, entries=shown, reason=reason)
            return HttpResponse(
                pdf,
                content_type="application/pdf",
                headers={"Content-Disposition": f'attachment; filename="briefing-{council.code}.pdf"'},
            )
    context = {
        "council": council,
        "form": form,
        "paper": to_page(sheet_of(told, shown=len(told.entries), **usual)),
        "since": on - BACK,
        "way": [("Councils", "/councils"), (council.short_name, council.get_absolute_url())],
    }
    return render(request, "desk/briefing.html", context, status=422 if form.errors else 200)
