"""The Chair's clearance: the secretariat's page of it, the draft that the Chair reads, and their word."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from panel import access, queries, workflow
from panel.forms_of_drafts import ClearForm, SendForm
from panel.models import ChairDraft, Meeting
from panel.requests import SignedIn
from panel.views.paragraphs import preparing

UNPROCESSABLE = 422


def _shown(request: SignedIn, held: Meeting, form: SendForm) -> HttpResponse:
    declared = queries.has_an_interest(request.user, today())
    draft = None if declared else queries.draft_of(held, request.user)
    clearance = queries.clearance_of(held, draft, request.user, today())
    context = {
        "meeting": held,
        "clearance": clearance,
        "words": queries.words_of(clearance.sent, request.user, today()) if clearance.sent else [],
        "chairs": queries.chairs_of(held),
        "form": form,
        "sentence": access.may_not_freeze(declared=declared)
        or (draft and access.may_not_send_unsaid(queries.unsaid_of_chairs(draft, today()))),
    }
    return render(request, "panel/chair.html", context, status=UNPROCESSABLE if form.errors else 200)


def _for_secretariat(request: SignedIn, pk: int) -> Meeting:
    held = preparing(request, pk)
    if access.may_not_send_to_chair(request.user):
        raise Http404
    return held


@login_required
@require_safe
def chair(request: SignedIn, pk: int) -> HttpResponse:
    """How the Chair's clearance stands, and what has changed since."""
    return _shown(request, _for_secretariat(request, pk), SendForm())


@login_required
@require_POST
def send(request: SignedIn, pk: int) -> HttpResponse:
    """Send the Chair the draft as it stands."""
    held = _for_secretariat(request, pk)
    form = SendForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.send_to_chair(meeting=held, marking=settings.MARKING, by=request.user, at=now())
            messages.success(request, "The draft is with the Chair as it stands now.")
            return redirect("panel:chair", pk=held.pk)
    return _shown(request, held, form)


def _read(request: SignedIn, draft: ChairDraft, form: ClearForm) -> HttpResponse:
    # The words are papers.page's own; every one of them was escaped there.
    paper = mark_safe(workflow.open_chair_draft(draft=draft, by=request.user, at=now()))  # noqa: S308
    context = {
        "draft": draft,
        "meeting": draft.meeting,
        "paper": paper,
        "form": form,
        "words": queries.words_of(draft, request.user, today()),
    }
    return render(request, "panel/chair_draft.html", context, status=UNPROCESSABLE if form.errors else 200)


def _draft(request: SignedIn, pk: int, draft_pk: int) -> ChairDraft:
    draft = found_or_404(queries.chair_draft_for(request.user, draft_pk))
    if draft.meeting_id != pk:
        raise Http404
    return draft


@login_required
@require_safe
def chair_draft(request: SignedIn, pk: int, draft_pk: int) -> HttpResponse:
    """A draft as it was sent, and the form to clear it."""
    draft = _draft(request, pk, draft_pk)
    is_chair = request.user in queries.chairs_of(draft.meeting)
    return _read(request, draft, ClearForm(is_chair=is_chair))


@login_required
@require_POST
def clear(request: SignedIn, pk: int, draft_pk: int) -> HttpResponse:
    """Clear the draft, or send remarks."""
    draft = _draft(request, pk, draft_pk)
    form = ClearForm(request.POST, is_chair=request.user in queries.chairs_of(draft.meeting))
    if form.is_valid():
        with refusals_on(form):
            workflow.clear_draft(draft=draft, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, "It is recorded.")
            return redirect(draft)
    return _read(request, draft, form)
