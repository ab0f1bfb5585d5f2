"""Who attends, who came, who withdrew, and who is invited for one item."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404
from councils.queries import councils_as_at
from panel import meeting_access as access
from panel import queries, workflow
from panel.meeting_forms import (
    AnswerForm,
    DeclarationForm,
    InviteForm,
    RegisterForm,
    WithdrawalForm,
    WithdrawInvitationForm,
)
from panel.models import Meeting
from panel.requests import SignedIn, typed
from panel.sheets import FILES, attendance_sheet
from panel.views.acting import MEETINGS, Page, act_page, taken


def _meeting(request: SignedIn, pk: int) -> tuple[Meeting, bool]:
    """A meeting at which one sits or works, or for whose members one's office answers, and whether it is
    the first of them: then one sees everybody's seat."""
    held = queries.meeting_for(request.user, pk)
    if held is not None:
        return held, True
    return found_or_404(queries.meetings_answered_by(request.user).filter(pk=pk).first()), False


def _kept(request: SignedIn, pk: int) -> Meeting:
    held = found_or_404(queries.meeting_for(request.user, pk))
    if access.may_not_keep_register(request.user):
        raise Http404
    return held


def _not_register(meeting: Meeting) -> str | None:
    agreed = queries.agreed_note(meeting)
    return access.is_ahead(meeting, today()) or access.may_not_change_register(agreed)


def _address(meeting: Meeting) -> str:
    return f"{meeting.get_absolute_url()}/attendance"


def _way(meeting: Meeting, *, whole: bool = True) -> list[tuple[str, str]]:
    way = [MEETINGS]
    if whole:
        way.append((f"{meeting.held_on:%-d %B %Y}", meeting.get_absolute_url()))
    return way


def _of(meeting: Meeting) -> str:
    return f"{meeting.body_name}, {meeting.held_on:%-d %B %Y}"


@login_required
@require_safe
def attendance(request: SignedIn, pk: int) -> HttpResponse:
    """Who sits at the meeting, what their groups' offices say, who came and who withdrew."""
    held, whole = _meeting(request, pk)
    return _attended(request, held, whole=whole)


def _attended(
    request: SignedIn, held: Meeting, *, whole: bool, register: RegisterForm | None = None
) -> HttpResponse:
    """`register`: as it was filled in and refused."""
    on = today()
    tables = queries.attendance_of(held, request.user, whole=whole)
    may_not_keep = access.may_not_keep_register(request.user)
    people = queries.at_the_table(held) if not may_not_keep else []
    came = [seat.membership.user_id for table in tables for seat in table.seats if seat.came]
    context = {
        "meeting": held,
        "whole": whole,
        "tables": tables,
        "recorded": any(seat.came is not None for table in tables for seat in table.seats),
        "withdrawn": queries.withdrawals_of(held) if whole else [],
        "answers": not access.is_over(held, on),
        "keeps": not may_not_keep,
        "why_not_register": _not_register(held),
        "register": register or RegisterForm(people=people, initial={"came": came}),
        "files": FILES,
        "way": _way(held, whole=whole),
    }
    return render(request, "panel/attendance.html", context, status=422 if register else 200)


