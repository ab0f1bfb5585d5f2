"""A council's paragraphs: asked for, confirmed as they stand, or not; each act has its address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.models import Council
from councils.queries import council_by_code
from panel import access, queries, workflow
from panel.forms_of_drafts import AskForm, NotConfirmedForm, SealForm
from panel.models import Meeting
from panel.requests import SignedIn, typed

UNPROCESSABLE = 422


def preparing(request: SignedIn, pk: int) -> Meeting:
    """The meeting whose report this person may see being prepared."""
    held = found_or_404(queries.meeting_for(request.user, pk))
    if access.may_not_prepare(request.user):
        raise Http404
    return held


def council_of(request: SignedIn, code: str) -> Council:
    """The council, if this person may read its paragraphs before issue."""
    council = found_or_404(council_by_code(code))
    if not queries.may_see_draft_of(council, request.user, today()):
        raise Http404
    return council


@login_required
def ask(request: SignedIn, pk: int, code: str = "") -> HttpResponse:
    """Ask the advisers for one council's paragraph, or for all of which nothing is written yet."""
    held = preparing(request, pk)
    council = council_of(request, code) if code else None
    if council is None and access.may_not_ask(request.user, None, today()):
        raise Http404  # the list names councils of every region, and those are the secretariat's before issue
    start = {"by_on": max(today(), held.cut_off_on - timedelta(days=2))}
    form = AskForm(typed(request), initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            asked = workflow.ask_for_paragraphs(
                meeting=held, council=council, by=request.user, at=now(), **form.cleaned_data
            )
            number = len(asked)
            messages.success(
                request, f"Asked for {number} paragraph{'' if number == 1 else 's'}. Their advisers are told."
            )
            return redirect("panel:prepare", pk=held.pk)
    on = today()
    draft = queries.draft_of(held, request.user)
    standings = queries.standings_of(held, draft.items).values()
    context = {
        "meeting": held,
        "council": council,
        "form": form,
        "wanted": [
            (each.council, workflow.advisers_asked(each.council, on))
            for each in standings
            if (each.council == council if council else each.word is None)
        ],
        "sentence": access.may_not_ask(request.user, council, on),
    }
    return render(request, "panel/ask.html", context, status=UNPROCESSABLE if form.errors else 200)


def _shown(request: SignedIn, held: Meeting, council: Council, form: Any) -> HttpResponse:
    draft = queries.draft_of(held, request.user)
    lines = queries.draft_lines(draft, request.user, today())
    line = next((each for each in lines if each.item.council.pk == council.pk), None)
    standing = queries.standings_of(held, [line.item])[council.pk] if line else None
    context = {
        "meeting": held,
        "council": council,
        "line": line,
        "standing": standing,
        "form": form,
        "why_not_confirm": access.may_not_confirm(request.user, council, today()),
        "why_not_ask": access.may_not_ask(request.user, council, today()),
        "on": today(),
    }
    return render(request, "panel/paragraph.html", context, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_safe
def paragraph(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """One council's paragraphs on a page of their own, as the adviser is asked for them."""
    held, council = preparing(request, pk), council_of(request, code)
    return _shown(request, held, council, NotConfirmedForm())


@login_required
@require_POST
def confirm(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Confirm the paragraphs as they stand."""
    held, council = preparing(request, pk), council_of(request, code)
    form = SealForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.confirm_paragraph(
                meeting=held, council=council, by=request.user, at=now(), **form.cleaned_data
            )
            messages.success(request, f"The paragraph about {council.short_name} is confirmed as it stands.")
            return redirect("panel:prepare", pk=held.pk)
    return _shown(request, held, council, form)


@login_required
@require_POST
def not_confirmed(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Say why an edit is not confirmed."""
    held, council = preparing(request, pk), council_of(request, code)
    form = NotConfirmedForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.refuse_edit(
                meeting=held, council=council, by=request.user, at=now(), **form.cleaned_data
            )
            messages.success(request, "Your sentence is with the secretariat.")
            return redirect("panel:prepare", pk=held.pk)
    return _shown(request, held, council, form)
