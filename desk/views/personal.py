"""What is held about a person, in every room: found inside an open request, copied, words taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from common.clock import now
from common.refusals import found_or_404, refusals_on
from desk.personal import PLACES, by_heading
from intelligence import access, copying, queries, workflow
from intelligence.forms import personal as forms
from intelligence.models import PersonalRequest
from intelligence.queries.elsewhere import Row, chosen_rows
from intelligence.views.pages import SignedIn

WAY = [("Personal data", "/personal-data")]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _request(request: SignedIn, pk: int) -> PersonalRequest:
    """For everybody else there is no such page (TRUST section 2)."""
    if access.may_not_keep_personal_data(request.user):
        raise Http404
    return found_or_404(queries.request_of(pk))


def _ticked_elsewhere(request: SignedIn) -> list[Row]:
    return chosen_rows(PLACES, request.POST.getlist("elsewhere"))


@login_required
@require_POST
def search(request: SignedIn, pk: int) -> HttpResponse:
    """What is held about the person; by POST, as each search is recorded."""
    held = _request(request, pk)
    return _found(request, held, forms.RedactForm(initial={"words": held.names}), forms.CopyForm())


def _found(request: SignedIn, held: PersonalRequest, form: Any, copy_form: Any) -> HttpResponse:
    found = workflow.look_for_person(
        by=request.user, at=now(), request=held, with_sources="with_sources" in request.POST, places=PLACES
    )
    context = {
        "held": held,
        "found": found,
        "elsewhere": by_heading(found.elsewhere),
        "ticked": {*request.POST.getlist("notes"), *request.POST.getlist("elsewhere")},
        "form": form,
        "copy_form": copy_form,
        "way": [*WAY, (str(held), held.get_absolute_url())],
    }
    status = 422 if (form.is_bound and form.errors) or (copy_form.is_bound and copy_form.errors) else 200
    return render(request, "desk/person_found.html", context, status=status)


@login_required
@require_POST
def copy(request: SignedIn, pk: int) -> HttpResponse:
    """The person's copy of what is ticked, as a file."""
    held = _request(request, pk)
    form = forms.CopyForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data
            elsewhere = _ticked_elsewhere(request)
            notes = workflow.give_copy(
                by=request.user, at=now(), request=held, notes=given["notes"], elsewhere=elsewhere
            )
            return HttpResponse(
                copying.copy_for(held, notes, given["hidden"], elsewhere),
                content_type=WORD,
                headers={
                    "Content-Disposition": content_disposition_header(True, f"copy-{held.pk}.docx"),  # noqa: FBT003
                    "Cache-Control": "no-store",
                },
            )
    return _found(request, held, forms.RedactForm(initial={"words": held.names}), form)


@login_required
@require_POST
def redact(request: SignedIn, pk: int) -> HttpResponse:
    """Take words out of what is ticked: a last look first, then for good."""
    held = _request(request, pk)
    form = forms.RedactForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            given = {**form.cleaned_data, "elsewhere": _ticked_elsewhere(request)}
            if "sure" in request.POST:
                made = workflow.redact(by=request.user, at=now(), request=held, **given)
                messages.success(
                    request, f"The words are taken out of {made} thing{'s' if made != 1 else ''}."
                )
                return redirect(held)
            context = {
                "held": held,
                "looked": workflow.look_at_words(by=request.user, at=now(), request=held, **given),
                "given": given,
                "keys": request.POST.getlist("elsewhere"),
                "way": [*WAY, (str(held), held.get_absolute_url())],
            }
            return render(request, "desk/person_redact.html", context)
    return _found(request, held, form, forms.CopyForm())
