"""Figures to ask a council about: the page, and muting one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.clock import now, today
from common.errors import not_found
from common.refusals import refusals_on
from councils.models import Council
from councils.queries import council_by_code
from councils.views import SignedInRequest
from indicators import access, queries, workflow
from indicators.forms import MuteForm


def _council(code: str) -> Council:
    return council_by_code(code) or not_found("That council")


def _way(council: Council) -> list[tuple[str, str]]:
    return [("Councils", "/councils"), (council.short_name, council.get_absolute_url())]


@login_required
@require_safe
def figures(request: SignedInRequest, code: str) -> HttpResponse:
    """Every figure to ask the council about, with its rule, its values and how many there were in all."""
    council = _council(code)
    on = today()
    return render(
        request,
        "indicators/figures_to_ask.html",
        {
            "council": council,
            "page": queries.figures_to_ask(council, on),
            "may_mute": not access.may_not_mute(request.user, council, on),
            "may_read_why": not access.may_not_read_why_muted(request.user, council, on),
            "way": _way(council),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def mute(request: SignedInRequest, code: str, slug: str) -> HttpResponse:
    """Not to ask about a figure until a day, with the reason."""
    council = _council(code)
    figure = queries.figure_to_ask(council, slug) or not_found("That figure to ask about")
    form = MuteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.mute_figure(by=request.user, at=now(), figure=figure, **form.cleaned_data)
            return redirect("indicators:figures-to-ask", code=council.code)
    context = {
        "form": form,
        "title": "Mute a figure to ask about",
        "about": f"{council.short_name}: {figure.series.indicator.title}",
        "way": [
            *_way(council),
            ("Figures to ask about", f"{council.get_absolute_url()}/figures-to-ask-about"),
        ],
        "why_not": access.may_not_mute(request.user, council, today()),
    }
    return render(request, "councils/act.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def ask_again(request: SignedInRequest, code: str, slug: str) -> HttpResponse:
    """To ask about a muted figure again."""
    council = _council(code)
    figure = queries.figure_to_ask(council, slug) or not_found("That figure to ask about")
    workflow.ask_again(by=request.user, at=now(), figure=figure)
    return redirect("indicators:figures-to-ask", code=council.code)
