"""Pages of where figures come from: every source, and one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.clock import now
from common.errors import not_found
from councils.views import SignedInRequest
from indicators import access, queries, tables
from indicators.forms import SourcesForm
from indicators.queries import releases
from indicators.queries.uploads import is_file
from indicators.views.answers import csv_answer


@login_required
@require_safe
def data(request: SignedInRequest) -> HttpResponse:
    """Where figures come from, by how each source stands, when it was last asked, what has gone wrong."""
    form = SourcesForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    groups = queries.sources_page(now(), words, decides=not access.may_not_decide(request.user))
    many = sum(len(group.sources) for group in groups)
    return render(
        request,
        "indicators/data.html",
        {
            "groups": groups,
            "waiting": releases.waiting_releases(),
            "form": form,
            "words": words,
            "clear": "/data" if words else "",
            "may_define": not access.may_not_define(request.user),
            "said": f"{many} source{'' if many == 1 else 's'}",
            "named": queries.named_in_the_paper(),
        },
    )


@login_required
@require_safe
def source(request: SignedInRequest, slug: str) -> HttpResponse:
    """One source: how it stands, what is held of it, what has happened, when it is asked."""
    page = queries.source_page(slug, now()) or not_found("That source")
    context = {
        "page": page,
        "is_saved": not is_file(slug),
        "may_define": not access.may_not_define(request.user),
        "why_not": access.may_not_schedule(request.user),
        "way": [("Data sources", "/data")],
    }
    return render(request, "indicators/source.html", context)


@login_required
@require_safe
def rejected_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """The rows of the held file that were not taken: reasons, counts and examples, as a table."""
    reasons = queries.rejected_of(slug)
    if reasons is None:
        not_found("That source")
    return csv_answer(f"rejected-{slug}", tables.rejected(reasons))
