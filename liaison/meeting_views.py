"""The pages of the meeting with the department before a meeting of the Panel (R082)."""

from __future__ import annotations

from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access, access_after, queries, workflow
from liaison.forms import DepartmentNoteForm
from liaison.meeting_sheet import department_sheet
from liaison.queries import DepartmentMeeting, department_meeting
from panel.sheets import FILES, to_page
from panel.views.acting import taken


def _held(request: HttpRequest, pk: int) -> DepartmentMeeting:
    user = cast(User, request.user)
    if access.may_not_see_sharing(user):
        raise Http404
    return found_or_404(department_meeting(user, pk, today()))


@login_required
@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """What each side shares, and what was agreed."""
    return _page(request, _held(request, pk), None)


def _page(request: HttpRequest, held: DepartmentMeeting, form: forms.Form | None) -> HttpResponse:
    last = held.notes[0] if held.notes else None
    start = {
        "text": last.text if last else "",
        "agreed_with": last.note.agreed_with if last else "",
        "corrects": last.note.pk if last else None,
    }
    user = cast(User, request.user)
    context = {
        "held": held,
        "said": queries.said_at(held.meeting, user),
        "may_not_log": access_after.may_not_log_said(user),
        "is_over": held.met_on <= today(),
        "waiting": len(queries.batch_of(held.meeting, user, today())) if user.is_adviser else 0,
        "paper": to_page(department_sheet(held, marking=settings.MARKING), first_level=1),
        "files": FILES,
        "earlier": held.notes[1:],
        "form": form or DepartmentNoteForm(initial=start),
        "sentence": access.may_not_note_department(cast(User, request.user))
        or access.may_not_correct_note_of_interest(withheld=bool(last and last.withheld)),
        "way": [
            ("Meetings", "/meetings"),
            (f"{held.meeting.held_on:%-d %B %Y}", held.meeting.get_absolute_url()),
        ],
    }
    status = 422 if form is not None else 200
    return render(request, "liaison/department_meeting.html", context, status=status)


@login_required
@require_GET
def meeting_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The sheet as a file."""
    held = _held(request, pk)
    sheet = department_sheet(held, marking=settings.MARKING)
    return taken(request, held.meeting, "with-the-department", sheet, form)


@login_required
@require_POST
def keep_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the agreed note, or correct it."""
    held = _held(request, pk)
    form = DepartmentNoteForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.keep_department_note(
                meeting=held.meeting, by=cast(User, request.user), at=now(), **form.cleaned_data
            )
            messages.success(request, "The agreed note is kept.")
            return redirect("liaison:department_meeting", pk=pk)
    return _page(request, held, form)
