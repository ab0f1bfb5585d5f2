"""One address for each act on a note."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import drafting
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from intelligence import access, attaching, queries, workflow
from intelligence.forms import (
    CheckForm,
    CorrectionForm,
    DeputyForm,
    FollowUpForm,
    IdentityForm,
    OpenForm,
    RewriteForm,
    WithdrawForm,
)
from intelligence.views.files import said_of
from intelligence.views.pages import SignedIn, act_page, get_or_post, way_of


@login_required
@get_or_post
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Rewrite a note not yet checked, or add a correction to one that has been."""
    held = found_or_404(queries.note_for(request.user, pk))
    form_of = RewriteForm if access.can_be_rewritten(held) else CorrectionForm
    sheet, drafted = drafting.taken_up(request, request.user, request.path, ("factors",))
    form = form_of(held, request.POST, request.FILES) if request.method == "POST" else form_of(held)
    form.initial = {**form.initial, **drafted}
    if form.is_valid():
        with refusals_on(form):
            said = dict(form.cleaned_data)
            corrected, kept = attaching.correct_with_files(
                by=request.user,
                at=now(),
                note=held,
                files=said.pop("attached"),
                begun=drafting.begun_of(request.POST),
                **said,
            )
            files = f" {said_of(kept)}" if kept else ""
            messages.success(request, f"Your correction is saved. What stood before is kept.{files}")
            return redirect(corrected)
    form.say_again()
    sentence = access.may_not_correct(request.user, held)
    return act_page(request, held, form, "edit", sentence, sheet=sheet)


@login_required
@get_or_post
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Record how a note was checked."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = CheckForm(held, queries.other_notes(held, request.user), request.POST or None)
    sheet, drafted = drafting.taken_up(request, request.user, request.path, ("notes", "answers"))
    form.initial = {**form.initial, **drafted}
    if form.is_valid():
        with refusals_on(form):
            workflow.check_note(
                by=request.user,
                at=now(),
                note=held,
                begun=drafting.begun_of(request.POST),
                **form.said(request.user),
            )
            messages.success(request, "How the note was checked is recorded.")
            return redirect(held)
    sentence = access.may_not_check(request.user, held, today())
    return act_page(request, held, form, "check", sentence, sheet=sheet)


@login_required
@get_or_post
def open_to(request: SignedIn, pk: int) -> HttpResponse:
    """Open a note to somebody by name."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = OpenForm(request.POST or None)
    if form.is_valid():
        reader = form.cleaned_data["reader"]
        with refusals_on(form):
            workflow.open_note_to(by=request.user, at=now(), note=held, readers=[reader])
            messages.success(request, f"{reader.name} may now read this note.")
            return redirect(held)
    return act_page(request, held, form, "open", access.may_not_open(request.user, held, today()))


@login_required
@get_or_post
def follow_up(request: SignedIn, pk: int) -> HttpResponse:
    """Say when to come back to a note."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = FollowUpForm(request.POST or None, initial={"follow_up_on": held.follow_up_on})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.set_follow_up(by=request.user, at=now(), note=held, **form.cleaned_data)
            messages.success(request, "The day to come back to it is saved.")
            return redirect(held)
    return act_page(request, held, form, "follow_up", access.may_not_correct(request.user, held))


@login_required
@get_or_post
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw a note, with a reason."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.withdraw_note(by=request.user, at=now(), note=held, **form.cleaned_data)
            messages.success(request, "The note is withdrawn. That it stood, and why not, is kept.")
            return redirect(held.council)
    return act_page(request, held, form, "withdraw", access.may_not_withdraw(request.user, held, today()))


@login_required
@get_or_post
def source(request: SignedIn, pk: int) -> HttpResponse:
    """Who the source is. Asked for by POST, and shown on no address that could be opened again."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            who = workflow.read_source_identity(by=request.user, at=now(), note=held, **form.cleaned_data)
            return render(
                request, "intelligence/source.html", {"note": held, "who": who, "way": way_of(held)}
            )
    sentence = access.may_not_read_identity(request.user, held.source, today())
    return act_page(request, held, form, "ask_source", sentence)


@login_required
@get_or_post
def deputy(request: SignedIn, pk: int) -> HttpResponse:
    """Name a deputy for the source."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = DeputyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.name_source_deputy(by=request.user, at=now(), note=held, **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['deputy'].name} may now read who the source is.")
            return redirect(held)
    return act_page(request, held, form, "deputy", access.may_not_name_deputy(request.user, held.source))
