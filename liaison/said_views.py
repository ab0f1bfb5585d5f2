"""The pages of what was said aloud at a meeting with the department (WORKFLOW 4)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.models import Council
from liaison import access, access_after, queries, workflow
from liaison.forms_after import NOT_TOLD, SaidForm, SaidOfForm, TellingForm
from liaison.models import SaidAloud
from liaison.queries import DepartmentMeeting, department_meeting


def _held(request: HttpRequest, pk: int) -> DepartmentMeeting:
    user = cast(User, request.user)
    if access.may_not_see_sharing(user):
        raise Http404
    return found_or_404(department_meeting(user, pk, today()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Log what was said: first of which council, then what, to whom, and how the council knew."""
    user, held = cast(User, request.user), _held(request, pk)
    corrects = _corrected(request, held)
    choosing = SaidOfForm(
        request.GET if "council" in request.GET else None,
        councils=queries.councils_to_say_of(user, today()),
    )
    council = choosing.cleaned_data["council"] if choosing.is_bound and choosing.is_valid() else None
    form = _form(request, held, council, corrects) if council else None
    if form and council and request.method == "POST" and form.is_valid():
        with refusals_on(form):
            said = workflow.log_said(
                by=user,
                at=now(),
                meeting=held.meeting,
                council=council,
                corrects=corrects,
                **form.cleaned_data,
            )
            messages.success(request, "What was said is logged.")
            return redirect(said)
    context = {
        "held": held,
        "choosing": choosing,
        "council": council,
        "corrects": corrects,
        "form": form,
        "sentence": access_after.may_not_log_said(user),
        "way": _way(held),
    }
    refused = request.method == "POST" and bool((form and form.errors) or choosing.errors)
    return render(request, "liaison/log_said.html", context, status=422 if refused else 200)


def _form(
    request: HttpRequest, held: DepartmentMeeting, council: Council, corrects: SaidAloud | None
) -> SaidForm:
    user = cast(User, request.user)
    start: dict[str, Any] = {
        "said_by": user.name,
        "said_on": held.met_on.isoformat(),
        "to_organisation": queries.organisation("dclg"),
    }
    if corrects:
        start |= {
            "said_by": corrects.said_by,
            "to_whom": corrects.to_whom,
            "text": corrects.text,
            "said_on": corrects.said_on.isoformat(),
            "to_organisation": corrects.to_organisation,
            "awareness": str(corrects.awareness_id or NOT_TOLD),
        }
    return SaidForm(
        request.POST if request.method == "POST" else None,
        organisations=queries.organisations(),
        tellings=queries.tellings_of(council, user, today()),
        initial=start,
    )


def _corrected(request: HttpRequest, held: DepartmentMeeting) -> SaidAloud | None:
    number = request.GET.get("corrects", "")
    if not number:
        return None
    known = number.isascii() and number.isdigit() and len(number) < 10
    entry = found_or_404(queries.said_entry(cast(User, request.user), int(number)) if known else None)
    if entry.meeting_id != held.meeting.pk:
        raise Http404
    return entry


@login_required
@require_POST
def nothing_said(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing was said of any council."""
    held = _held(request, pk)
    workflow.say_nothing_said(by=cast(User, request.user), at=now(), meeting=held.meeting)
    messages.success(request, "It is kept that nothing was said.")
    return redirect("liaison:department_meeting", pk=pk)


@login_required
@require_GET
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was said, and whether the council knew."""
    return _page(request, found_or_404(queries.said_entry(cast(User, request.user), pk)), None)


@login_required
@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """The council was told since."""
    entry, form = found_or_404(queries.said_entry(cast(User, request.user), pk)), TellingForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.record_telling(by=cast(User, request.user), at=now(), said=entry, **form.cleaned_data)
            return redirect(entry)
    return _page(request, entry, form)


def _page(request: HttpRequest, entry: SaidAloud, form: Form | None) -> HttpResponse:
    user = cast(User, request.user)
    context = {
        "said": entry,
        "telling": entry.telling,
        "replacement": getattr(entry, "corrected_by", None),
        "form": form or TellingForm(),
        "may_not_tell": access_after.may_not_record_telling(user, entry, today()),
        "may_not_log": access_after.may_not_log_said(user),
        "way": [("Shared with government", "/sharing")],
    }
    return render(request, "liaison/said.html", context, status=422 if form is not None else 200)


def _way(held: DepartmentMeeting) -> list[tuple[str, str]]:
    return [
        ("Shared with government", "/sharing"),
        (f"{held.met_on:%-d %B %Y}", f"/sharing/meetings/{held.meeting.pk}"),
    ]
