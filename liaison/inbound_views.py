"""The pages of what government brought to us: the inbox, one concern, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from cases.queries import concern_for, concerns_about
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access_inbound as access
from liaison import queries, workflow
from liaison.forms_inbound import AnswerForm, AskForm, BesideForm, OpenForm, TextForm
from liaison.kept_words import kept_words
from liaison.models.inbound import SEEN_BY_ORIGINATOR


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, and what has one; governance sees from whom and when alone."""
    user = _person(request)
    if access.may_not_see_inbox(user):
        raise Http404
    number = request.GET.get("concern", "")
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if chosen is not None:
        # Which concerns there are is not to be found out here: one that may not be read is not found.
        found_or_404(concern_for(user, chosen))
    held = queries.inbox(user, today(), concern=chosen)
    known = [] if held or chosen else queries.inbound_known_to(user, today())
    context = {
        "waiting": [one for one in held if one.silent_for is not None],
        "ended": [one for one in held if one.silent_for is None],
        "known": known,
        "knows_alone": access.knows_of_inbound_alone(user),
        "chosen": chosen,
    }
    return render(request, "liaison/inbox.html", context)


@login_required
@require_GET
def inbound(request: HttpRequest, number: str) -> HttpResponse:
    """One inbound concern with its originator and terms, and what may be done with it."""
    return _page(request, _held(request, number))


@login_required
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """The answer its originator reads."""
    return _act(request, number, "answering", AnswerForm, workflow.answer_inbound)


@login_required
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    """A line among ourselves."""
    return _act(request, number, "noting", TextForm, workflow.note_inbound)


@login_required
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask its originator whether its words may go to one recipient."""
    return _act(request, number, "asking", AskForm, workflow.ask_consent)


@login_required
@require_POST
def open_concern(request: HttpRequest, number: str) -> HttpResponse:
    """A concern that a department raised, in words of our own."""
    return _act(request, number, "opening", OpenForm, workflow.open_from_inbound)


@login_required
@require_POST
def beside(request: HttpRequest, number: str) -> HttpResponse:
    """It bears on a concern that is open already."""
    return _act(request, number, "keeping", BesideForm, workflow.keep_beside)


def _held(request: HttpRequest, number: str) -> queries.Inbound:
    return found_or_404(queries.inbound_for(_person(request), number, today()))


def _form(request: HttpRequest, held: queries.Inbound, form: type[Form], data: Any = None) -> Form:
    if form is BesideForm:
        return form(data, concerns=_beside(request, held))  # type: ignore[call-arg]
    return form(data)


def _act(
    request: HttpRequest, number: str, name: str, form: type[Form], act: Callable[..., Any]
) -> HttpResponse:
    held = _held(request, number)
    filled = _form(request, held, form, request.POST)
    if filled.is_valid():
        with refusals_on(filled):
            act(by=_person(request), at=now(), inbound=held.inbound, **filled.cleaned_data)
            return redirect(held.inbound)
    return _page(request, held, **{name: filled})


def _beside(request: HttpRequest, held: queries.Inbound) -> list[Any]:
    """Open concerns about the council that this person reads and beside which it does not stand yet."""
    there = {one.concern_id for one in held.entries if one.concern_id}
    about = concerns_about(held.inbound.council, _person(request))
    return [one for one in about if one.closed_at is None and one.pk not in there]


def _page(request: HttpRequest, held: queries.Inbound, **forms: Form) -> HttpResponse:
    user = _person(request)
    mine = queries.triages(user, held.inbound)
    seen = {one.pk for one in concerns_about(held.inbound.council, user)}
    sentence = access.may_not_triage(held.inbound, is_theirs=mine) or access.withdrawn_already(
        held.inbound, held.standing
    )
    can_keep = bool(_beside(request, held))
    faulty = next(iter(forms.values()), None)
    context = {
        "held": held,
        "inbound": held.inbound,
        "last": held.last,
        "earlier": held.versions[:-1],
        # That it stands beside a concern is told to whoever works on it, and to whoever reads that concern.
        "entries": [
            (one, one.kind in SEEN_BY_ORIGINATOR, one.concern_id in seen)
            for one in held.entries
            if mine or one.concern_id is None or one.concern_id in seen
        ],
        "sentence": sentence,
        "can_keep": can_keep,
        "answering": forms.get("answering") or AnswerForm(initial={"version": held.last.version}),
        "noting": forms.get("noting") or TextForm(auto_id="note_%s"),
        "asking": forms.get("asking") or AskForm(auto_id="ask_%s"),
        "opening": forms.get("opening") or OpenForm(auto_id="open_%s"),
        "keeping": forms.get("keeping") or BesideForm(auto_id="keep_%s", concerns=_beside(request, held)),
        "faulty": faulty,
        "kept": kept_words(faulty, shown=not sentence and (can_keep or "keeping" not in forms)),
    }
    return render(request, "liaison/inbound.html", context, status=422 if forms else 200)
