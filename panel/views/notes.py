"""The note of a meeting: drafted, corrected, agreed at the next; what became of recommendations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.errors import refuse
from common.refusals import found_or_404, refusals_on
from panel import after_access as access
from panel import queries, workflow
from panel.copies import MEDIA, rendered, without
from panel.forms_after import BecameForm, CorrectedLineForm, LineForm, TakenUpForm
from panel.models import Meeting, Pack, PackFile
from panel.noting import note_sheet
from panel.queries import Noted
from panel.requests import SignedIn, typed
from papers.page import to_page
from papers.paper import Paper, Sheet

UNPROCESSABLE = 422
FILES = [form for form in PackFile.Format if form != PackFile.Format.PAGE]


def status(form: Any) -> int:
    """422 where something was refused."""
    return UNPROCESSABLE if form.errors else 200


def meeting_of(request: SignedIn, pk: int) -> Meeting:
    """The meeting, for those who read what was said at it."""
    held = found_or_404(queries.meeting_for(request.user, pk))
    if access.may_not_read_paper(request.user):
        raise Http404
    return held


def shown(request: SignedIn, sheet: Paper | Sheet) -> SafeString:
    """A live paper as this reader gets it; every word in it was escaped by papers.page."""
    return to_page(_own(request, sheet))


def _own(request: SignedIn, sheet: Paper | Sheet) -> Paper | Sheet:
    hidden = queries.hidden_councils(request.user, today())
    return without(replace(sheet, copy_line=f"Copy of {request.user.name}"), hidden)


def as_file(request: SignedIn, held: Meeting, paper: str, sheet: Paper | Sheet, form: str) -> HttpResponse:
    """A live paper as a file, withheld as on the page; 404 for a format there is not."""
    if form not in FILES:
        raise Http404
    made = rendered(_own(request, sheet), form, queries.template_of(held.body))
    workflow.take_file(meeting=held, paper=paper, form=form, content=made, by=request.user, at=now())
    return file_of(made, form, f"{held.held_on.isoformat()}-{paper}")


def file_of(made: bytes, form: str, name: str) -> HttpResponse:
    """Bytes with their type and a file's name."""
    media, ending = MEDIA[PackFile.Format(form)]
    large = "-large-print" if form == PackFile.Format.LARGE_PRINT else ""
    called = f'attachment; filename="{name}{large}.{ending}"'
    return HttpResponse(made, content_type=media, headers={"Content-Disposition": called})


def stored_page(request: SignedIn, paper: Any) -> SafeString:
    """An issued paper's page; the bytes are papers.page's own."""
    made = workflow.open_paper(paper=paper, form=PackFile.Format.PAGE, by=request.user, at=now())
    return mark_safe(made.decode())  # noqa: S308


def after_of(request: SignedIn, held: Meeting) -> dict[str, Any]:
    """What the meeting's own page shows of its note and of what is carried to it."""
    on, closed = today(), access.may_not_read_paper(request.user)
    return {
        "why_not_read": closed,
        "agreed": queries.agreed_note(held),
        "note": [] if closed else queries.note_of(held, request.user, on),
        "monitor": [] if closed else queries.action_monitor(held, request.user, on),
        "last_meeting": queries.last_note_before(held),
    }


def _pack_of(request: SignedIn, held: Meeting) -> Pack | None:
    """The meeting's report, its latest version, for those who read it whole."""
    return queries.whole_packs_for(request.user).filter(meeting=held).order_by("-version").first()


@login_required
@require_safe
def note(request: SignedIn, pk: int) -> HttpResponse:
    """The note: a draft, or as it was agreed; for the secretariat, what may be done with each line."""
    held = meeting_of(request, pk)
    on, agreed = today(), queries.agreed_note(held)
    lines = queries.note_of(held, request.user, on)
    pack = _pack_of(request, held)
    context = {
        "meeting": held,
        "agreed": agreed,
        "paper": stored_page(request, agreed)
        if agreed
        else shown(request, note_sheet(held, settings.MARKING)),
        "files": FILES,
        "lines": lines,
        "takes_up": access.may_not_take_up(request.user) is None,
        "why_not_note": access.may_not_note(request.user),
        "why_not_agree": access.may_not_agree(
            held, queries.meeting_that_agrees(held, on), agreed, lines=len(lines)
        ),
        "actions": queries.political_actions(held, request.user, on),
        "became": queries.became_shown(pack, request.user, on) if pack else [],
    }
    return render(request, "panel/note.html", context)


