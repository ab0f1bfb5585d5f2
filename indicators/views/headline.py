"""The headline report of a council, and what a council says about a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import end_of, now, today
from common.errors import not_found
from common.refusals import refusals_on
from councils.models import Council
from councils.queries import council_by_code
from councils.views import SignedInRequest
from indicators import access, markup, paper, queries, tables, workflow
from indicators.forms import ExplanationForm, ReportChoiceForm
from indicators.queries.beside import TYPE
from indicators.queries.choosing import CORE
from indicators.queries.fuller import BY_THEME
from indicators.views.answers import csv_answer, pdf_answer
from papers.pdf import to_pdf


def _council(code: str) -> Council:
    return council_by_code(code) or not_found("That council")


@dataclass(frozen=True)
class _Asked:
    """The report as it was asked for, and the form that says what that was."""

    council: Council
    form: ReportChoiceForm
    slug: str
    full: queries.FullReport
    day: date | None

    @property
    def name(self) -> str:
        """What a file of it is called."""
        return f"headline-{self.council.code}" + ("" if self.slug == CORE else f"-{self.slug}")

    @property
    def asked(self) -> str:
        """What differs from the usual, as the end of an address."""
        form = self.form
        said = {name: form.chosen(name) for name in ("report", "compare", "order", "as_at")}
        usual = {"report": CORE, "compare": TYPE, "order": BY_THEME, "as_at": None}
        changed = {name: str(value) for name, value in said.items() if value != usual[name]}
        return f"?{urlencode(changed)}" if changed else ""


def _asked(request: SignedInRequest, code: str) -> _Asked:
    """Reads the address: which council's report, which report, beside whom, in which order, as at when."""
    council, on = _council(code), today()
    sets = queries.sets_for(council)
    slug = request.GET.get("report", CORE)
    choices = queries.reports_to_choose(request.user)
    definition = queries.report_for(request.user, slug)
    offered = {held for group in choices for held, _ in group.reports}
    form = ReportChoiceForm(
        request.GET,
        reports=choices,
        sets=sets,
        type_name=council.get_kind_display(),
        today=on,
        shared=(slug, definition.title) if definition and slug not in offered else None,
    )
    day = form.chosen("as_at")
    full = queries.full_report(
        council,
        day or on,
        definition or form.chosen("report"),
        compared_with=next((one for one in sets if one.slug == form.chosen("compare")), None),
        order=form.chosen("order"),
        as_at=end_of(day) if day else None,
    )
    return _Asked(council, form, slug if definition else CORE, full, day)


@login_required
@require_safe
def headline(request: SignedInRequest, code: str) -> HttpResponse:
    """A headline report of a council, each figure in a sentence, with notes, trends and their tables."""
    asked = _asked(request, code)
    council = asked.council
    why_not = access.may_not_explain(request.user, council, today())
    return render(
        request,
        "indicators/headline.html",
        {
            "council": council,
            "form": asked.form,
            "full": asked.full,
            "report": asked.full.report,
            "trends": asked.full.trends,
            "day": asked.day,
            "here": request.path,
            "asked": asked.asked,
            "clear": request.path if asked.asked else "",
            "notes": markup.notes(
                asked.full.rows,
                region=council.region.name,
                explain_at="" if why_not else f"{council.get_absolute_url()}/headline",
            ),
            "way": [("Councils", "/councils"), (council.short_name, council.get_absolute_url())],
        },
    )


@login_required
@require_safe
def headline_csv(request: SignedInRequest, code: str) -> HttpResponse:
    """The report as a table. A fictional council's figures go into no export."""
    asked = _asked(request, code)
    if asked.council.is_fictional:
        not_found("A table of this council's figures")
    return csv_answer(asked.name, tables.headline(asked.full))


@login_required
@require_safe
def headline_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    """The report as a tagged PDF. A fictional council's figures go into no export."""
    asked = _asked(request, code)
    if asked.council.is_fictional:
        not_found("A paper of this council's figures")
    sheet = paper.sheet_of(asked.full, code=asked.council.code, body=settings.SERVICE_NAME)
    return pdf_answer(asked.name, to_pdf(sheet))


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
