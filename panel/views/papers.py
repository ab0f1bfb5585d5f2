"""Issued papers other than the radar report, and the boards' yearly papers while they are made."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from panel import after_access as access
from panel import queries, workflow
from panel.forms_after import YearForm
from panel.requests import SignedIn, typed
from panel.views.notes import FILES, file_of, shown, status, stored_page
from panel.yearly import YearPaper, year_paper


@login_required
@require_safe
def papers(request: SignedIn) -> HttpResponse:
    """The boards' yearly papers: those issued, and for the secretariat those that can be made."""
    may_make = access.may_not_issue_paper(request.user) is None
    context = {
        "papers": queries.year_papers_of(request.user),
        "kinds": queries.year_kinds() if may_make else [],
        "years": queries.years_to(today()),
        "may_make": may_make,
    }
    return render(request, "panel/papers.html", context)


@login_required
def year_page(request: SignedIn, kind: str, slug: str, year: int) -> HttpResponse:
    """A yearly paper as it would be issued now; what the secretariat adds; the issuing."""
    if access.may_not_issue_paper(request.user) or year not in queries.years_to(today()):
        raise Http404
    made = found_or_404(queries.year_kind(kind, slug))
    told = queries.year_of(made.kind, made.body, year, request.user, today())
    offered = {str(one.pk): one.text for one in told.lessons}
    form = YearForm(typed(request), lessons=offered.items())
    said = YearPaper(lessons=tuple(offered.values()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = YearPaper(given["considered"], tuple(offered[pk] for pk in given["lessons"]))
        if "issue" in request.POST:
            with refusals_on(form):
                paper = workflow.issue_year_paper(
                    kind=made.kind,
                    body=made.body,
                    year=year,
                    said=said,
                    marking=settings.MARKING,
                    reason=given["reason"],
                    by=request.user,
                    at=now(),
                )
                messages.success(request, f"Version {paper.version} is issued. It cannot be changed.")
                return redirect(paper)
    context = {
        "made": made,
        "told": told,
        "form": form,
        "last": queries.last_paper_of(made.kind, made.body, year),
        "sentence": access.may_not_freeze_of_interest(touched=told.leaves_out),
        "paper": shown(request, year_paper(told, said, settings.MARKING, request.user)),
    }
    return render(request, "panel/year_paper.html", context, status=status(form))


@login_required
@require_safe
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """An issued paper: its words for those who read it, its hash for the governance officer."""
    held = found_or_404(queries.paper_for(request.user, pk))
    closed = access.may_not_read_paper(request.user)
    context = {
        "held": held,
        "closed": closed,
        "paper": "" if closed else stored_page(request, held),
        "files": FILES,
        "whole": queries.paper_is_whole(held),
        "later": queries.later_paper(held),
    }
    return render(request, "panel/paper.html", context)


@login_required
@require_safe
def paper_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """One format of an issued paper."""
    if form not in FILES:
        raise Http404
    held = found_or_404(queries.paper_for(request.user, pk))
    made = workflow.open_paper(paper=held, form=form, by=request.user, at=now())
    on = held.meeting.held_on.isoformat() if held.meeting else str(held.year)
    return file_of(made, form, f"{on}-{held.kind}-version-{held.version}")
