"""The page on which the releases for one meeting are approved together (WORKFLOW 4)."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access_after, queries, workflow
from liaison.forms_after import BatchForm
from liaison.queries import DepartmentMeeting, department_meeting


def _held(request: HttpRequest, pk: int) -> DepartmentMeeting:
    user = cast(User, request.user)
    if not user.is_adviser:
        raise Http404
    return found_or_404(department_meeting(user, pk, today()))


@login_required
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for the meeting, and which of it stands in the way of the rest."""
    return _page(request, _held(request, pk), None)


@login_required
@require_POST
def approve_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it goes out, or nothing does."""
    held, form = _held(request, pk), BatchForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            kept = workflow.approve_batch(
                by=cast(User, request.user), at=now(), meeting=held.meeting, **form.cleaned_data
            )
            many = f"{kept.size} releases were" if kept.size > 1 else "One release was"
            messages.success(request, f"{many} approved and shared.")
            return redirect("liaison:department_meeting", pk=pk)
    return _page(request, held, form)


def _page(request: HttpRequest, held: DepartmentMeeting, form: BatchForm | None) -> HttpResponse:
    user = cast(User, request.user)
    waiting = queries.batch_of(held.meeting, user, today())
    context = {
        "held": held,
        "waiting": waiting,
        "stopped": [one for one in waiting if one.why_not],
        "form": form,
        "numbers": ",".join(one.release.number for one in waiting),
        "sentence": access_after.may_not_approve_batch(user, [one.release for one in waiting]),
        "way": [
            ("Shared with government", "/sharing"),
            (f"{held.met_on:%-d %B %Y}", f"/sharing/meetings/{held.meeting.pk}"),
        ],
    }
    return render(request, "liaison/batch.html", context, status=422 if form is not None else 200)
