"""Offers to councils: the list, one of them, and a page for each act."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import council_access, queries, workflow
from cases.forms.of_councils import OfferFilter
from cases.forms.offers import AnswerForm, ChangeOfferForm, DaysForm, EndOfferForm, MakeOfferForm, PlanForm
from cases.models import OfferUse
from cases.register import offers
from cases.views.of_councils import OFFERS, Way, act_page, council_or_404, council_way
from cases.views.showing import Page, SignedIn, bound, get_or_post
from common.clock import now, today
from common.refusals import found_or_404

PER_PAGE = 50


@login_required
@require_safe
def offer_list(request: SignedIn) -> HttpResponse:
    """What the sector offers, and which councils use it: the latter for advisers."""
    on = today()
    form = OfferFilter(request.GET)
    page = Paginator(queries.offers_for(request.user, on, form.filters), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rest = request.GET.copy()
    rest.pop("page", None)
    chips = form.chips()
    count = page.paginator.count
    context = {
        "form": form,
        "chips": chips,
        "clear": OFFERS[1] if chips else "",
        "said": f"{count:,} {'offer' if count == 1 else 'offers'}",
        "page": page,
        "query": rest.urlencode(),
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


@login_required
@get_or_post
def make(request: SignedIn, code: str, slug: str) -> HttpResponse:
    """Keep that this was offered to the council."""
    council, on = council_or_404(code), today()
    kind = offers().get(slug)
    if kind is None:
        raise Http404
    form = MakeOfferForm(kind, council, request.user, on, *bound(request), initial=_change(request))
    limits = queries.limits_passed(kind, council, on)
    if late := queries.out_of_time(kind, on):
        limits.append(late)
    page = Page(
        title=f"Offered: {kind.name}",
        button="Keep that it was offered",
        intro=kind.what,
        form=form,
        act=lambda: workflow.make_offer(by=request.user, at=now(), council=council, offer=slug, **form.said),
        sentence=council_access.may_not_keep_for(request.user, [council], on),
        afterwards="The offer is kept. Say what the council answers once you know.",
    )
    reads = page.sentence is None
    return act_page(request, council.short_name, council_way(council), page, limits=limits if reads else [])


@login_required
@get_or_post
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """What the council said to it."""
    use = _use(request, pk)
    form = AnswerForm(*bound(request), version=use.version)
    return _act(
        request,
        use,
        Page(
            title="What the council answered",
            button="Save",
            form=form,
            act=lambda: workflow.answer_offer(by=request.user, at=now(), use=use, **form.said),
            sentence=council_access.is_over(use) or council_access.is_answered(use),
            afterwards="The answer is kept.",
        ),
    )


@login_required
@get_or_post
def answer_change(request: SignedIn, pk: int) -> HttpResponse:
    """What the council said to the days that were offered with a change of control."""
    on = today()
    change = found_or_404(queries.change_offered(request.user, on, pk))
    form = ChangeOfferForm(*bound(request))
    page = Page(
        title="What the council answered",
        button="Save",
        intro=(
            f"{change}. The free days were offered on {change.answered_on:%-d %B %Y}: that is kept with the "
            "change of control and is not asked again."
        ),
        form=form,
        act=lambda: workflow.answer_change_offer(by=request.user, at=now(), change=change, **form.said),
        sentence=council_access.may_not_keep_for(request.user, [change.council], on),
        afterwards="The answer is kept.",
    )
    return act_page(request, change.council.short_name, council_way(change.council), page)


@login_required
@get_or_post
def plan(request: SignedIn, pk: int) -> HttpResponse:
    """When, with whom, how many days."""
    use = _use(request, pk)
    form = PlanForm(use, *bound(request))
    return _act(
        request,
        use,
        Page(
            title="When, with whom, how many days",
            button="Save",
            intro="What was planned before is kept.",
            form=form,
            act=lambda: workflow.plan_offer(by=request.user, at=now(), use=use, **form.said),
            sentence=council_access.is_over(use),
            afterwards="The plan is kept.",
        ),
    )


@login_required
@get_or_post
def days(request: SignedIn, pk: int) -> HttpResponse:
    """Days that were used; with `?corrects=` in the place of days written by mistake."""
    use = _use(request, pk)
    earlier = request.GET.get("corrects", "")
    is_id = earlier.isascii() and earlier.isdigit() and len(earlier) < 10
    wrong = found_or_404(queries.days_of(use, int(earlier))) if is_id else None
    initial = {"days": wrong.days, "line": wrong.line, "happened_on": wrong.happened_on} if wrong else {}
    form = DaysForm(*bound(request), initial=initial)
    return _act(
        request,
        use,
        Page(
            title="Correct the days" if wrong else "Days that were used",
            button="Save",
            intro="What was written stays readable; this takes its place. Nought takes it away."
            if wrong
            else "",
            form=form,
            act=lambda: workflow.record_days(
                by=request.user, at=now(), use=use, supersedes=wrong, **form.said
            ),
            sentence=council_access.is_not_taken_up(use),
            afterwards="The days are kept.",
            to=use,
        ),
    )


@login_required
@get_or_post
def end(request: SignedIn, pk: int) -> HttpResponse:
    """It is over, and this came of it."""
    use = _use(request, pk)
    form = EndOfferForm(*bound(request), version=use.version)
    return _act(
        request,
        use,
        Page(
            title="What came of it",
            button="Save, and end it",
            form=form,
            act=lambda: workflow.end_offer(by=request.user, at=now(), use=use, **form.said),
            sentence=council_access.is_not_taken_up(use),
            afterwards="What came of it is kept.",
        ),
    )


def _act(request: SignedIn, use: OfferUse, page: Page) -> HttpResponse:
    """The page of an act on an offer: who may not keep it is told so before anything else."""
    why_not = council_access.may_not_keep_for(request.user, [use.council], today())
    shown = Page(**{**vars(page), "sentence": why_not or page.sentence})
    way: Way = [OFFERS, (use.name, use.get_absolute_url())]
    return act_page(request, f"{use.council.short_name} · {use.name}", way, shown)


def _use(request: SignedIn, pk: int) -> OfferUse:
    return found_or_404(queries.offer_for(request.user, pk))


def _change(request: SignedIn) -> dict[str, Any]:
    """The change of control of the address, chosen when the page opens."""
    said = request.GET.get("change", "")
    return {"change": said} if said.isascii() and said.isdigit() and len(said) < 10 else {}
