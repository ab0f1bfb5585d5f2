"""Inputs, Improvement Boards and their actions, Terms of Engagement, and where all support stands."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import (
    ActionReviewForm,
    BoardActionForm,
    BoardForm,
    BoardMeetingForm,
    ChangeBoardForm,
    ChangeInputForm,
    EndingForm,
    InputForm,
    SupportFilter,
    TermsForm,
)
from cases.models import Concern, ImprovementBoard, SupportPackage
from cases.terms import blanks_in, terms_paper
from cases.views.acting import Page, about_concern, act_page
from cases.views.listing import narrowed
from cases.views.showing import SignedIn, bound, concern_or_404, concern_way
from common.clock import now, today
from common.refusals import found_or_404
from papers.page import to_page
from papers.paper import Sheet
from papers.word import WORD_TYPE, to_word


@login_required
@require_safe
def support_list(request: SignedIn) -> HttpResponse:
    """Support on the concerns this person may read, narrowed by the address."""
    form = SupportFilter(request.GET)
    held = queries.support_for(request.user, form.filters)
    shown = narrowed(request, form, held, whole="/support", one="package", many="packages")
    context = {
        **shown,
        "rows": queries.support_rows(shown["page"].object_list, today()),
        "order": form.filters.order,
        "which": form.filters.which,
    }
    return render(request, "cases/support_list.html", context)


def package_or_404(request: SignedIn, number: int, pk: int) -> tuple[Concern, SupportPackage]:
    """The concern, if this person may read it, and one package of it."""
    concern = concern_or_404(request, number)
    return concern, found_or_404(queries.package_of(concern, pk))


def _not_decide(request: SignedIn, concern: Concern) -> str | None:
    return access.may_not_decide(request.user, concern, today(), access.SUPPORTING)


# Inputs.


@act_page
def add_input(request: SignedIn, number: int, pk: int) -> Page:
    """What one more provider gives."""
    concern, package = package_or_404(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="Add what a provider gives",
        button="Save",
        intro="A line for each provider. Only who gives it and what it gives are needed.",
        form=InputForm(concern, *bound(request)),
        act=partial(workflow.add_input, package=package),
        sentence=_not_decide(request, concern),
        afterwards="The input is kept.",
        to=package,
    )


@act_page
def change_input(request: SignedIn, number: int, pk: int, which: int) -> Page:
    """What a provider gives, as it is agreed now."""
    concern, package = package_or_404(request, number, pk)
    held = found_or_404(queries.input_of(package, which))
    return Page(
        about=about_concern(concern),
        title="Change what this provider gives",
        button="Save",
        intro="What was agreed before is kept.",
        form=ChangeInputForm(held, *bound(request)),
        act=partial(workflow.change_input, support_input=held),
        sentence=_not_decide(request, concern),
        afterwards="The input is changed.",
        to=package,
    )


@act_page
def end_input(request: SignedIn, number: int, pk: int, which: int) -> Page:
    """A provider's part is done."""
    concern, package = package_or_404(request, number, pk)
    held = found_or_404(queries.input_of(package, which))
    return Page(
        about=about_concern(concern),
        title=f"End the input of {held.whose}",
        button="End it",
        intro=f"{held.gives}. The rest of the support goes on.",
        form=EndingForm(concern, *bound(request)),
        act=partial(workflow.end_input, support_input=held),
        sentence=_not_decide(request, concern),
        afterwards="The input has ended.",
        to=package,
    )


# The Improvement Board.


def _board_or_404(
    request: SignedIn, number: int, pk: int, which: int
) -> tuple[Concern, SupportPackage, ImprovementBoard]:
    concern, package = package_or_404(request, number, pk)
    return concern, package, found_or_404(queries.board_of(package, which))


@act_page
def form_board(request: SignedIn, number: int, pk: int) -> Page:
    """An Improvement Board over the support."""
    concern, package = package_or_404(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="Form an Improvement Board",
        button="Save the board",
        form=BoardForm(package, *bound(request)),
        act=partial(workflow.form_board, package=package),
        sentence=_not_decide(request, concern),
        afterwards="The board is kept.",
        to=package,
    )


@login_required
@require_safe
def board(request: SignedIn, number: int, pk: int, which: int) -> HttpResponse:
    """One board: who sits on it, its meetings, its actions with every review of them."""
    concern, package, held = _board_or_404(request, number, pk, which)
    context = {
        "board": held,
        "shown": queries.board_page(held),
        "concern": concern,
        "package": package,
        "goes_on": held.stands and package.goes_on,
        "not_work": access.may_not_work_on(request.user, concern, today()),
        "not_decide": _not_decide(request, concern),
        "on": today(),
        "way": [*concern_way(concern), ("Support", package.get_absolute_url())],
    }
    return render(request, "cases/board.html", context)


