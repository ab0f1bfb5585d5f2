"""Log a note."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from accounts import drafting
from accounts.queries import drafts_of
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import council_by_code, councils_as_at
from intelligence import access, attaching, queries, workflow
from intelligence.forms import CAPTURE, CaptureForm, capture_box
from intelligence.models import Kind, Note
from intelligence.views.files import said_of
from intelligence.views.pages import SignedIn, get_or_post, page


@login_required
@get_or_post
def capture(request: SignedIn) -> HttpResponse:
    """One box to log a note; afterwards back to the council."""
    if request.method == "POST":
        form = CaptureForm(request.POST, request.FILES)
        if form.is_valid():
            with refusals_on(form):
                return _log(request, form)
        form.say_again()
        return capture_page(request, form, drafting.sheet_again(request.POST, request.user, CAPTURE))
    sheet, fields = drafting.sheet_for(request, request.user, CAPTURE)
    council = council_by_code(request.GET.get("council", "").replace("\x00", "")[:20])
    return capture_page(request, capture_box(council, today(), fields), sheet)


@login_required
@require_POST
def read_box(request: SignedIn) -> HttpResponse:
    """What the box says of itself so far, as chips; nothing is saved."""
    form = CaptureForm(request.POST)
    form.is_valid()
    return render(request, "intelligence/_read.html", {"form": form})


@login_required
@require_POST
def leave_out(request: SignedIn, pk: int) -> HttpResponse:
    """A file that came with a mailed note goes no further; what was typed meanwhile is kept first."""
    file = found_or_404(queries.draft_file_for(request.user, pk))
    draft = drafting.keep(request.POST, request.user) if drafting.begun_of(request.POST) else file.draft
    workflow.leave_draft_file_out(by=request.user, at=now(), number=file.pk)
    again = " Choose again the files that you had chosen besides." if request.FILES else ""
    messages.success(request, f"{file.name} is left out, and is kept nowhere.{again}")
    return redirect(draft)


def _log(request: SignedIn, form: CaptureForm) -> HttpResponse:
    logged, kept = attaching.log_with_files(
        by=request.user,
        at=now(),
        files=form.cleaned_data["attached"],
        begun=drafting.begun_of(request.POST),
        **form.said(),
    )
    read = f" Read from your words: {', '.join(form.added)}." if form.added else ""
    messages.success(
        request,
        format_html('{}{} <a href="{}">Read it</a>', _logged(logged), read, logged.get_absolute_url()),
    )
    if kept:
        messages.success(request, said_of(kept))
    if people := form.reading.people:
        shut_out = workflow.point_out_note(by=request.user, at=now(), note=logged, people=people)
        for person in shut_out:
            messages.warning(request, f"{person.name} may not read this note, so they were not told of it.")
    for sentence in form.unread:
        messages.warning(request, sentence)
    return redirect(logged.council)


def capture_page(request: SignedIn, form: CaptureForm, sheet: drafting.Sheet) -> HttpResponse:
    """The page around the box."""
    on = today()
    council = council_by_code(request.GET.get("council", "").replace("\x00", "")[:20])
    made = queries.note_made_of(request.user, sheet.key)
    context: dict[str, Any] = {
        "form": form,
        "sheet": drafting.apart(sheet) if made else sheet,
        "made": made,
        "files": queries.draft_files(request.user, sheet.key),
        "drafts": [draft for draft in drafts_of(request.user, form=CAPTURE) if draft.key != sheet.key],
        "council": council,
        "way": council and [("Councils", "/councils"), (council.short_name, council.get_absolute_url())],
        "councils": councils_as_at(on),
        "sentence": access.may_not_log_at_all(request.user, on),
        "signs": queries.factors_offered(),
    }
    return page(request, "capture", context, form)


def _logged(note: Note) -> str:
    if note.passed_on_to:
        return (
            f"Your note is logged and passed on to {note.passed_on_to.name}, who looks after {note.council}."
        )
    if note.kind == Kind.SELF_REFERRAL:
        return f"Your note is logged. It is welcome that {note.council} came to us."
    return f"Your note about {note.council} is logged."
