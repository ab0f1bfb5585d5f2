"""The Action Monitor Schedule: what is carried to a meeting, who is asked, what has come of it (R193)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from panel import after_access as access
from panel import queries, workflow
from panel.forms import ProgressForm
from panel.forms_after import VersionForm
from panel.models import Meeting
from panel.noting import schedule_sheet
from panel.requests import SignedIn, typed
from panel.views.notes import FILES, as_file, meeting_of, shown, status


def _page(request: SignedIn, held: Meeting, form: VersionForm) -> HttpResponse:
    lines = queries.action_monitor(held, request.user, today())
    issued = queries.issued_schedule(held)
    context = {
        "meeting": held,
        "paper": shown(request, schedule_sheet(held, settings.MARKING)),
        "files": FILES,
        "going_on": [
            line
            for line in lines
            if not line.withheld
            and not line.is_done
            and access.may_not_report(request.user, line.decision) is None
        ],
        "issued": issued,
        "form": form,
        "why_not_note": access.may_not_note(request.user),
        "why_not_ask": access.may_not_ask([user for _, user in queries.actions_to_ask_about(held, today())]),
    }
    return render(request, "panel/schedule.html", context, status=status(form))


@login_required
@require_safe
def schedule(request: SignedIn, pk: int) -> HttpResponse:
    """What is carried to this meeting, as it stands."""
    return _page(request, meeting_of(request, pk), VersionForm())


@login_required
@require_safe
def schedule_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The same as a file."""
    held = meeting_of(request, pk)
    sheet = schedule_sheet(held, settings.MARKING)
    return as_file(request, held, "action-monitor-schedule", sheet, form)


@login_required
@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask those who were asked to act how it goes."""
    held = meeting_of(request, pk)
    asked = workflow.ask_for_progress(meeting=held, by=request.user, at=now())
    said = f"{asked} asked." if asked else "Everybody was asked already."
    messages.success(request, said)
    return redirect("panel:schedule", pk=held.pk)


@login_required
@require_POST
def issue(request: SignedIn, pk: int) -> HttpResponse:
    """Freeze the schedule for the meeting."""
    held = meeting_of(request, pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            paper = workflow.issue_schedule(
                meeting=held, marking=settings.MARKING, by=request.user, at=now(), **form.cleaned_data
            )
            messages.success(request, f"Version {paper.version} is issued. It cannot be changed.")
            return redirect(paper)
    return _page(request, held, form)


@login_required
def progress(request: SignedIn, pk: int, decision_pk: int) -> HttpResponse:
    """Report what has come of an action."""
    held = meeting_of(request, pk)
    line = found_or_404(queries.line_for(held, decision_pk, request.user, today()))
    # Whoever is asked opens it with the meeting that asked them, to which nothing of it is carried.
    back = reverse("panel:note" if line.decision.meeting_id == held.pk else "panel:schedule", args=[held.pk])
    form = ProgressForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.report_progress(decision=line.decision, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, "The progress is kept.")
            return redirect(back)
    context = {
        "meeting": held,
        "line": line,
        "form": form,
        "back": back,
        "sentence": access.may_not_report(request.user, line.decision)
        or access.may_not_report_progress(line.decision, done=line.is_done),
    }
    return render(request, "panel/progress.html", context, status=status(form))
