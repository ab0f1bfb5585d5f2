"""What group offices and the Panel were told: their list, their answers, and what is taken back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import AnswerForm, ReasonForm
from cases.models import Concern, GroupOfficeFlag
from cases.views.showing import CONCERNS, Page, SignedIn, act_page, bound, concern_or_404, get_or_post
from common.clock import now, today
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


@login_required
@get_or_post
def answer(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """The office acknowledges and may reply; an adviser answers in words."""
    concern, notice = _notice(request, number, pk)
    speaks = access.speaks_for_office(request.user, notice, today())
    hint = "May stay empty: then it is acknowledged" if speaks else "The group’s office reads them"
    form = AnswerForm(concern, hint, *bound(request), required="" if speaks else "Enter what you answer")
    page = Page(
        title="Acknowledge and reply" if speaks else f"Answer the office of the {notice.group} group",
        button="Acknowledge" if speaks else "Answer",
        form=form,
        act=lambda: workflow.answer_group_office(by=request.user, at=now(), flag=notice, **form.said),
        sentence=access.may_not_answer(request.user, notice, today()),
        afterwards="It is acknowledged." if speaks else "Your answer is kept.",
        template="cases/answer.html",
        more={"told": notice, "heading": f"Told to the office of the {notice.group} group"},
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def take_back(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """What the office was told no longer stands."""
    concern, notice = _notice(request, number, pk)
    form = ReasonForm(concern, *bound(request))
    page = Page(
        title=f"Take back what the {notice.group} office was told",
        button="Take it back",
        intro="The office reads this concern no longer. What it was told and answered is kept.",
        form=form,
        act=lambda: workflow.take_back_group_office(by=request.user, at=now(), flag=notice, **form.said),
        sentence=access.may_not_tell_members(request.user, concern, today()) or access.is_closed(concern),
        afterwards="It no longer stands.",
    )
    return act_page(request, concern, page)


@login_required
@get_or_post
def acknowledge_line(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """The secretariat has taken the line."""
    concern = concern_or_404(request, number)
    line = found_or_404(queries.line_of(concern, pk))
    form = AnswerForm(
        concern, "For example: taken for the meeting of 12 March. May stay empty", *bound(request)
    )
    page = Page(
        title="Acknowledge the line to the Panel",
        button="Acknowledge",
        form=form,
        act=lambda: workflow.acknowledge_line(by=request.user, at=now(), line=line, **form.said),
        sentence=access.may_not_acknowledge_line(request.user),
        afterwards="It is acknowledged.",
        template="cases/answer.html",
        more={"told": line, "heading": "A line to the Performance Support Panel"},
    )
    return act_page(request, concern, page)
