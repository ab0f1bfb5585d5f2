"""Ask others about a note, answer what one was asked, and say what came of a note."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from common.clock import now, today
from common.errors import refuse
from common.refusals import found_or_404, refusals_on
from intelligence import access, queries, workflow
from intelligence.forms import AnswerForm, AskForm, OutcomeForm, PointOutForm
from intelligence.models import Outcome
from intelligence.views.pages import INTELLIGENCE, SignedIn, act_page, get_or_post, page


@login_required
@get_or_post
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask somebody whether what a note says is so."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = AskForm(request.user, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            asked = workflow.ask_to_verify(by=request.user, at=now(), note=held, **form.cleaned_data)
            messages.success(request, f"{asked.asked.name} has been asked, and is told so without its words.")
            return redirect(held)
    return act_page(request, held, form, "ask", access.may_not_ask(request.user, held, today()))


@login_required
@get_or_post
def verification(request: SignedIn, pk: int) -> HttpResponse:
    """What was asked, and the form to answer it; whoever is asked reads the question alone."""
    held = found_or_404(queries.verification_for(request.user, pk))
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.answer_verification(by=request.user, at=now(), request=held, **form.said())
            messages.success(request, f"Your answer is saved, and {held.by.name} is told that there is one.")
            return redirect(held)
    context = {
        "form": form,
        "asked": held,
        "reads_note": queries.may_read(request.user, held.note),
        "not_answer": access.may_not_answer_verification(request.user, held, today()),
        "not_take_back": access.may_not_take_back_verification(request.user, held),
        "way": INTELLIGENCE,
    }
    return page(request, "verification", context, form)


@login_required
@get_or_post
def point_out(request: SignedIn, pk: int) -> HttpResponse:
    """Point a note out to a colleague who may read it."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = PointOutForm(request.POST or None)
    if form.is_valid():
        person = form.cleaned_data["person"]
        with refusals_on(form):
            shut_out = workflow.point_out_note(by=request.user, at=now(), note=held, people=[person])
            if shut_out:
                refuse(f"{person.name} may not read this note. Open it to them first, if you may.")
            messages.success(request, f"{person.name} is told that there is a note, without its words.")
            return redirect(held)
    return act_page(request, held, form, "point_out", None)


@login_required
@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """The question needs no answer any more."""
    held = found_or_404(queries.verification_for(request.user, pk))
    workflow.take_back_verification(by=request.user, at=now(), request=held)
    messages.success(request, f"{held.asked.name} need not answer any more.")
    return redirect("intelligence:note", pk=held.note_id)


@login_required
@get_or_post
def outcome(request: SignedIn, pk: int) -> HttpResponse:
    """Say what came of a note: one of the two exits of Stage 1 (R072)."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = OutcomeForm(held, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            decided = workflow.resolve_note(by=request.user, at=now(), note=held, **form.said())
            sentence = "What came of the note is saved."
            if decided.outcome == Outcome.CONFIRMED and access.may_begin_a_concern_from(
                request.user, held, today()
            ):
                sentence += " A potential issue is taken to Stage 2 by raising a concern from it."
            messages.success(request, sentence)
            return redirect(held)
    return act_page(request, held, form, "outcome", access.may_not_check(request.user, held, today()))
