"""What the pages of offers, peer challenges and recognition share; the page of one council's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases import council_access, queries
from cases.views.showing import Page, SignedIn
from common.clock import today
from common.refusals import found_or_404, refusals_on
from councils.models import Council
from councils.queries import council_by_code

OFFERS = ("Offers", "/offers")
CHALLENGES = ("Peer challenges", "/peer-challenges")
RECOGNITION = ("Recognition", "/recognition")
Way = list[tuple[str, str]]


def act_page(request: SignedIn, about: str, way: Way, page: Page, **more: Any) -> HttpResponse:
    """Do the act and go on to `page.to`, or show its page: with 422 and every word where it was refused.

    `about`: of which council, over the title.
    """
    form = page.form
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            done = page.act()
            messages.success(request, page.afterwards)
            return redirect(page.to or done)
    context = {
        "about": about,
        "page": page,
        "form": form,
        "way": way,
        "back": way[-1][1],
        **page.more,
        **more,
    }
    return render(request, "cases/council_act.html", context, status=422 if form.is_bound else 200)


def council_or_404(code: str) -> Council:
    """The council of the address."""
    return found_or_404(council_by_code(code.replace("\x00", "")[:20]))


def council_way(council: Council) -> Way:
    """The way to the page of what a council was offered."""
    own = (council.short_name, council.get_absolute_url())
    return [("Councils", "/councils"), own, ("Offers and peer challenges", f"{own[1]}/offers")]


@login_required
@require_safe
def of_council(request: SignedIn, code: str) -> HttpResponse:
    """What one council was offered and uses, its peer challenges, and its way to recognition.

    Who is no adviser reads here what is public: the offer itself, and published peer challenges.
    """
    council, on = council_or_404(code), today()
    context = {
        "council": council,
        "way": council_way(council)[:2],
        "why_not": council_access.may_not_keep_for(request.user, [council], on),
        "reads_all": council_access.knows_challenges_fully(request.user),
        "uses": queries.offers_about(council, request.user),
        "with_change": queries.offered_with_change(request.user, on, council),
        "challenges": queries.challenges_about(council, request.user),
        "recognition": queries.recognition_about(council, request.user),
        "fact": queries.rated_fact_of(council),
        "parts": queries.register_by_part(),
        "on": on,
    }
    return render(request, "cases/council_offers.html", context)