@act_page
def change_board(request: SignedIn, number: int, pk: int, which: int) -> Page:
    """The board as it is now, its next meeting too."""
    concern, _, held = _board_or_404(request, number, pk, which)
    return Page(
        about=about_concern(concern),
        title="Change the board or its next meeting",
        button="Save",
        intro="How it was before is kept.",
        form=ChangeBoardForm(held, *bound(request)),
        act=partial(workflow.change_board, board=held),
        sentence=_not_decide(request, concern),
        afterwards="The board is changed.",
        to=held,
    )


@act_page
def stand_board_down(request: SignedIn, number: int, pk: int, which: int) -> Page:
    """The board is stood down."""
    concern, _, held = _board_or_404(request, number, pk, which)
    return Page(
        about=about_concern(concern),
        title="Stand the board down",
        button="Stand it down",
        intro="The support goes on without a board. What the board did is kept.",
        form=EndingForm(concern, *bound(request)),
        act=partial(workflow.stand_board_down, board=held),
        sentence=_not_decide(request, concern),
        afterwards="The board is stood down.",
        to=held,
    )


@act_page
def record_board_meeting(request: SignedIn, number: int, pk: int, which: int) -> Page:
    """A meeting that was held."""
    concern, _, held = _board_or_404(request, number, pk, which)
    return Page(
        about=about_concern(concern),
        title="Record a meeting of the board",
        button="Save the meeting",
        form=BoardMeetingForm(held, today(), *bound(request)),
        act=partial(workflow.record_board_meeting, board=held),
        sentence=access.may_not_work_on(request.user, concern, today()),
        afterwards="The meeting is kept.",
        to=held,
    )


@act_page
def add_board_action(request: SignedIn, number: int, pk: int, which: int) -> Page:
    """An action the board agreed."""
    concern, _, held = _board_or_404(request, number, pk, which)
    return Page(
        about=about_concern(concern),
        title="Add an action",
        button="Save the action",
        form=BoardActionForm(concern, *bound(request)),
        act=partial(workflow.add_board_action, board=held),
        sentence=access.may_not_work_on(request.user, concern, today()),
        afterwards="The action is kept.",
        to=held,
    )


@act_page
def review_action(request: SignedIn, number: int, pk: int, which: int, action: int) -> Page:
    """How an action goes."""
    concern, _, held = _board_or_404(request, number, pk, which)
    reviewed = found_or_404(queries.action_of(held, action))
    return Page(
        about=about_concern(concern),
        title=f"Review: {reviewed.what}",
        button="Save the review",
        intro=f"Whose: {reviewed.whose}. Earlier reviews stay; the word is of the action alone.",
        form=ActionReviewForm(concern, *bound(request)),
        act=partial(workflow.review_action, action=reviewed),
        sentence=access.may_not_work_on(request.user, concern, today()),
        afterwards="The review is kept.",
        to=held,
    )


# Terms of Engagement.


def _draft(package: SupportPackage) -> Sheet:
    return terms_paper(package, body=settings.SERVICE_NAME, marking=settings.MARKING, on=today())


@act_page
def terms(request: SignedIn, number: int, pk: int) -> Page:
    """The terms: the draft from what is held, to take into Word, and the text as agreed."""
    concern, package = package_or_404(request, number, pk)
    draft = _draft(package)
    return Page(
        about=about_concern(concern),
        title="Terms of Engagement",
        button="Save the agreed terms",
        form=TermsForm(package, *bound(request)),
        act=partial(workflow.keep_terms, package=package),
        sentence=_not_decide(request, concern),
        afterwards="The terms are kept.",
        to=package,
        template="cases/terms.html",
        more={
            "package": package,
            "paper": to_page(draft),
            "blanks": blanks_in(draft),
            "not_take": access.may_not_work_on(request.user, concern, today()),
        },
    )


@login_required
@require_safe
def terms_document(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """The draft as an editable Word document; that it was taken out is part of the record."""
    _, package = package_or_404(request, number, pk)
    workflow.export_terms(by=request.user, at=now(), package=package)
    return HttpResponse(
        to_word(_draft(package)),
        content_type=WORD_TYPE,
        headers={"Content-Disposition": f'attachment; filename="terms-of-engagement-{package.pk}.docx"'},
    )