@login_required
@require_safe
def note_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The draft as a file; the agreed one as it was frozen."""
    held = meeting_of(request, pk)
    agreed = queries.agreed_note(held)
    if agreed:
        return redirect("panel:paper_file", pk=agreed.pk, form=form)
    return as_file(request, held, "note-draft", note_sheet(held, settings.MARKING), form)


@login_required
@require_POST
def agree(request: SignedIn, pk: int) -> HttpResponse:
    """The next meeting has agreed the note."""
    held = meeting_of(request, pk)
    workflow.agree_note(meeting=held, marking=settings.MARKING, by=request.user, at=now())
    messages.success(request, "The note is agreed, and frozen as it stands.")
    return redirect("panel:note", pk=held.pk)


def _line_form(
    request: SignedIn, held: Meeting, kind: Callable[..., LineForm], start: dict[str, Any]
) -> LineForm:
    return kind(
        typed(request),
        initial=start,
        councils=queries.councils_to_name(request.user, today()),
        people=queries.may_be_asked(held),
    )


@login_required
def decisions(request: SignedIn, pk: int) -> HttpResponse:
    """Add a line to the note; `action` in the address is a political action to begin from."""
    held = meeting_of(request, pk)
    begun = queries.political_action_of(held, request.user, today(), request.GET.get("action", ""))
    start: dict[str, Any] = {}
    if begun:
        council = begun.concern.council
        start = {"item": council.short_name, "text": begun.action, "council": council.code}
        start["action_by"] = begun.whose
    form = _line_form(request, held, LineForm, start)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.note_decision(meeting=held, by=request.user, at=now(), **form.cleaned_data)
            return redirect("panel:note", pk=held.pk)
    context = {
        "meeting": held,
        "form": form,
        "sentence": access.may_not_note(request.user) or access.may_not_add(queries.agreed_note(held)),
        "title": "Add a line to the note",
        "button": "Add to the note",
    }
    return render(request, "panel/note_line.html", context, status=status(form))


def _line(request: SignedIn, held: Meeting, pk: int) -> Noted:
    return found_or_404(queries.noted_line_for(held, pk, request.user, today()))


@login_required
def correct(request: SignedIn, pk: int, decision_pk: int) -> HttpResponse:
    """Put another line in the place of one."""
    held = meeting_of(request, pk)
    line = _line(request, held, decision_pk).decision
    corrected = access.may_not_correct(line, corrected=line.pk != decision_pk)
    agreed = queries.agreed_note(held)
    start = {
        "item": line.item,
        "verb": line.verb,
        "text": line.text,
        "action_by": line.action_by,
        "asked": line.asked_id,
        "council": line.council.code if line.council else None,
    }
    form = _line_form(request, held, CorrectedLineForm if agreed else LineForm, start)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        reason = said.pop("reason", "")
        with refusals_on(form):
            refuse(corrected)
            workflow.correct_decision(
                decision=line,
                said=workflow.Line(**said),
                marking=settings.MARKING,
                reason=reason,
                by=request.user,
                at=now(),
            )
            return redirect("panel:note", pk=held.pk)
    context = {
        "meeting": held,
        "form": form,
        "agreed": agreed,
        "sentence": access.may_not_note(request.user) or corrected,
        "title": "Correct a line of the note",
        "button": "Correct it",
    }
    return render(request, "panel/note_line.html", context, status=status(form))


@login_required
def take_up(request: SignedIn, pk: int, decision_pk: int) -> HttpResponse:
    """Keep a decision about a council as political action on one of its concerns, by the adviser's hand."""
    held = meeting_of(request, pk)
    line = _line(request, held, decision_pk).decision
    if line.council is None or access.may_not_take_up(request.user):
        raise Http404
    concerns = queries.concerns_to_act_on(request.user, line.council)
    start = {"action": line.in_words, "whose": line.action_by}
    form = TakenUpForm(concerns, typed(request), initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            said = form.said
            concern = said.pop("which")
            workflow.take_up_politically(decision=line, concern=concern, by=request.user, at=now(), **said)
            messages.success(request, "The action is kept on the concern.")
            return redirect(concern)
    context = {"meeting": held, "line": line, "form": form, "none": not concerns.exists()}
    return render(request, "panel/take_up.html", context, status=status(form))


@login_required
def became(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """What became of a recommendation of the meeting's report."""
    held = meeting_of(request, pk)
    pack = found_or_404(_pack_of(request, held))
    told = queries.became_shown(pack, request.user, today())
    one = found_or_404(next((each for each in told if each.number == number), None))
    lines = [each.decision for each in queries.note_of(held, request.user, today()) if not each.withheld]
    form = BecameForm(typed(request), lines=lines)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.say_what_became(pack=pack, number=number, by=request.user, at=now(), **form.cleaned_data)
            return redirect("panel:note", pk=held.pk)
    context = {"meeting": held, "one": one, "form": form, "sentence": access.may_not_note(request.user)}
    return render(request, "panel/became.html", context, status=status(form))
