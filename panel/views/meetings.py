"""Meetings, and the report while it is being prepared."""

from __future__ import annotations

from typing import Any

from django.conf import settings
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
from panel.appendix import reports_offered
from panel.forms import (
    AppendixForm,
    IssueForm,
    ReasonForm,
    SlotForm,
    ToldForm,
)
from panel.meeting_access import is_over, may_not_invite
from panel.models import Meeting, Slot
from panel.requests import SignedIn, typed
from panel.sheets import changes_said
from panel.views.notes import after_of
from panel.wording import beside

UNPROCESSABLE = 422


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.errors else 200


@login_required
@require_safe
def meetings(request: SignedIn) -> HttpResponse:
    """Meetings ahead and held."""
    on = today()
    held = list(queries.meetings_for(request.user))
    seen = {each.pk for each in held}
    context = {
        "ahead": sorted((each for each in held if each.held_on >= on), key=lambda each: each.held_on),
        "past": [each for each in held if each.held_on < on],
        "answered": [
            each
            for each in queries.meetings_answered_by(request.user).filter(held_on__gte=on)
            if each.pk not in seen
        ],
        "invited": queries.invitations_for(request.user).filter(meeting__held_on__gte=on),
        "why_not_plan": access.may_not_plan(request.user),
        "packs": {pack.meeting_id for pack in queries.packs_for(request.user)},
    }
    return render(request, "panel/meetings.html", context)


def _meeting(request: SignedIn, pk: int) -> Meeting:
    return found_or_404(queries.meeting_for(request.user, pk))


def _about(request: SignedIn, meeting: Meeting) -> dict[str, Any]:
    on = today()
    return {
        "meeting": meeting,
        "next": queries.next_meeting(meeting),
        "members": queries.members_at(meeting),
        "agenda": queries.agenda_of(meeting, request.user, on),
        "changes": changes_said(meeting, whole=True),
        "invitations": queries.invitations_shown(meeting, request.user, on),
        "why_not_change": access.may_not_plan(request.user) or is_over(meeting, on),
        "why_not_invite": may_not_invite(request.user) or is_over(meeting, on),
        "packs": [pack for pack in queries.packs_for(request.user) if pack.meeting_id == meeting.pk],
        "why_not_prepare": access.may_not_prepare(request.user),
        # The sheet of what each side shares is liaison's, to the left of this room.
        "department_address": f"/sharing/meetings/{meeting.pk}",
    } | after_of(request, meeting)


@login_required
@require_safe
def meeting(request: SignedIn, pk: int) -> HttpResponse:
    """One meeting: who sits there, its report, its note, the actions carried to it."""
    return render(request, "panel/meeting.html", _about(request, _meeting(request, pk)))


def _preparing(request: SignedIn, pk: int) -> Meeting:
    held = _meeting(request, pk)
    if access.may_not_prepare(request.user):
        raise Http404
    return held


@login_required
@require_safe
def prepare(request: SignedIn, pk: int) -> HttpResponse:
    """The report being prepared: every council's paragraphs, who knows, what has changed."""
    held = _preparing(request, pk)
    form = AppendixForm(initial={"report": held.headline_report}, reports=reports_offered())
    return _prepared(request, held, form)


@login_required
@require_POST
def appendix(request: SignedIn, pk: int) -> HttpResponse:
    """Choose the headline report that is appended."""
    held = _preparing(request, pk)
    form = AppendixForm(typed(request), reports=reports_offered())
    if form.is_valid():
        with refusals_on(form):
            workflow.choose_headline_report(meeting=held, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, "The headline report in Appendix A is chosen.")
            return redirect("panel:prepare", pk=held.pk)
    return _prepared(request, held, form)


def _prepared(request: SignedIn, held: Meeting, form: AppendixForm) -> HttpResponse:
    on = today()
    draft = queries.draft_of(held, request.user)
    lines = queries.draft_lines(draft, request.user, on)
    standings = queries.standings_of(held, [line.item for line in lines])
    context = {
        "meeting": held,
        "draft": draft,
        "lines": [(line, standings[line.item.council.pk]) for line in lines],
        "why_not_ask": access.may_not_ask(request.user, None, on),
        "clearance": _clearance(request, held, draft),
        "on": on,
        "off": draft.off,
        "slots": [
            {"name": name, "label": name.label, "text": draft.text(name), "slot": draft.slots.get(name)}
            for name in (Slot.Name.SUMMARY, Slot.Name.CONCLUSION)
        ],
        "why_not_own": access.may_not_write_slot(request.user, None, on),
        "why_not_choose": access.may_not_keep_report(request.user),
        "why_not_issue": access.may_not_issue(request.user)
        or access.may_not_freeze(declared=queries.has_an_interest(request.user, on))
        or access.may_not_issue_empty(len(draft.items) + len(draft.off))
        or access.may_not_issue_unsaid(draft.unsaid),
        "issued": queries.latest_pack(held),
        "appendix": form,
    }
    return render(request, "panel/prepare.html", context, status=_status(form))


