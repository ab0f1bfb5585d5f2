"""Offers that were made to councils, what is used of them, and the sentence where a limit is passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet

from accounts.models import User
from cases.models import OfferAnswer, OfferDays, OfferUse, PeerChallenge
from cases.register import PARTS, OfferKind, offers
from councils.access import recused_council_ids
from councils.models import ChangeOfControl, Council, Region
from councils.queries import region_ids_held_by

ORDERS = {
    "date": ("-happened_on", "-id"),
    "region": ("council__region__name", "council__short_name", "-happened_on", "-id"),
    "council": ("council__short_name", "-happened_on", "-id"),
}
STANDS = (
    ("open", "Offered or taken up"),
    ("taken_up", "Taken up, going on"),
    ("declined", "Declined"),
    ("ended", "Ended"),
    ("all", "All"),
)
NUMBERS = ("nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, kw_only=True)
class OfferFilters:
    """What narrows the list of offers; empty means all. `mine`: councils of one's own regions."""

    stands: str = "open"
    offer: str = ""
    region: Region | None = None
    mine: bool = False
    order: str = "date"


def offers_for(
    user: User | AnonymousUser, on: date, filters: OfferFilters | None = None
) -> QuerySet[OfferUse]:
    """The offers that the person may know of, filtered, by date, region or name."""
    filters = filters or OfferFilters()
    uses = cast("QuerySet[OfferUse]", _loaded(OfferUse.objects.visible_to(user)))
    if filters.stands == "open":
        uses = uses.filter(ended_at__isnull=True).exclude(answer=OfferAnswer.DECLINED)
    elif filters.stands == "taken_up":
        uses = uses.filter(ended_at__isnull=True, answer=OfferAnswer.TAKEN_UP)
    elif filters.stands == "declined":
        uses = uses.filter(answer=OfferAnswer.DECLINED)
    elif filters.stands == "ended":
        uses = uses.filter(ended_at__isnull=False)
    if filters.offer:
        uses = uses.filter(offer=filters.offer)
    if filters.region:
        uses = uses.filter(council__region=filters.region)
    if filters.mine:
        uses = uses.filter(council__region__in=region_ids_held_by(user, on))
    return uses.order_by(*ORDERS.get(filters.order, ORDERS["date"]))


def offer_for(user: User | AnonymousUser, pk: int) -> OfferUse | None:
    """One offer, or None where it is missing or may not be known."""
    return cast("OfferUse | None", _loaded(OfferUse.objects.visible_to(user)).filter(pk=pk).first())


def offers_about(council: Council, user: User | AnonymousUser) -> list[OfferUse]:
    """What was offered to the council, the newest first."""
    uses = _loaded(OfferUse.objects.visible_to(user)).filter(council=council)
    return list(uses.order_by("-happened_on", "-id"))


def days_of(use: OfferUse, pk: int) -> OfferDays | None:
    """Days of the offer of which no correction has taken the place."""
    return use.days.filter(pk=pk, superseded_by__isnull=True).first()


def offered_with_change(user: User | AnonymousUser, on: date, council: Council | None = None) -> list[Any]:
    """Changes of control after which the days were offered, and of which the council's answer is not held.

    Said on the page of the change; read here, so that nobody types it twice (R131). Of one council, or of the
    person's regions.
    """
    if not isinstance(user, User) or not user.is_adviser:
        return []
    changes = ChangeOfControl.objects.select_related("council__region", "answered_by").filter(
        answer=ChangeOfControl.Answer.OFFERED, use__isnull=True
    )
    changes = changes.exclude(council__in=recused_council_ids(user, on))
    if council:
        return list(changes.filter(council=council))
    return list(changes.filter(council__region__in=region_ids_held_by(user, on)))


def changes_to_offer(council: Council, user: User | AnonymousUser, on: date) -> QuerySet[ChangeOfControl]:
    """Changes of control with which the days can still be offered: not said not to be, and none held."""
    changes = ChangeOfControl.objects.filter(council=council, use__isnull=True)
    if not isinstance(user, User) or not user.is_adviser or council.pk in recused_council_ids(user, on):
        return changes.none()
    return changes.exclude(answer=ChangeOfControl.Answer.NOT_OFFERED)


