"""The page of one indicator and the tables behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.clock import end_of, today
from common.errors import not_found
from councils.views import SignedInRequest
from indicators import indicator_tables, queries
from indicators.forms import FiguresForm, NarrowForm
from indicators.places import ATTRIBUTION
from indicators.views.answers import csv_answer

KEPT = ("series", "period", "council", "as_at", "kind", "region")


@dataclass(frozen=True)
class _Asked:
    """The page as it was asked for, and the two forms that say what that was."""

    form: FiguresForm
    narrow: NarrowForm
    page: queries.IndicatorPage
    day: date | None
    query: str

    def with_table(self, name: str) -> str:
        """The end of the address of a table's file."""
        return "?" + "&".join(filter(None, (self.query, f"table={name}")))


def _asked(request: SignedInRequest, slug: str) -> _Asked:
    form, narrow = FiguresForm(request.GET, today=today()), NarrowForm(request.GET)
    day = form.chosen("as_at")
    form.is_valid()
    asked = queries.Asked(
        series=form.chosen("series") or "",
        period=form.chosen("period") or "",
        kind=narrow.chosen("kind"),
        region=narrow.chosen("region"),
        council=form.found,
    )
    page = queries.indicator_page(
        slug, as_at=end_of(day) if day else None, asked=asked, on=today()
    ) or not_found("That indicator")
    form.offer(page.series, page.periods, page.refused)
    query = urlencode({name: request.GET[name] for name in KEPT if request.GET.get(name)})
    return _Asked(form, narrow, page, day, query)


@login_required
@require_safe
def indicator(request: SignedInRequest, slug: str) -> HttpResponse:
    """One indicator: where councils stand in a period, its history, its revisions, what it is."""
    asked = _asked(request, slug)
    return render(
        request,
        "indicators/indicator.html",
        {
            "page": asked.page,
            "form": asked.form,
            "narrow": asked.narrow,
            "day": asked.day,
            "clear": request.path if asked.query else "",
            "csv": {name: asked.with_table(name) for name in indicator_tables.TABLES},
            "map_from": ATTRIBUTION,
            "way": [("Indicators", "/indicators")],
        },
    )


@login_required
@require_safe
def indicator_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """One of the page's tables: councils (the usual), comparisons, history or revisions."""
    page = _asked(request, slug).page
    name = request.GET.get("table") or "councils"
    table = indicator_tables.TABLES.get(name) or not_found("That table")
    return csv_answer(slug if name == "councils" else f"{slug}-{name}", table(page))