def _of(request: SignedIn, code: str) -> Council:
    council = found_or_404(council_by_code(code))
    if not queries.may_see_draft_of(council, request.user, today()):
        raise Http404
    return council


@login_required
def slot(request: SignedIn, pk: int, name: str, code: str = "") -> HttpResponse:
    """Write a paragraph of the report."""
    held = _preparing(request, pk)
    council = _of(request, code) if code else None
    if name not in Slot.Name.values or (council is not None) != (name in Slot.OF_A_COUNCIL):
        raise Http404
    if council is None and access.may_not_keep_report(request.user):
        raise Http404  # it speaks of every region, and those are the secretariat's before issue
    draft = queries.draft_of(held, request.user)
    item = draft.item_of(council) if council else None
    written = (item.slots if item else draft.slots).get(name)
    live = draft.live_text(council, name)
    start = {
        "text": written.text if written and written.text else live,
        "version": written.version if written else 0,
        "seal": draft.live_seal(council, name),
    }
    form = SlotForm(typed(request), initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.write_slot(
                meeting=held, council=council, name=name, by=request.user, at=now(), **form.cleaned_data
            )
            return redirect("panel:prepare", pk=held.pk)
    changed = bool(written and written.text and written.said_live != live)
    sentence = access.may_not_write_slot(request.user, council, today())
    # The report's own paragraphs may name any council: whoever has an interest in one reads none of them.
    is_closed = council is None and bool(sentence)
    if item is not None:
        sentence = sentence or access.may_not_write_more(item.council, in_full=item.in_full)
    context = {
        "meeting": held,
        "council": council,
        "label": Slot.Name(name).label,
        "form": form,
        "live": live,
        "is_closed": is_closed,
        "changed": beside(written.said_live, live) if changed and written and not is_closed else None,
        "written": written,
        "sentence": sentence,
    }
    return render(request, "panel/slot.html", context, status=_status(form))


@login_required
def told(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Record that a council was told."""
    held, council = _preparing(request, pk), _of(request, code)
    form = ToldForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.record_told(
                meeting=held, council=council, by=request.user, at=now(), **form.cleaned_data
            )
            return redirect("panel:prepare", pk=held.pk)
    return _signing(request, held, council, form, told=True)


@login_required
def reason(request: SignedIn, pk: int, code: str) -> HttpResponse:
    """Sign why a council does not know."""
    held, council = _preparing(request, pk), _of(request, code)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            workflow.sign_reason(
                meeting=held, council=council, by=request.user, at=now(), **form.cleaned_data
            )
            return redirect("panel:prepare", pk=held.pk)
    return _signing(request, held, council, form, told=False)


def _signing(request: SignedIn, held: Meeting, council: Council, form: Any, *, told: bool) -> HttpResponse:
    context = {
        "meeting": held,
        "council": council,
        "form": form,
        "told": told,
        "sentence": access.may_not_sign(request.user, council, today()),
    }
    return render(request, "panel/signing.html", context, status=_status(form))


def _unconfirmed(held: Meeting, draft: queries.Draft) -> list[queries.Standing]:
    """The councils whose paragraph holds an edit that no adviser has confirmed: said, never in the way."""
    return [each for each in queries.standings_of(held, draft.items).values() if each.unconfirmed]


def _clearance(request: SignedIn, held: Meeting, draft: queries.Draft) -> queries.Cleared | None:
    """How the Chair's clearance stands, for the secretariat; what changed, for who may read all of it."""
    if access.may_not_send_to_chair(request.user):
        return None
    declared = queries.has_an_interest(request.user, today())
    return queries.clearance_of(held, None if declared else draft, request.user, today())


@login_required
def issue(request: SignedIn, pk: int) -> HttpResponse:
    """A last look, and the issuing."""
    held = _preparing(request, pk)
    if access.may_not_issue(request.user):
        raise Http404  # it names councils of every region, and those are the secretariat's before issue
    last = queries.latest_pack(held)
    draft = queries.draft_of(held, request.user)
    form = IssueForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            pack = workflow.issue_pack(
                meeting=held, marking=settings.MARKING, by=request.user, at=now(), **form.cleaned_data
            )
            messages.success(request, f"Version {pack.version} is issued. It cannot be changed.")
            return redirect(pack)
    context = {
        "meeting": held,
        "form": form,
        "last": last,
        "draft": draft,
        "readers": queries.members_at(held),
        "unconfirmed": _unconfirmed(held, draft),
        "clearance": _clearance(request, held, draft),
        "sentence": access.may_not_freeze(declared=queries.has_an_interest(request.user, today()))
        or access.may_not_issue_empty(len(draft.items) + len(draft.off))
        or access.may_not_issue_unsaid(draft.unsaid),
    }
    return render(request, "panel/issue.html", context, status=_status(form))
