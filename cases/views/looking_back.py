"""To look back once, a year after support ended; to correct it; to put it off once."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from cases import access, queries, workflow
from cases.forms import CorrectLookBackForm, LookBackForm, PutOffForm
from cases.views.acting import Page, about_concern, act_page, done_or_shown
from cases.views.showing import SignedIn, bound, concern_or_404, concern_way, get_or_post
from common.clock import today
from common.refusals import found_or_404


@login_required
@get_or_post
def look_back(request: SignedIn, number: int, pk: int) -> HttpResponse:
    """What lasted and what did not: the form, or what was found once somebody has looked back."""
    concern = concern_or_404(request, number)
    looking = queries.looking_back(concern, found_or_404(queries.ending_of(concern, pk)))
    sentence = access.may_not_work_on(request.user, concern, today())
    not_put_off = sentence or access.may_not_put_off_look_back(
        looking.ending, looking.put_off, has_looked_back=looking.done is not None
    )
    more = {"concern": concern, "looking": looking, "not_put_off": not_put_off}
    if looking.done and request.method != "POST":
        context = {"sentence": sentence, "way": concern_way(concern), **more}
        return render(request, "cases/looked_back.html", context)
    page = Page(
        about=about_concern(concern),
        title="Look back: what lasted?",
        button="Save the look-back",
        intro="One look-back, in words, so that it informs the support of others. It moves nothing.",
        form=LookBackForm(concern, *bound(request)),
        act=partial(workflow.look_back, ending=looking.ending),
        sentence=sentence,
        afterwards="The look-back is kept.",
        to=looking.ending,
        template="cases/look_back.html",
        more=more,
    )
    return done_or_shown(request, page)


@act_page
def correct(request: SignedIn, number: int, pk: int) -> Page:
    """Say it otherwise; what was written stays beneath it."""
    concern = concern_or_404(request, number)
    held = found_or_404(queries.look_back_of(concern, pk))
    started = {"lasted": held.lasted, "did_not_last": held.did_not_last}
    return Page(
        about=about_concern(concern),
        title="Correct the look-back",
        button="Save the correction",
        intro="What was written before stays, dated and signed.",
        form=CorrectLookBackForm(concern, *bound(request), initial=started),
        act=partial(workflow.correct_look_back, corrects=held),
        sentence=access.may_not_work_on(request.user, concern, today()),
        afterwards="The correction is kept.",
        to=held.ending,
    )


@act_page
def put_off(request: SignedIn, number: int, pk: int) -> Page:
    """Look back later, once, with a line of why."""
    concern = concern_or_404(request, number)
    looking = queries.looking_back(concern, found_or_404(queries.ending_of(concern, pk)))
    sentence = access.may_not_work_on(request.user, concern, today())
    return Page(
        about=about_concern(concern),
        title="Put off the look-back",
        button="Put it off",
        intro="Once, by a year at most: how long the concern is kept counts from the look-back.",
        form=PutOffForm(concern, *bound(request)),
        act=partial(workflow.put_off_look_back, ending=looking.ending),
        sentence=sentence
        or access.may_not_put_off_look_back(
            looking.ending, looking.put_off, has_looked_back=looking.done is not None
        ),
        afterwards="The look-back is put off.",
        to=looking.ending,
    )
