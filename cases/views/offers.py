"""Offers to councils: the list, one of them, and a page for each act."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import council_access, queries, workflow
from cases.forms.of_councils import OfferFilter
from cases.forms.offers import AnswerForm, ChangeOfferForm, DaysForm, EndOfferForm, MakeOfferForm, PlanForm
from cases.models import OfferUse
from cases.register import offers
from cases.views.acting import About, Page, act_page
from cases.views.listing import narrowed
from cases.views.of_councils import OFFERS, about_council, council_or_404, council_way
from cases.views.showing import SignedIn, bound, id_in
from common.clock import today
from common.refusals import found_or_404


@login_required
@require_safe
def offer_list(request: SignedIn) -> HttpResponse:
    """What the sector offers, and which councils use it: the latter for advisers."""
    on = today()
    form = OfferFilter(request.GET)
    held = queries.offers_for(request.user, on, form.filters)
    context = {
        **narrowed(request, form, held, whole=OFFERS[1], one="offer", many="offers"),
        "order": form.given("order"),
        "with_change": queries.offered_with_change(request.user, on),
        "not_keep": council_access.may_not_keep_at_all(request.user),
        "parts": queries.register_by_part(),
        "on": on,
    }
    return render(request, "cases/offers.html", context)


@login_required
@require_safe
def offer(request: SignedIn, pk: int) -> HttpResponse:
    """One offer: what the council answered, what is planned, the days used, what came of it."""
    use = _use(request, pk)
    on = today()
    context = {
        "use": use,
        "council": use.council,
        "limits": queries.limits_passed(use.kind, use.council, use.happened_on, use),
        "why_not": council_access.may_not_keep_for(request.user, [use.council], on),
        "over": council_access.is_over(use),
        "challenge": queries.challenge_of_offer(request.user, use),
        "not_taken_up": council_access.is_not_taken_up(use),
        "way": [OFFERS, *council_way(use.council)[1:]],
    }
    return render(request, "cases/offer.html", context)


@act_page
def make(request: SignedIn, code: str, slug: str) -> Page:
    """Keep that this was offered to the council."""
    council, on = council_or_404(code), today()
    kind = offers().get(slug)
    if kind is None:
        raise Http404
    limits = queries.limits_passed(kind, council, on)
    if late := queries.out_of_time(kind, on):
        limits.append(late)
    sentence = council_access.may_not_keep_for(request.user, [council], on)
    begun = {"change": id_in(request, "change")}
    return Page(
        about=about_council(council),
        title=f"Offered: {kind.name}",
        button="Keep that it was offered",
        intro=kind.what,
        form=MakeOfferForm(kind, council, request.user, on, *bound(request), initial=begun),
        act=partial(workflow.make_offer, council=council, offer=slug),
        sentence=sentence,
        afterwards="The offer is kept. Say what the council answers once you know.",
        more={"limits": [] if sentence else limits},
    )


@act_page
def answer(request: SignedIn, pk: int) -> Page:
    """What the council said to it."""
    use = _use(request, pk)
    return Page(
        about=_about(use),
        title="What the council answered",
        button="Save",
        form=AnswerForm(*bound(request), version=use.version),
        act=partial(workflow.answer_offer, use=use),
        sentence=_not_keep(request, use) or council_access.is_over(use) or council_access.is_answered(use),
        afterwards="The answer is kept.",
    )


@act_page
def answer_change(request: SignedIn, pk: int) -> Page:
    """What the council said to the days that were offered with a change of control."""
    on = today()
    change = found_or_404(queries.change_offered(request.user, on, pk))
    return Page(
        about=about_council(change.council),
        title="What the council answered",
        button="Save",
        intro=(
            f"{change}. The free days were offered on {change.answered_on:%-d %B %Y}: that is kept with the "
            "change of control and is not asked again."
        ),
        form=ChangeOfferForm(*bound(request)),
        act=partial(workflow.answer_change_offer, change=change),
        sentence=council_access.may_not_keep_for(request.user, [change.council], on),
        afterwards="The answer is kept.",
    )


@act_page
def plan(request: SignedIn, pk: int) -> Page:
    """When, with whom, how many days."""
    use = _use(request, pk)
    return Page(
        about=_about(use),
        title="When, with whom, how many days",
        button="Save",
        intro="What was planned before is kept.",
        form=PlanForm(use, *bound(request)),
        act=partial(workflow.plan_offer, use=use),
        sentence=_not_keep(request, use) or council_access.is_over(use),
        afterwards="The plan is kept.",
    )


@act_page
def days(request: SignedIn, pk: int) -> Page:
    """Days that were used; with `?corrects=` in the place of days written by mistake."""
    use = _use(request, pk)
    earlier = id_in(request, "corrects")
    wrong = None if earlier is None else found_or_404(queries.days_of(use, earlier))
    initial = {"days": wrong.days, "line": wrong.line, "happened_on": wrong.happened_on} if wrong else {}
    return Page(
        about=_about(use),
        title="Correct the days" if wrong else "Days that were used",
        button="Save",
        intro="What was written stays readable; this takes its place. Nought takes it away." if wrong else "",
        form=DaysForm(*bound(request), initial=initial),
        act=partial(workflow.record_days, use=use, supersedes=wrong),
        sentence=_not_keep(request, use) or council_access.is_not_taken_up(use),
        afterwards="The days are kept.",
    )


@act_page
def end(request: SignedIn, pk: int) -> Page:
    """It is over, and this came of it."""
    use = _use(request, pk)
    return Page(
        about=_about(use),
        title="What came of it",
        button="Save, and end it",
        form=EndOfferForm(*bound(request), version=use.version),
        act=partial(workflow.end_offer, use=use),
        sentence=_not_keep(request, use) or council_access.is_not_taken_up(use),
        afterwards="What came of it is kept.",
    )


def _use(request: SignedIn, pk: int) -> OfferUse:
    return found_or_404(queries.offer_for(request.user, pk))


def _about(use: OfferUse) -> About:
    way = [OFFERS, (use.name, use.get_absolute_url())]
    return About(words=f"{use.council.short_name} · {use.name}", way=way, held=use)


def _not_keep(request: SignedIn, use: OfferUse) -> str | None:
    return council_access.may_not_keep_for(request.user, [use.council], today())