@login_required
@require_safe
def attendance_file(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The attendance sheet as a file."""
    held, whole = _meeting(request, pk)
    tables = queries.attendance_of(held, request.user, whole=whole)
    withdrawn = queries.withdrawals_of(held) if whole else []
    sheet = attendance_sheet(held, tables, withdrawn, marking=settings.MARKING)
    return taken(request, held, "attendance", sheet, form)


@login_required
def answer(request: SignedIn, pk: int, seat_pk: int) -> HttpResponse:
    """A group's office says whether one of its members attends."""
    held, whole = _meeting(request, pk)
    tables = queries.attendance_of(held, request.user, whole=whole)
    seats = [seat for table in tables for seat in table.seats]
    seat = found_or_404(next((each for each in seats if each.membership.pk == seat_pk), None))
    said = seat.answer
    form = AnswerForm(
        typed(request),
        substitutes=queries.substitutes_for(held, seat.membership),
        initial={
            "attends": ("yes" if said.attends else "no") if said else "",
            "substitute": said.substitute if said else None,
        },
    )

    def act() -> Any:
        return workflow.answer_for(
            meeting=held,
            seat=seat.membership,
            attends=form.cleaned_data["attends"] == "yes",
            substitute=form.cleaned_data["substitute"],
            by=request.user,
            at=now(),
        )

    page = Page(
        title=f"Does {seat.membership.user.name} attend?",
        of=_of(held),
        button="Say so",
        form=form,
        act=act,
        sentence=access.may_not_answer(request.user, seat.membership) or access.is_over(held, today()),
        afterwards="The answer is kept. Say it again if it changes.",
        to=_address(held),
        way=[*_way(held, whole=whole), ("Attendance", _address(held))],
    )
    return act_page(request, page)


@login_required
@require_POST
def came(request: SignedIn, pk: int) -> HttpResponse:
    """Keep the attendance register; with somebody ticked who no longer sits there, nothing of it."""
    held = _kept(request, pk)
    form = RegisterForm(request.POST, people=queries.at_the_table(held))
    if not form.is_valid():
        return _attended(request, held, whole=True, register=form)
    workflow.record_presence(meeting=held, came=list(form.cleaned_data["came"]), by=request.user, at=now())
    messages.success(request, "The register is kept.")
    return redirect("panel:attendance", pk=held.pk)


@login_required
def declared(request: SignedIn, pk: int) -> HttpResponse:
    """Take down an interest declared at the meeting."""
    held = _kept(request, pk)
    people = queries.at_the_table(held)
    form = DeclarationForm(
        typed(request), people=people, councils=councils_as_at(today()), initial={"item": held.item}
    )
    page = Page(
        title="Take down a declared interest",
        of=_of(held),
        button="Take it down",
        form=form,
        act=lambda: workflow.declare_at_meeting(meeting=held, by=request.user, at=now(), **form.cleaned_data),
        sentence=_not_register(held),
        afterwards="The interest is declared, and holds from the day of the meeting.",
        intro="From the day of the meeting the person sees the council’s published figures and nothing else "
        "of it. Only the governance officer or an administrator can end it.",
        to=_address(held),
        way=[*_way(held), ("Attendance", _address(held))],
    )
    return act_page(request, page)


@login_required
def left(request: SignedIn, pk: int) -> HttpResponse:
    """Somebody left for an item, for another reason than an interest."""
    held = _kept(request, pk)
    form = WithdrawalForm(typed(request), people=queries.at_the_table(held))
    page = Page(
        title="Record who left for an item",
        of=_of(held),
        button="Record it",
        form=form,
        act=lambda: workflow.record_withdrawal(meeting=held, by=request.user, at=now(), **form.cleaned_data),
        sentence=_not_register(held),
        afterwards="It is recorded.",
        to=_address(held),
        way=[*_way(held), ("Attendance", _address(held))],
    )
    return act_page(request, page)


@login_required
@require_POST
def not_left(request: SignedIn, pk: int, row_pk: int) -> HttpResponse:
    """It was taken down by mistake."""
    held = _kept(request, pk)
    rows = [each.row for each in queries.withdrawals_of(held)]
    row = found_or_404(next((each for each in rows if each.pk == row_pk), None))
    workflow.correct_withdrawal(withdrawal=row, by=request.user, at=now())
    messages.success(request, "It is corrected.")
    return redirect("panel:attendance", pk=held.pk)


@login_required
def invite(request: SignedIn, pk: int) -> HttpResponse:
    """Invite a member of another board for one council's item."""
    held = found_or_404(queries.meeting_for(request.user, pk))
    if access.may_not_invite(request.user):
        raise Http404
    form = InviteForm(typed(request), people=queries.people_to_invite(), councils=councils_as_at(today()))
    page = Page(
        title="Invite somebody for one council’s item",
        of=_of(held),
        button="Invite them",
        form=form,
        act=lambda: workflow.invite(meeting=held, by=request.user, at=now(), **form.cleaned_data),
        sentence=access.is_over(held, today()),
        afterwards="They are invited. They find the day, the place and their item, and nothing else.",
        intro="A member of another board is invited for a significant concern within its remit, and for "
        "that discussion alone.",
        to=held.get_absolute_url(),
        way=_way(held),
    )
    return act_page(request, page)


@login_required
def withdraw(request: SignedIn, pk: int, invitation_pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    held = found_or_404(queries.meeting_for(request.user, pk))
    if access.may_not_invite(request.user):
        raise Http404
    invitation = found_or_404(queries.invitations_to(held).filter(pk=invitation_pk).first())
    form = WithdrawInvitationForm(typed(request))
    page = Page(
        title=f"Withdraw {invitation.user.name}’s invitation",
        of=_of(held),
        button="Withdraw it",
        form=form,
        act=lambda: workflow.withdraw_invitation(
            invitation=invitation, by=request.user, at=now(), **form.cleaned_data
        ),
        afterwards="The invitation is withdrawn.",
        to=held.get_absolute_url(),
        way=_way(held),
    )
    return act_page(request, page)


@login_required
@require_safe
def invited(request: SignedIn, pk: int) -> HttpResponse:
    """What somebody invited for one item finds: the day, the place and that item."""
    held = queries.invitations_at(request.user, pk)
    if not held:
        raise Http404
    return render(
        request, "panel/invited.html", {"meeting": held[0].meeting, "invitations": held, "way": [MEETINGS]}
    )
