"""Pages of published figures. Everyone who signs in may read them (TRUST §2)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import now, today
from common.errors import not_found
from common.refusals import refusals_on
from councils.models import Council
from councils.queries import council_by_code
from councils.views import SignedInRequest
from indicators import access, queries, tables, workflow
from indicators.forms import ExplanationForm


def _council(code: str) -> Council:
    return council_by_code(code) or not_found("That council")


def _csv(name: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@login_required
@require_safe
def headline(request: SignedInRequest, code: str) -> HttpResponse:
    """The whole headline report of a council, with notes, trends and the tables behind the charts."""
    council = _council(code)
    on = today()
    return render(
        request,
        "indicators/headline.html",
        {
            "council": council,
            "report": queries.headline_report(council, on),
            "trends": queries.trends(council, on),
            "may_explain": not access.may_not_explain(request.user, council, on),
            "way": [("Councils", "/councils"), (council.short_name, council.get_absolute_url())],
        },
    )


@login_required
@require_safe
def headline_csv(request: SignedInRequest, code: str) -> HttpResponse:
    """The report as a table. A fictional council's figures go into no export."""
    council = _council(code)
    if council.is_fictional:
        not_found("A table of this council's figures")
    return _csv(f"headline-{council.code}", tables.headline(queries.headline_report(council, today())))


@login_required
@require_http_methods(["GET", "POST"])
def explain(request: SignedInRequest, code: str, slug: str) -> HttpResponse:
    """What the council says about one of its figures, put beside it (R111)."""
    council = _council(code)
    shown = queries.figure_shown(council, slug, today()) or not_found("That figure")
    form = ExplanationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.explain_value(
                by=request.user,
                at=now(),
                council=council,
                indicator=shown.indicator,
                period=shown.period,
                **form.cleaned_data,
            )
            return redirect("indicators:headline", code=council.code)
    context = {
        "form": form,
        "title": "What the council says about a figure",
        "about": f"{council.short_name}: {shown.indicator.title}, {shown.period.label}",
        "way": [
            ("Councils", "/councils"),
            (council.short_name, council.get_absolute_url()),
            ("Headline report", f"{council.get_absolute_url()}/headline"),
        ],
        "why_not": access.may_not_explain(request.user, council, today()),
    }
    return render(request, "councils/act.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def catalogue_page(request: SignedInRequest) -> HttpResponse:
    """Every indicator by theme."""
    return render(request, "indicators/catalogue.html", {"themes": queries.indicators_by_theme()})


@login_required
@require_safe
def indicator(request: SignedInRequest, slug: str) -> HttpResponse:
    """One indicator: what it is, its newest period by type, region and council, its history."""
    page = queries.indicator_page(slug) or not_found("That indicator")
    return render(
        request, "indicators/indicator.html", {"page": page, "way": [("Indicators", "/indicators")]}
    )


@login_required
@require_safe
def indicator_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """The newest figures of every council, as a table."""
    page = queries.indicator_page(slug) or not_found("That indicator")
    return _csv(slug, tables.indicator(page))


@login_required
@require_safe
def data(request: SignedInRequest) -> HttpResponse:
    """Where figures come from, when each source was last asked, and what has gone wrong."""
    return render(request, "indicators/data.html", {"sources": queries.sources_page(now())})
