"""Peer challenges one may see; they stand by date or name, and say nothing of who had none (R140)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from cases.models import ChallengeConsent, Concern, OfferUse, PeerChallenge, Publication
from cases.register import ADULT, challenge_kinds, offers
from councils.models import Council, Region
from councils.queries import region_ids_held_by

REPORTS = (
    ("", "All"),
    ("ahead", "Not on site yet"),
    ("published", "Published"),
    ("not_published", "Not published, by the council’s choice"),
    ("undecided", "The council has not said"),
    ("called_off", "Called off"),
)


@dataclass(frozen=True, kw_only=True)
class ChallengeFilters:
    """What narrows the list of peer challenges; empty means all that were not called off."""

    report: str = ""
    kind: str = ""
    region: Region | None = None
    mine: bool = False
    order: str = "date"


def challenges_for(
    user: User | AnonymousUser, on: date, filters: ChallengeFilters | None = None
) -> QuerySet[PeerChallenge]:
    """Those the person may see, filtered: the newest first, or by the name of the first council."""
    filters = filters or ChallengeFilters()
    held = _loaded(PeerChallenge.objects.visible_to(user))
    held = held.called_off() if filters.report == "called_off" else held.going_on()
    if filters.report == "ahead":
        held = held.filter(Q(on_site_from_on__isnull=True) | Q(on_site_from_on__gt=on), given_on__isnull=True)
    elif filters.report in Publication.values:
        held = held.filter(publication=filters.report)
    elif filters.report == "undecided":
        held = held.filter(publication="", given_on__isnull=False)
    if filters.kind:
        held = held.filter(kind=filters.kind)
    if filters.region:
        held = held.filter(pk__in=_of_regions([filters.region.pk]))
    if filters.mine:
        held = held.filter(pk__in=_of_regions(region_ids_held_by(user, on)))
    newest = (F("on_site_from_on").desc(nulls_first=True), "-id")
    if filters.order == "council":
        first = PeerChallenge.councils.through.objects.filter(peerchallenge=OuterRef("pk"))
        named = first.order_by("council__short_name").values("council__short_name")[:1]
        return cast(
            "QuerySet[PeerChallenge]",
            held.annotate(first_name=Subquery(named)).order_by("first_name", *newest),
        )
    return cast("QuerySet[PeerChallenge]", held.order_by(*newest))


def challenge_for(user: User | AnonymousUser, pk: int) -> PeerChallenge | None:
    """One peer challenge, or None where it is missing or may not be seen."""
    return cast("PeerChallenge | None", _loaded(PeerChallenge.objects.visible_to(user)).filter(pk=pk).first())


def challenge_of_offer(user: User | AnonymousUser, use: OfferUse) -> PeerChallenge | None:
    """The peer challenge that came of the offer, if the person may see it: other councils may share it."""
    held = _loaded(PeerChallenge.objects.visible_to(user))
    return cast("PeerChallenge | None", held.filter(use=use).first())


def challenges_about(council: Council, user: User | AnonymousUser) -> list[PeerChallenge]:
    """The council's peer challenges that the person may see, the newest first."""
    held = _loaded(PeerChallenge.objects.visible_to(user)).filter(councils=council)
    return list(held.order_by(F("on_site_from_on").desc(nulls_first=True), "-id"))


def consent_of(challenge: PeerChallenge, pk: int) -> ChallengeConsent | None:
    """A consent of the peer challenge that stands."""
    return challenge.consents.filter(pk=pk, ended_at__isnull=True).first()


def concerns_beside(challenge: PeerChallenge, user: User | AnonymousUser) -> QuerySet[Concern]:
    """Open concerns about its councils, onto which its results can be taken as evidence (R142)."""
    ids = [council.pk for council in challenge.councils.all()]
    held = Concern.objects.visible_to(user).open().filter(council__in=ids)
    return cast("QuerySet[Concern]", held.select_related("council").order_by("council__short_name", "number"))


def offers_of_challenges(councils: list[Council], user: User | AnonymousUser) -> QuerySet[OfferUse]:
    """Offers of a peer challenge to these councils of which none is held yet."""
    slugs = [slug for slug, one in offers().items() if one.challenge]
    held = OfferUse.objects.visible_to(user).filter(council__in=councils, offer__in=slugs)
    return cast("QuerySet[OfferUse]", held.filter(peer_challenge__isnull=True).select_related("council"))


def adult_challenges_of(council: Council, user: User | AnonymousUser) -> QuerySet[PeerChallenge]:
    """Those of the council whose report was given: what an element of recognition may rest on (R172)."""
    held = (
        PeerChallenge.objects.visible_to(user)
        .going_on()
        .filter(councils=council, kind=ADULT, given_on__isnull=False)
    )
    return cast("QuerySet[PeerChallenge]", held.prefetch_related("councils").order_by("-given_on", "-id"))


def kinds_offered() -> list[tuple[str, str]]:
    """The kinds of peer challenge to choose from."""
    return [(slug, kind.name) for slug, kind in challenge_kinds().items()]


def _of_regions(ids: Any) -> Any:
    through = PeerChallenge.councils.through.objects
    return through.filter(council__region__in=list(ids)).values("peerchallenge")


def _loaded(held: Any) -> Any:
    consents = ChallengeConsent.objects.select_related("council", "by", "ended_by").order_by(
        "-happened_on", "-id"
    )
    return held.select_related(
        "use", "recorded_by", "given_by", "publication_by", "called_off_by"
    ).prefetch_related("councils__region", Prefetch("consents", queryset=consents))
