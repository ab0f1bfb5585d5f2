"""The door of a department or an inspectorate: what its officers read, answer and send in a browser."""

from __future__ import annotations

import secrets
from typing import cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access_inbound as access
from liaison import queries, workflow
from liaison.forms import ReasonForm
from liaison.forms_after import OwnFreedomForm
from liaison.forms_inbound import ConsentForm, CorrectionForm, ReplyForm, SubmissionForm, typed_from
from liaison.kept_words import kept_words
from liaison.models import InboundEntry, InboundStanding
from liaison.submission import Originator


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _originator(request: HttpRequest) -> Originator:
    """For whom this person speaks; for nobody: there is no such page."""
    user = _person(request)
    speaks = None if access.may_not_liaise(user) else queries.originator_for(user, today())
    return found_or_404(speaks)


@login_required
@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """What was released to the organisation, and what it sent us with our answers."""
    originator = _originator(request)
    given = queries.given_to(originator)
    releases = [one.release for one in given]
    workflow.note_officer_listed(by=_person(request), at=now(), originator=originator, releases=releases)
    context = {
        "originator": originator,
        "given": given,
        "sent": queries.sent_by(originator, today()),
    }
    return render(request, "liaison/door.html", context)


@login_required
@require_GET
def given(request: HttpRequest, number: str) -> HttpResponse:
    """One release as it was approved, or its tombstone."""
    held = found_or_404(queries.one_given_to(_originator(request), number))
    return _given_page(request, held, ReplyForm())


@login_required
@require_POST
def answer_release(request: HttpRequest, number: str) -> HttpResponse:
    """Acknowledge a release, or answer it in words."""
    originator, form = _originator(request), ReplyForm(request.POST)
    held = found_or_404(queries.one_given_to(originator, number))
    if form.is_valid():
        with refusals_on(form):
            workflow.answer_release(
                by=_person(request),
                at=now(),
                originator=originator,
                release=held.release,
                **form.cleaned_data,
            )
            return redirect("liaison:given", number=number)
    return _given_page(request, held, form)


@login_required
@require_POST
def deleted(request: HttpRequest, number: str) -> HttpResponse:
    """Every copy of a withdrawn release is deleted."""
    originator, form = _originator(request), Form(request.POST)
    held = found_or_404(queries.one_given_to(originator, number))
    form.full_clean()
    with refusals_on(form):
        act = workflow.confirm_own_deletion
        act(by=_person(request), at=now(), originator=originator, release=held.release)
        return redirect("liaison:given", number=number)
    return _given_page(request, held, form)


@login_required
@require_POST
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """The organisation was asked for a release under the Freedom of Information Act, and consults us."""
    originator, form = _originator(request), OwnFreedomForm(request.POST)
    held = found_or_404(queries.one_given_to(originator, number))
    if form.is_valid():
        with refusals_on(form):
            act, given = workflow.register_own_request, form.cleaned_data
            act(by=_person(request), at=now(), originator=originator, release=held.release, **given)
            return redirect("liaison:given", number=number)
    return _given_page(request, held, ReplyForm(), asking=form)


def _given_page(
    request: HttpRequest, held: queries.GivenRelease, form: Form, asking: Form | None = None
) -> HttpResponse:
    """Also where an answer was refused: it is read again, which is kept under the officer's name."""
    originator = _originator(request)
    workflow.note_officer_read(by=_person(request), at=now(), originator=originator, release=held.release)
    context = {
        "held": held,
        "release": held.release,
        "said": held.text,
        "form": form,
        "asking": asking or OwnFreedomForm(auto_id="asked_%s"),
        # Withdrawn while an answer was typed: the page has no place for it.
        "kept": kept_words(form, shown=held.text is not None),
    }
    wrong = form.errors or (asking and asking.errors)
    return render(request, "liaison/given.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """A concern by form; sent twice by mistake, it is received once."""
    originator = _originator(request)
    begun = {"key": secrets.token_urlsafe(12)}
    form = SubmissionForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            receipt = workflow.receive(
                by=_person(request), at=now(), originator=originator, given=form.submission()
            )
            return redirect("liaison:sent", number=receipt.number)
    context = {"form": form, "originator": originator, "corrects": None}
    return render(request, "liaison/send.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a concern the organisation sent, and what we answered."""
    return _sent_page(request, _sent(request, number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """A new version in the place of the one that was read; a colleague's, sent since, is not written over."""
    held = _sent(request, number)
    begun = typed_from(held.last, secrets.token_urlsafe(12))
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.correct_inbound(
                by=_person(request),
                at=now(),
                originator=_originator(request),
                inbound=held.inbound,
                version=form.cleaned_data["version"],
                given=form.submission(),
            )
            return redirect("liaison:sent", number=number)
    context = {"form": form, "originator": _originator(request), "corrects": held}
    return render(request, "liaison/send.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw_sent(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw what was sent, and say why."""
    held, form = _sent(request, number), ReasonForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            workflow.withdraw_inbound(
                by=_person(request),
                at=now(),
                originator=_originator(request),
                inbound=held.inbound,
                **form.cleaned_data,
            )
            return redirect("liaison:sent", number=number)
    return _sent_page(request, held, withdrawing=form)


@login_required
@require_POST
def consent(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Say whether the organisation's words may go further, as we asked.

    `place`, from 1, is the question's among what its originator sees: a row's own id would count our triage.
    """
    held, form = _sent(request, number), ConsentForm(request.POST, auto_id=f"consent_{place}_%s")
    asked = found_or_404(next(iter(held.seen_by_originator[place - 1 : place] if place else []), None))
    if form.is_valid():
        with refusals_on(form):
            workflow.answer_consent(
                by=_person(request),
                at=now(),
                originator=_originator(request),
                asked=asked,
                **form.cleaned_data,
            )
            return redirect("liaison:sent", number=number)
    return _sent_page(request, held, answering=(place, form))


def _sent(request: HttpRequest, number: str) -> queries.Inbound:
    return found_or_404(queries.one_sent_by(_originator(request), number, today()))


def _sent_page(
    request: HttpRequest,
    held: queries.Inbound,
    *,
    withdrawing: Form | None = None,
    answering: tuple[int, Form] | None = None,
) -> HttpResponse:
    """`answering`: the form of a consent that came back, and the place of its question."""
    withdrawn = held.standing is InboundStanding.WITHDRAWN
    place, consenting = answering or (0, None)
    entries: list[tuple[InboundEntry, Form | None]] = []
    for at, one in enumerate(held.seen_by_originator, start=1):
        form = consenting if at == place else ConsentForm(auto_id=f"consent_{at}_%s")
        entries.append((one, form if one in held.questions and not withdrawn else None))
    faulty = withdrawing or consenting
    shown = any(form is faulty for _, form in entries) or (faulty is withdrawing and not withdrawn)
    context = {
        "held": held,
        "inbound": held.inbound,
        "last": held.last,
        "entries": entries,
        "withdrawing": withdrawing or ReasonForm(),
        "faulty": faulty,
        "kept": kept_words(faulty, shown=shown),
    }
    return render(request, "liaison/sent.html", context, status=422 if faulty else 200)
