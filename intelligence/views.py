"""Pages of notes: log one, find them, read one, and one address for each act on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import council_by_code, councils_as_at
from intelligence import access, queries, workflow
from intelligence.forms import (
    CaptureForm,
    CheckForm,
    CorrectionForm,
    DeputyForm,
    FollowUpForm,
    IdentityForm,
    NoteFilter,
    OpenForm,
    RewriteForm,
    WithdrawForm,
    capture_box,
)
from intelligence.models import Kind, Note
from intelligence.searching import did_you_mean, first_ones

PER_PAGE = 25
INTELLIGENCE = [("Intelligence", "/intelligence")]


class SignedIn(HttpRequest):
    """A request of somebody who has signed in: each page here asks for it."""

    user: User


get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@get_or_post
def capture(request: SignedIn) -> HttpResponse:
    """One box to log a note; afterwards back to the council."""
    on = today()
    council = council_by_code(request.GET.get("council", "").replace("\x00", "")[:20])
    form = CaptureForm(request.POST) if request.method == "POST" else capture_box(council, on)
    if form.is_valid():
        with refusals_on(form):
            logged = workflow.log_note(by=request.user, at=now(), **form.said())
            read = f" Read from your words: {', '.join(form.added)}." if form.added else ""
            messages.success(
                request,
                format_html(
                    '{}{} <a href="{}">Read it</a>', _logged(logged), read, logged.get_absolute_url()
                ),
            )
            for sentence in form.reading.unread:
                messages.warning(request, sentence)
            return redirect(logged.council)
    context = {
        "form": form,
        "council": council,
        "way": council and [("Councils", "/councils"), (council.short_name, council.get_absolute_url())],
        "councils": councils_as_at(on),
        "sentence": access.may_not_log_at_all(request.user, on),
        "signs": queries.factors_offered(),
    }
    return _page(request, "capture", context, form)


def _logged(note: Note) -> str:
    if note.passed_on_to:
        return (
            f"Your note is logged and passed on to {note.passed_on_to.name}, who looks after {note.council}."
        )
    if note.kind == Kind.SELF_REFERRAL:
        return f"Your note is logged. It is welcome that {note.council} came to us."
    return f"Your note about {note.council} is logged."


@login_required
@require_safe
def note_list(request: SignedIn) -> HttpResponse:
    """Every note the person may read, narrowed by the address."""
    filters = NoteFilter(request.GET, queryset=queries.notes_for(request.user), request=request)
    found, more = first_ones(filters.qs)
    number = len(found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    council, chips = filters.chosen_council, filters.chips()
    context = {
        "filters": filters,
        "chips": chips,
        "clear": "/intelligence" if chips else "",
        "said": f"{number:,}{'+' if more else ''} {'note' if number == 1 else 'notes'}",
        "more": more and not page.has_next(),
        "meant": "" if number or not filters.words else did_you_mean(filters.words, request.user),
        "page": page,
        "query": rest.urlencode(),
        "shown": queries.shown(
            queries.notes_by_id(request.user, page.object_list), request.user, filters.words
        ),
        "council": council,
        "councils": councils_as_at(today()),
        "withheld": queries.withheld_from(request.user, council) if council else [],
    }
    return render(request, "intelligence/list.html", context)


@login_required
@require_safe
def note(request: SignedIn, pk: int) -> HttpResponse:
    """One note: its words and every version of them, how it was checked, who may read it."""
    held = found_or_404(queries.note_for(request.user, pk))
    workflow.read_note(by=request.user, at=now(), note=held)
    return render(request, "intelligence/note.html", _of_note(request, held))


def _of_note(request: SignedIn, held: Note) -> dict[str, Any]:
    """What the page of a note shows, with the sentence for each act that this person may not do."""
    user, on = request.user, today()
    return {
        "one": queries.shown([held], user)[0],
        "note": held,
        "way": [*INTELLIGENCE, (held.council.short_name, f"/intelligence?council={held.council.code}")],
        "versions": queries.versions_of(held),
        "corrections": queries.corrections_of(held),
        "checks": queries.checks_of(held),
        "readers": queries.readers_of(held),
        "can_be_rewritten": access.can_be_rewritten(held),
        "not_correct": access.may_not_correct(user, held),
        "not_check": access.may_not_check(user, held, on),
        "not_open": access.may_not_open(user, held, on),
        "not_withdraw": access.may_not_withdraw(user, held, on),
        "may_raise": access.may_begin_a_concern_from(user, held, on),
        "not_identity": access.may_not_read_identity(user, held.source),
        "not_deputy": access.may_not_name_deputy(user, held.source),
        "identity_is_kept": queries.identity_is_kept(held.source),
    }


@login_required
@get_or_post
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Rewrite a note not yet checked, or add a correction to one that has been."""
    held = found_or_404(queries.note_for(request.user, pk))
    form_of = RewriteForm if access.can_be_rewritten(held) else CorrectionForm
    form = form_of(held, request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            corrected = workflow.correct_note(by=request.user, at=now(), note=held, **form.cleaned_data)
            messages.success(request, "Your correction is saved. What stood before is kept.")
            return redirect(corrected)
    sentence = access.may_not_correct(request.user, held)
    return _act(request, held, form, "edit", sentence)


@login_required
@get_or_post
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Record how a note was checked."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = CheckForm(held, queries.other_notes(held, request.user), request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.check_note(by=request.user, at=now(), note=held, **form.said(request.user))
            messages.success(request, "How the note was checked is recorded.")
            return redirect(held)
    return _act(request, held, form, "check", access.may_not_check(request.user, held, today()))


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
    return _act(request, held, form, "open", access.may_not_open(request.user, held, today()))


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
    return _act(request, held, form, "follow_up", access.may_not_correct(request.user, held))


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
    return _act(request, held, form, "withdraw", access.may_not_withdraw(request.user, held, today()))


@login_required
@get_or_post
def source(request: SignedIn, pk: int) -> HttpResponse:
    """Who the source is. Asked for by POST, and shown on no address that could be opened again."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = IdentityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            who = workflow.read_source_identity(by=request.user, at=now(), note=held, **form.cleaned_data)
            return render(request, "intelligence/source.html", {"note": held, "who": who, "way": _way(held)})
    sentence = access.may_not_read_identity(request.user, held.source)
    return _act(request, held, form, "ask_source", sentence)


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
    return _act(request, held, form, "deputy", access.may_not_name_deputy(request.user, held.source))


def _way(held: Note) -> list[tuple[str, str]]:
    return [*INTELLIGENCE, (f"Note about {held.council.short_name}", held.get_absolute_url())]


def _act(request: SignedIn, held: Note, form: Any, name: str, sentence: str | None) -> HttpResponse:
    """The page of an act on a note: its form with all that was typed, or the sentence in its place."""
    context = {
        "form": form,
        "note": held,
        "one": queries.shown([held], request.user)[0],
        "sentence": sentence,
        "way": _way(held),
    }
    return _page(request, name, context, form)


def _page(request: SignedIn, name: str, context: dict[str, Any], form: Any) -> HttpResponse:
    return render(request, f"intelligence/{name}.html", context, status=422 if form.errors else 200)
