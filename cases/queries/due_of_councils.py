"""Dates of offers and peer challenges, due to the advisers of the council's region."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from accounts.models import User
from cases.models import OfferAnswer, OfferUse, PeerChallenge
from councils.models import Council
from councils.queries import region_ids_held_by

LONG_PAST = timedelta(days=365)  # our reading: a date that nobody kept for a year is no task of today


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A date of a council: what, of which council, where it is done, and what may be said outside."""

    what: str
    about: str
    council: Council
    on: date
    address: str
    plainly: str


def dates_of_offers(user: User, on: date) -> Iterable[Kept]:
    """Days planned of offers taken up or made, until they have ended: one query."""
    held = OfferUse.objects.visible_to(user).filter(
        council__region__in=region_ids_held_by(user, on), ended_at__isnull=True, planned_from_on__isnull=False
    )
    for use in held.exclude(answer=OfferAnswer.DECLINED).select_related("council__region"):
        last = use.planned_until_on or use.planned_from_on
        ends = last is not None and use.planned_from_on is not None and use.planned_from_on < on
        day = last if ends else use.planned_from_on
        if day and day > on - LONG_PAST:
            yield Kept(
                what=f"{use.name}: say what came of it" if day < on else f"{use.name}: planned",
                about=use.people,
                council=use.council,
                on=day,
                address=use.get_absolute_url(),
                plainly="Support planned",
            )


def dates_of_challenges(user: User, on: date) -> Iterable[Kept]:
    """Scoping, on site and the report, until the council has it: two queries."""
    regions = region_ids_held_by(user, on)
    through = PeerChallenge.councils.through.objects.filter(council__region__in=regions)
    held = PeerChallenge.objects.visible_to(user).going_on().filter(given_on__isnull=True)
    ahead = (
        Q(scoping_on__gte=on) | Q(on_site_from_on__gt=on - LONG_PAST) | Q(report_due_on__gt=on - LONG_PAST)
    )
    held = held.filter(ahead, pk__in=through.values("peerchallenge"))
    for challenge in held.prefetch_related("councils__region"):
        councils = [one for one in challenge.councils.all() if one.region_id in regions]
        # What has begun needs nobody any more; the report is waited for until the council has it.
        days = (
            ("scoping", challenge.scoping_on, False),
            ("on site", challenge.on_site_from_on, False),
            ("report due", challenge.report_due_on, True),
        )
        for what, day, waits in days:
            if day and (day >= on or waits) and day > on - LONG_PAST:
                yield Kept(
                    what=f"{challenge.name}: {what}",
                    about=challenge.whose if len(challenge.councils.all()) > 1 else "",
                    council=councils[0],
                    on=day,
                    address=challenge.get_absolute_url(),
                    plainly="Peer challenge date",
                )
