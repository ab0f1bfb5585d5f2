"""Peer challenges: the list, one of them, and a page for each act."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import council_access, queries, workflow
from cases.forms.challenges import (
    BecauseForm,
    ChallengeForm,
    ChangeChallengeForm,
    ConsentForm,
    FindingForm,
    GivenForm,
    PublicationForm,
)
from cases.forms.of_councils import ChallengeFilter, PublishedFilter
from cases.models import PeerChallenge, Recipient
from cases.register import challenge_facts, challenge_kinds
from cases.views.acting import About, Page, act_page, done_or_shown
from cases.views.listing import narrowed
from cases.views.of_councils import CHALLENGES, about_council, choose_council, council_or_404
from cases.views.showing import SignedIn, bound, get_or_post, id_in
from common.clock import today
from common.refusals import found_or_404


@login_required
@require_safe
def challenge_list(request: SignedIn) -> HttpResponse:
    """The peer challenges this person may see, and what was publicly said of all of them together."""
    reads_all = council_access.knows_challenges_fully(request.user)
    form = ChallengeFilter(request.GET) if reads_all else PublishedFilter(request.GET)
    held = queries.challenges_for(request.user, today(), form.filters)
    whole = CHALLENGES[1]
    context = {
        **narrowed(request, form, held, whole=whole, one="peer challenge", many="peer challenges"),
        "order": form.given("order"),
        "reads_all": reads_all,
        "not_keep": council_access.may_not_keep_at_all(request.user),
        "facts": challenge_facts(),
        "kinds": challenge_kinds().values(),
    }
    return render(request, "cases/challenges.html", context)


@login_required
@require_safe
def challenge(request: SignedIn, pk: int) -> HttpResponse:
    """One peer challenge: of whom, when, its report, what its council chose and agreed to."""
    held = _challenge(request, pk)
    councils = list(held.councils.all())
    why_not = council_access.may_not_keep_for(request.user, councils, today())
    reads_all = council_access.knows_challenges_fully(request.user)
    context = {
        "challenge": held,
        "councils": councils,
        "reads_all": reads_all,
        "how_far": council_access.publication_words(held),
        "shares": [
            (recipient.label, council_access.may_not_be_shared(held, recipient))
            for recipient in Recipient
            if recipient != Recipient.ANOTHER
        ],
        "why_not": why_not,
        "called_off": council_access.is_called_off(held),
        "not_given": council_access.is_not_given(held),
        "concerns": list(queries.concerns_beside(held, request.user)) if reads_all else [],
        "way": [CHALLENGES],
    }
    return render(request, "cases/challenge.html", context)


@login_required
@get_or_post
def record(request: SignedIn) -> HttpResponse:
    """A peer challenge of the council of the address; without one, choose it first."""
    if not request.GET.get("council"):
        return choose_council(request, "Record a peer challenge", [CHALLENGES])
    council = council_or_404(request.GET["council"])
    initial: dict[str, Any] = {"use": id_in(request, "use")}
    if request.GET.get("kind") in challenge_kinds():
        initial["kind"] = request.GET["kind"]
    page = Page(
        about=about_council(council),
        title="Record a peer challenge",
        button="Keep it",
        intro="It is voluntary, and looks at its core and at what the council chooses.",
        form=ChallengeForm(council, request.user, today(), *bound(request), initial=initial),
        act=workflow.record_challenge,
        sentence=council_access.may_not_keep_for(request.user, [council], today()),
        afterwards="The peer challenge is kept.",
    )
    return done_or_shown(request, page)


@act_page
def change(request: SignedIn, pk: int) -> Page:
    """The days, the focus and the team as they are now."""
    held = _challenge(request, pk)
    return Page(
        about=_about(held),
        title="Days, focus and team",
        button="Save",
        intro="What was arranged before is kept.",
        form=ChangeChallengeForm(held, *bound(request)),
        act=partial(workflow.change_challenge, challenge=held),
        sentence=_not_keep(request, held) or council_access.is_called_off(held),
        afterwards="Saved.",
    )


@act_page
def given(request: SignedIn, pk: int) -> Page:
    """The report was given to the council."""
    held = _challenge(request, pk)
    return Page(
        about=_about(held),
        title="The report was given to the council",
        button="Keep it",
        intro="From then on the report is the council’s. Whether it publishes is its own choice.",
        form=GivenForm(*bound(request)),
        act=partial(workflow.give_report, challenge=held),
        sentence=_not_keep(request, held) or council_access.is_called_off(held),
        afterwards="It is kept that the council has its report.",
    )


@act_page
def publication(request: SignedIn, pk: int) -> Page:
    """What the council chose."""
    held = _challenge(request, pk)
    initial = {
        "publication": held.publication,
        "published_on": held.published_on,
        "link": held.link,
        "said_by": held.publication_line,
    }
    return Page(
        about=_about(held),
        title="Whether the council publishes",
        button="Save",
        intro="Publication is encouraged, and is the council’s choice. It may choose otherwise later.",
        form=PublicationForm(*bound(request), version=held.version, initial=initial),
        act=partial(workflow.record_publication, challenge=held),
        sentence=_not_keep(request, held) or council_access.is_not_given(held),
        afterwards="The council’s choice is kept.",
    )


@act_page
def consent(request: SignedIn, pk: int) -> Page:
    """The council agreed that its report goes to somebody."""
    held = _challenge(request, pk)
    return Page(
        about=_about(held),
        title="The council agrees that its report is shared",
        button="Keep its consent",
        intro="Who there agreed, to whom it may go, and when. It can be taken back.",
        form=ConsentForm(held, *bound(request)),
        act=partial(workflow.record_consent, challenge=held),
        sentence=_not_keep(request, held) or council_access.is_not_given(held),
        afterwards="The council’s consent is kept.",
    )


@act_page
def end_consent(request: SignedIn, pk: int, consent_pk: int) -> Page:
    """The council takes its consent back."""
    held = _challenge(request, pk)
    standing = found_or_404(queries.consent_of(held, consent_pk))
    return Page(
        about=_about(held),
        title="The council takes its consent back",
        button="Keep that it is taken back",
        intro=f"{standing.agreed_by} agreed that it goes to: {standing.get_recipient_display()}.",
        form=BecauseForm(*bound(request)),
        act=partial(workflow.end_consent, consent=standing),
        sentence=_not_keep(request, held),
        afterwards="It is kept that the consent was taken back.",
    )


@act_page
def call_off(request: SignedIn, pk: int) -> Page:
    """It does not come about."""
    held = _challenge(request, pk)
    return Page(
        about=_about(held),
        title="Call it off",
        button="Keep that it is called off",
        intro="It is voluntary. Nothing follows from calling it off.",
        form=BecauseForm(*bound(request)),
        act=partial(workflow.call_off, challenge=held),
        sentence=_not_keep(request, held) or council_access.is_called_off(held),
        afterwards="It is kept that it was called off.",
    )


@act_page
def finding(request: SignedIn, pk: int) -> Page:
    """What the results say, taken as evidence of a concern."""
    held = _challenge(request, pk)
    intro = (
        "The report is published: it becomes a published document of the concern."
        if held.is_published
        else "The report is not published: what you write is for advisers, and goes into no pack and no "
        "release without the council’s consent."
    )
    return Page(
        about=_about(held),
        title="Take it as evidence",
        button="Add it",
        intro=intro,
        form=FindingForm(held, request.user, *bound(request)),
        act=partial(workflow.take_as_evidence, challenge=held),
        sentence=_not_keep(request, held) or council_access.is_not_given(held),
        afterwards="It is evidence of the concern now.",
    )


def _challenge(request: SignedIn, pk: int) -> PeerChallenge:
    return found_or_404(queries.challenge_for(request.user, pk))


def _about(held: PeerChallenge) -> About:
    way = [CHALLENGES, (f"{held.name} of {held.whose}", held.get_absolute_url())]
    return About(words=f"{held.whose} · {held.name}", way=way, held=held)


def _not_keep(request: SignedIn, held: PeerChallenge) -> str | None:
    return council_access.may_not_keep_for(request.user, list(held.councils.all()), today())
