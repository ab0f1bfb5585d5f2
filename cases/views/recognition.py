"""Recognition: councils on their way to it, one of them, and a page for each act."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import council_access, queries, workflow
from cases.forms import CouncilForm
from cases.forms.recognition import BeginForm, ElementForm, LearningForm, StepForm
from cases.models import ASKED, Recipient, Step
from cases.register import board_names, rated_words
from cases.views.of_councils import RECOGNITION, act_page, council_or_404, council_way
from cases.views.showing import Page, SignedIn, bound, get_or_post
from common.clock import now, today
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
    on = today()
    if not request.GET.get("council"):
        context: dict[str, Any] = {
            "form": CouncilForm(request.user, on),
            "sentence": council_access.may_not_keep_at_all(request.user),
            "way": [RECOGNITION],
            "title": "A council on its way to recognition",
        }
        return render(request, "cases/choose_council.html", context)
    council = council_or_404(request.GET["council"])
    form = BeginForm(*bound(request))
    page = Page(
        title="On its way to recognition",
        button="Begin",
        intro="By the board for adult social care: three elements and two confirmations, in any order.",
        form=form,
        act=lambda: workflow.begin_recognition(by=request.user, at=now(), council=council, **form.said),
        sentence=council_access.may_not_keep_for(request.user, [council], on),
        afterwards=f"{council.short_name} is on its way.",
    )
    return act_page(request, council.short_name, council_way(council), page)


@login_required
@get_or_post
def element(request: SignedIn, pk: int, kind: str) -> HttpResponse:
    """One of the three elements or two confirmations."""
    held = _way(request, pk)
    if kind not in ASKED:
        raise Http404
    step = Step(kind)
    on = today()
    form = ElementForm(step, held.council, request.user, *bound(request))
    sentence = (
        council_access.may_not_decide_recognition(request.user, held.council, on)
        if step == Step.PRINCIPAL_ADVISER
        else council_access.may_not_keep_for(request.user, [held.council], on)
    )
    return _act(
        request,
        held,
        Page(
            title=str(step.label),
            button="Keep it",
            intro="What was kept of it before stays readable.",
            form=form,
            act=lambda: workflow.record_element(
                by=request.user, at=now(), recognition=held.recognition, **form.said
            ),
            sentence=sentence or council_access.cannot_be_asked(held.steps),
            afterwards="It is kept.",
            to=held.recognition,
        ),
    )


@login_required
@get_or_post
def invite(request: SignedIn, pk: int) -> HttpResponse:
    """All five align: the council is invited to present to the Board."""
    held = _way(request, pk)
    form = StepForm(*bound(request))
    return _act(
        request,
        held,
        Page(
            title="Invited to present to the Board",
            button="Keep the invitation",
            form=form,
            act=lambda: workflow.invite_to_present(
                by=request.user, at=now(), recognition=held.recognition, **form.said
            ),
            sentence=council_access.may_not_decide_recognition(request.user, held.council, today())
            or council_access.cannot_be_invited(held.steps),
            afterwards="The invitation is kept.",
            to=held.recognition,
        ),
    )


@login_required
@get_or_post
def recognise(request: SignedIn, pk: int) -> HttpResponse:
    """The Board recognised what the council has improved."""
    held = _way(request, pk)
    form = StepForm(*bound(request))
    return _act(
        request,
        held,
        Page(
            title="Recognised by the Board",
            button="Keep it",
            form=form,
            act=lambda: workflow.record_recognised(
                by=request.user, at=now(), recognition=held.recognition, **form.said
            ),
            sentence=council_access.may_not_keep_for(request.user, [held.council], today())
            or council_access.cannot_be_recognised(held.steps),
            afterwards="It is kept that the council was recognised.",
            to=held.recognition,
        ),
    )


@login_required
@get_or_post
def learning(request: SignedIn, pk: int) -> HttpResponse:
    """What was learnt, and with whom it is shared."""
    held = _way(request, pk)
    form = LearningForm(*bound(request))
    return _act(
        request,
        held,
        Page(
            title="What was learnt is shared",
            button="Keep it",
            form=form,
            act=lambda: workflow.share_learning(
                by=request.user, at=now(), recognition=held.recognition, **form.said
            ),
            sentence=council_access.may_not_keep_for(request.user, [held.council], today())
            or council_access.cannot_be_learnt_from(held.steps),
            afterwards="What was learnt is kept.",
            to=held.recognition,
        ),
    )


def _act(request: SignedIn, held: queries.Way, page: Page) -> HttpResponse:
    way = [RECOGNITION, (held.council.short_name, held.recognition.get_absolute_url())]
    return act_page(request, held.council.short_name, way, page)


def _way(request: SignedIn, pk: int) -> queries.Way:
    return found_or_404(queries.way_of(request.user, pk))