def change_offered(user: User | AnonymousUser, on: date, pk: int) -> ChangeOfControl | None:
    """A change of control with which the days were offered and nothing more is held; None otherwise."""
    if not isinstance(user, User) or not user.is_adviser:
        return None
    changes = ChangeOfControl.objects.select_related("council__region", "answered_by")
    return (
        changes.filter(pk=pk, answer=ChangeOfControl.Answer.OFFERED, use__isnull=True)
        .exclude(council__in=recused_council_ids(user, on))
        .first()
    )


def register_by_part() -> list[tuple[str, list[OfferKind]]]:
    """The whole offer, as public documents state it: for every council, for children, for adults."""
    return [(name, [one for one in offers().values() if one.part == part]) for part, name in PARTS.items()]


# Where a limit is passed: a sentence, never a hindrance.


def limits_passed(offer: OfferKind, council: Council, on: date, use: OfferUse | None = None) -> list[str]:
    """The sentences of the limits that an offer made on this day passes; `use`: the offer, if it is held."""
    said: list[str] = []
    if offer.every_years:
        said += _once_in_years(offer, council, on, use)
    if offer.per_year:
        said += _once_a_year(offer, council, on, use)
    if offer.days and use:
        said += _days_over(offer, use)
    return said


def out_of_time(offer: OfferKind, on: date) -> str | None:
    """The documents give a time for which it was offered, and the day is not in it."""
    if (offer.until_on and on > offer.until_on) or (offer.since_on and on < offer.since_on):
        when = f"{offer.when[:1].lower()}{offer.when[1:]}"
        return f"The documents offer it {when}. Whether it still stands is not held here."
    return None


def _once_in_years(offer: OfferKind, council: Council, on: date, use: OfferUse | None) -> Iterable[str]:
    years = offer.every_years or 0
    back = _years_before(on, years)
    taken = OfferUse.objects.filter(council=council, offer=offer.slug, answer=OfferAnswer.TAKEN_UP)
    days = [one.planned_from_on or one.answered_on for one in (taken.exclude(pk=use.pk) if use else taken)]
    if offer.challenge:
        had = PeerChallenge.objects.going_on().filter(councils=council, kind=offer.challenge)
        had = had.exclude(use=use) if use else had
        days += list(had.filter(on_site_from_on__isnull=False).values_list("on_site_from_on", flat=True))
    before = [day for day in days if day and back < day <= on]
    if before:
        yield f"{offer.limit}; the last was in {max(before):%B %Y}."


def _once_a_year(offer: OfferKind, council: Council, on: date, use: OfferUse | None) -> Iterable[str]:
    begins = date(on.year if on >= date(on.year, 4, 1) else on.year - 1, 4, 1)
    taken = OfferUse.objects.filter(council=council, offer=offer.slug, answer=OfferAnswer.TAKEN_UP)
    taken = taken.filter(answered_on__gte=begins, answered_on__lt=_years_after(begins, 1))
    taken = taken.filter(pk__lt=use.pk) if use else taken
    count = taken.count()
    if count >= (offer.per_year or 0):
        year = f"{begins.year}/{(begins.year + 1) % 100:02}"
        yield f"{offer.limit}; {_number(count)} {'was' if count == 1 else 'were'} taken up in {year}."


def _days_over(offer: OfferKind, use: OfferUse) -> Iterable[str]:
    if use.days_used > (offer.days or 0):
        yield f"{offer.limit}; {_plain(use.days_used)} have been used."
    elif (use.days_offered or 0) > (offer.days or 0):
        yield f"{offer.limit}; {_plain(use.days_offered)} are offered here."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _plain(days: Any) -> str:
    """Days without a nought behind the point: 5, 5.5."""
    return f"{days.normalize():f}"


def _years_before(on: date, years: int) -> date:
    return _years_after(on, -years)


def _years_after(on: date, years: int) -> date:
    """The same day of another year; the last of February where there is none."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return on.replace(year=max(on.year + years, 1), day=28)


def _loaded(uses: Any) -> Any:
    days = OfferDays.objects.select_related("by", "superseded_by", "supersedes").order_by(
        "-happened_on", "-id"
    )
    return uses.select_related(
        "council__region", "by", "answered_by", "ended_by", "change", "peer_challenge"
    ).prefetch_related(Prefetch("days", queryset=days))
