"""One act on the notes ticked in the list: each address asks first, then does it, and says what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from common.clock import now
from common.refusals import refusals_on
from intelligence import queries, workflow
from intelligence.forms import FollowUpTickedForm, OpenTickedForm, TagTickedForm, WithdrawTickedForm
from intelligence.views.pages import INTELLIGENCE, SignedIn
from intelligence.visibility import MAY_READ_NOTES

LONGEST = 18  # digits of a note's number
Act = Callable[..., workflow.Done]


@login_required
@require_POST
def tag(request: SignedIn) -> HttpResponse:
    """A sign more on each note ticked."""
    return _ask_then_do(request, TagTickedForm, workflow.tag_several, "Add a sign", "has the sign now")


@login_required
@require_POST
def follow_up(request: SignedIn) -> HttpResponse:
    """A day to come back to each."""
    said = "will come back on that day"
    return _ask_then_do(request, FollowUpTickedForm, workflow.follow_up_several, "Come back to them", said)


@login_required
@require_POST
def open_to(request: SignedIn) -> HttpResponse:
    """Each opened to one person."""
    said = "is open to them now"
    return _ask_then_do(request, OpenTickedForm, workflow.open_several, "Open them to a person", said)


@login_required
@require_POST
def withdraw(request: SignedIn) -> HttpResponse:
    """Each withdrawn, with a reason."""
    return _ask_then_do(
        request, WithdrawTickedForm, workflow.withdraw_several, "Withdraw them", "is withdrawn"
    )


def _ask_then_do(
    request: SignedIn, form_of: type[forms.Form], act: Act, title: str, said: str
) -> HttpResponse:
    if request.user.roles.isdisjoint(MAY_READ_NOTES):
        raise Http404
    pks = [int(pk) for pk in request.POST.getlist("note") if pk.isdecimal() and len(pk) <= LONGEST]
    notes = queries.notes_by_id(request.user, pks[: 2 * workflow.MOST_TICKED], "council__region")
    back = _back(request.POST.get("back", ""))
    form: Any = form_of(request.POST if "sure" in request.POST else None)
    if form.is_valid():
        with refusals_on(form):
            done = act(by=request.user, at=now(), notes=notes, **form.cleaned_data)
            if done.done:
                messages.success(request, _in_words(len(done.done), said))
            if not done.not_done:
                return redirect(back)
            context = {"title": title, "done": done, "back": back, "way": INTELLIGENCE}
            return render(request, "intelligence/ticked_done.html", context)
    if not notes:
        messages.error(request, "No note is ticked. Tick the notes this is about, then choose what to do.")
        return redirect(back)
    context = {
        "title": title,
        "form": form,
        "shown": queries.shown(notes, request.user),
        "back": back,
        "way": INTELLIGENCE,
        "most": workflow.MOST_TICKED,
    }
    return render(request, "intelligence/ticked.html", context, status=422 if form.errors else 200)


def _in_words(number: int, said: str) -> str:
    if number == 1:
        return f"One note {said}."
    several = said.replace("is ", "are ", 1).replace("has ", "have ", 1)
    return f"{number} notes {several}."


def _back(said: str) -> str:
    """The list they were ticked in; no other address."""
    return f"/intelligence?{said}" if said and len(said) <= 2_000 and said.isprintable() else "/intelligence"
