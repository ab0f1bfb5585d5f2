"""What group offices and the Panel were told: their list, their answers, and what is taken back."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import AnswerForm, ReasonForm
from cases.models import Concern, GroupOfficeFlag
from cases.views.acting import Page, about_concern, act_page
from cases.views.showing import CONCERNS, SignedIn, bound, concern_or_404
from common.clock import today
from common.refusals import found_or_404

PER_PAGE = 50


@login_required
@require_safe
def told(request: SignedIn) -> HttpResponse:
    """What this person's office was told, or the Panel: what is not acknowledged yet stands first."""
    page = Paginator(queries.told_to(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sentence": access.may_not_read_what_was_told(request.user),
        "way": [CONCERNS],
    }
    return render(request, "cases/told.html", context)


def _notice(request: SignedIn, number: int, pk: int) -> tuple[Concern, GroupOfficeFlag]:
    concern = concern_or_404(request, number)
    return concern, found_or_404(queries.notice_of(concern, pk, request.user))


@act_page
def answer(request: SignedIn, number: int, pk: int) -> Page:
    """The office acknowledges and may reply; an adviser answers in words."""
    concern, notice = _notice(request, number, pk)
    speaks = access.speaks_for_office(request.user, notice, today())
    hint = "May stay empty: then it is acknowledged" if speaks else "The group’s office reads them"
    return Page(
        about=about_concern(concern),
        title="Acknowledge and reply" if speaks else f"Answer the office of the {notice.group} group",
        button="Acknowledge" if speaks else "Answer",
        form=AnswerForm(concern, hint, *bound(request), required="" if speaks else "Enter what you answer"),
        act=partial(workflow.answer_group_office, flag=notice),
        sentence=access.may_not_answer(request.user, notice, today()),
        afterwards="It is acknowledged." if speaks else "Your answer is kept.",
        template="cases/answer.html",
        more={"told": notice, "heading": f"Told to the office of the {notice.group} group"},
    )


@act_page
def take_back(request: SignedIn, number: int, pk: int) -> Page:
    """What the office was told no longer stands."""
    concern, notice = _notice(request, number, pk)
    return Page(
        about=about_concern(concern),
        title=f"Take back what the {notice.group} office was told",
        button="Take it back",
        intro="The office reads this concern no longer. What it was told and answered is kept.",
        form=ReasonForm(concern, *bound(request)),
        act=partial(workflow.take_back_group_office, flag=notice),
        sentence=access.may_not_tell_members(request.user, concern, today()) or access.is_closed(concern),
        afterwards="It no longer stands.",
    )


@act_page
def acknowledge_line(request: SignedIn, number: int, pk: int) -> Page:
    """The secretariat has taken the line."""
    concern = concern_or_404(request, number)
    line = found_or_404(queries.line_of(concern, pk))
    hint = "For example: taken for the meeting of 12 March. May stay empty"
    return Page(
        about=about_concern(concern),
        title="Acknowledge the line to the Panel",
        button="Acknowledge",
        form=AnswerForm(concern, hint, *bound(request)),
        act=partial(workflow.acknowledge_line, line=line),
        sentence=access.may_not_acknowledge_line(request.user),
        afterwards="It is acknowledged.",
        template="cases/answer.html",
        more={"told": line, "heading": "A line to the Performance Support Panel"},
    )
