"""Competing explanations side by side, what speaks for and against each, and what each came to."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import access, queries, workflow
from cases.forms import ExplanationForm, GroundsForm, OutcomeForm
from cases.models import Concern, Explanation
from cases.views.acting import Page, about_concern, act_page
from cases.views.showing import SignedIn, bound, concern_or_404, concern_way
from common.clock import today
from common.refusals import found_or_404


@login_required
@require_safe
def explanations(request: SignedIn, number: int) -> HttpResponse:
    """The explanations side by side; it prints on one sheet."""
    concern, on = concern_or_404(request, number), today()
    balance = queries.balance(concern, request.user)
    context = {
        "concern": concern,
        "weighed": queries.explanations(concern, balance),
        "not_write": access.may_not_work_on(request.user, concern, on) or access.is_closed(concern),
        "way": concern_way(concern),
        "on": on,
    }
    return render(request, "cases/explanations.html", context)


@act_page
def explain(request: SignedIn, number: int) -> Page:
    """One more explanation."""
    concern, on = concern_or_404(request, number), today()
    return Page(
        about=about_concern(concern),
        title="Add an explanation",
        button="Add it",
        intro="One text is enough to begin. What speaks for and against it can be added later.",
        form=ExplanationForm(concern, queries.balance(concern, request.user), *bound(request)),
        act=partial(workflow.explain, concern=concern),
        sentence=access.may_not_work_on(request.user, concern, on) or access.is_closed(concern),
        afterwards="The explanation is added.",
        to=_side_by_side(concern),
    )


def _explanation(request: SignedIn, number: int, pk: int) -> tuple[Concern, Explanation]:
    concern = concern_or_404(request, number)
    return concern, found_or_404(queries.explanation_of(concern, pk))


def _side_by_side(concern: Concern) -> str:
    return f"{concern.get_absolute_url()}/explanations"


@act_page
def grounds(request: SignedIn, number: int, pk: int) -> Page:
    """More that speaks for or against one of them."""
    concern, explanation = _explanation(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="What speaks for and against it",
        button="Add it",
        intro="What stands there already stays.",
        form=GroundsForm(concern, queries.balance(concern, request.user), *bound(request)),
        act=partial(workflow.add_grounds, explanation=explanation),
        sentence=access.may_not_work_on(request.user, concern, today()) or access.is_closed(concern),
        afterwards="Added.",
        to=_side_by_side(concern),
        more={"quoted": explanation},
    )


@act_page
def outcome(request: SignedIn, number: int, pk: int) -> Page:
    """What one of them came to, after the conversation."""
    concern, explanation = _explanation(request, number, pk)
    return Page(
        about=about_concern(concern),
        title="What did it come to?",
        button="Save",
        intro="The explanation stays as it was written; what it came to is added beside it.",
        form=OutcomeForm(concern, *bound(request)),
        act=partial(workflow.say_what_it_comes_to, explanation=explanation),
        sentence=access.may_not_work_on(request.user, concern, today()) or access.is_closed(concern),
        afterwards="Saved.",
        to=_side_by_side(concern),
        more={"quoted": explanation},
    )
