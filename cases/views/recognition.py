"""Recognition: councils on their way to it, one of them, and a page for each act."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import council_access, queries, workflow
from cases.forms.recognition import BeginForm, ElementForm, LearningForm, StepForm
from cases.models import ASKED, Recipient, Step
from cases.register import board_names, rated_words
from cases.views.acting import About, Page, act_page, done_or_shown
from cases.views.of_councils import RECOGNITION, about_council, choose_council, council_or_404
from cases.views.showing import SignedIn, bound, get_or_post
from common.clock import today
from common.refusals import found_or_404


@login_required
@require_safe
def recognition_list(request: SignedIn) -> HttpResponse:
    """Councils on their way that this person may know of, and the public facts about the seven of 2012."""
    context = {
        "ways": queries.ways(request.user),
        "rated": queries.rated_with_councils(),
        "rated_words": rated_words(),
        "names": board_names(),
        "not_keep": council_access.may_not_keep_at_all(request.user),
    }
    return render(request, "cases/recognitions.html", context)


@login_required
@require_safe
def recognition(request: SignedIn, pk: int) -> HttpResponse:
    """One council's way: what is held of the five, what is missing, what followed."""
    held = _way(request, pk)
    on = today()
    decides = council_access.may_not_decide_recognition(request.user, held.council, on)
    results = next((one.step for one in held.elements if one.kind == Step.PEER_CHALLENGE), None)
    rests_on = results.challenge if results else None
    of_theirs = queries.challenge_for(request.user, rests_on.pk) if rests_on else None
    context = {
        "held": held,
        "council": held.council,
        "why_not": council_access.may_not_keep_for(request.user, [held.council], on),
        "not_decide": decides,
        "not_ask": council_access.cannot_be_asked(held.steps),
        "not_invite": decides or council_access.cannot_be_invited(held.steps),
        "not_recognise": council_access.cannot_be_recognised(held.steps),
        "not_learn": council_access.cannot_be_learnt_from(held.steps),
        "seen": of_theirs,
        "not_shared": council_access.may_not_be_shared(of_theirs, Recipient.BOARD) if of_theirs else None,
        "way": [RECOGNITION],
    }
    return render(request, "cases/recognition.html", context)


@login_required
@get_or_post
def begin(request: SignedIn) -> HttpResponse:
    """The council of the address is on its way; without one, choose it first."""
    if not request.GET.get("council"):
        return choose_council(request, "A council on its way to recognition", [RECOGNITION])
    council = council_or_404(request.GET["council"])
    page = Page(
        about=about_council(council),
        title="On its way to recognition",
        button="Begin",
        intro="By the board for adult social care: three elements and two confirmations, in any order.",
        form=BeginForm(*bound(request)),
        act=partial(workflow.begin_recognition, council=council),
        sentence=council_access.may_not_keep_for(request.user, [council], today()),
        afterwards=f"{council.short_name} is on its way.",
    )
    return done_or_shown(request, page)


@act_page
def element(request: SignedIn, pk: int, kind: str) -> Page:
    """One of the three elements or two confirmations."""
    held = _way(request, pk)
    if kind not in ASKED:
        raise Http404
    step = Step(kind)
    on = today()
    sentence = (
        council_access.may_not_decide_recognition(request.user, held.council, on)
        if step == Step.PRINCIPAL_ADVISER
        else council_access.may_not_keep_for(request.user, [held.council], on)
    )
    return Page(
        about=_about(held),
        title=str(step.label),
        button="Keep it",
        intro="What was kept of it before stays readable.",
        form=ElementForm(step, held.council, request.user, *bound(request)),
        act=partial(workflow.record_element, recognition=held.recognition),
        sentence=sentence or council_access.cannot_be_asked(held.steps),
        afterwards="It is kept.",
    )


@act_page
def invite(request: SignedIn, pk: int) -> Page:
    """All five align: the council is invited to present to the Board."""
    held = _way(request, pk)
    return Page(
        about=_about(held),
        title="Invited to present to the Board",
        button="Keep the invitation",
        form=StepForm(*bound(request)),
        act=partial(workflow.invite_to_present, recognition=held.recognition),
        sentence=council_access.may_not_decide_recognition(request.user, held.council, today())
        or council_access.cannot_be_invited(held.steps),
        afterwards="The invitation is kept.",
    )


@act_page
def recognise(request: SignedIn, pk: int) -> Page:
    """The Board recognised what the council has improved."""
    held = _way(request, pk)
    return Page(
        about=_about(held),
        title="Recognised by the Board",
        button="Keep it",
        form=StepForm(*bound(request)),
        act=partial(workflow.record_recognised, recognition=held.recognition),
        sentence=council_access.may_not_keep_for(request.user, [held.council], today())
        or council_access.cannot_be_recognised(held.steps),
        afterwards="It is kept that the council was recognised.",
    )


@act_page
def learning(request: SignedIn, pk: int) -> Page:
    """What was learnt, and with whom it is shared."""
    held = _way(request, pk)
    return Page(
        about=_about(held),
        title="What was learnt is shared",
        button="Keep it",
        form=LearningForm(*bound(request)),
        act=partial(workflow.share_learning, recognition=held.recognition),
        sentence=council_access.may_not_keep_for(request.user, [held.council], today())
        or council_access.cannot_be_learnt_from(held.steps),
        afterwards="What was learnt is kept.",
    )


def _way(request: SignedIn, pk: int) -> queries.Way:
    return found_or_404(queries.way_of(request.user, pk))


def _about(held: queries.Way) -> About:
    way = [RECOGNITION, (held.council.short_name, held.recognition.get_absolute_url())]
    return About(words=held.council.short_name, way=way, held=held.recognition)
