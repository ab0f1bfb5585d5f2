"""What the pages of offers, peer challenges and recognition share; the page of one council's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import council_access, queries
from cases.forms import CouncilForm
from cases.views.acting import About
from cases.views.showing import SignedIn, Way
from common.clock import today
from common.refusals import found_or_404
from councils.models import Council
from councils.queries import council_by_code

OFFERS = ("Offers", "/offers")
CHALLENGES = ("Peer challenges", "/peer-challenges")
RECOGNITION = ("Recognition", "/recognition")


def council_or_404(code: str) -> Council:
    """The council of the address."""
    return found_or_404(council_by_code(code.replace("\x00", "")[:20]))


def council_way(council: Council) -> Way:
    """The way to the page of what a council was offered."""
    own = (council.short_name, council.get_absolute_url())
    return [("Councils", "/councils"), own, ("Offers and peer challenges", f"{own[1]}/offers")]


def about_council(council: Council) -> About:
    """An act that makes something about a council."""
    return About(words=council.short_name, way=council_way(council))


def choose_council(request: SignedIn, title: str, way: Way) -> HttpResponse:
    """About which council something is begun, where its address does not say."""
    context = {
        "form": CouncilForm(request.user, today()),
        "sentence": council_access.may_not_keep_at_all(request.user),
        "way": way,
        "title": title,
    }
    return render(request, "cases/choose_council.html", context)


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
