"""One's own network, whom one has not spoken to for long, and which councils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from councils.models import Council
from councils.queries import councils_as_at, region_ids_held_by
from intelligence.models import Contact, Known, Note, Spoken
from intelligence.models.contact import ContactQuerySet
from intelligence.visibility import recused_from

QUIET = timedelta(days=30)


@dataclass(frozen=True)
class Quiet:
    """A council of one's regions with the day somebody last spoke with it or about it; None: not held."""

    council: Council
    last_on: date | None


def contacts_of(user: User, on: date, words: str = "") -> ContactQuerySet:
    """Everybody in the person's network, whom one spoke to longest ago first."""
    kept = Contact.objects.visible_to(user, on).filter(ended_at__isnull=True)
    for word in words.split()[:6]:
        kept = kept.filter(
            Q(name__icontains=word)
            | Q(role__icontains=word)
            | Q(body__icontains=word)
            | Q(council__short_name__icontains=word)
        )
    kept = kept.select_related("council__region", "region", "owner")
    return kept.order_by(F("last_spoken_on").asc(nulls_first=True), "name", "pk")


def contacts_at(council: Council, user: User, on: date) -> list[Contact]:
    """Whom the person knows at the council."""
    return list(contacts_of(user, on).filter(council=council))


def contact_for(user: User, pk: int, on: date) -> Contact | None:
    """A contact of one's own, or None."""
    found = contacts_of(user, on).filter(pk=pk).first()
    return found if isinstance(found, Contact) else None


def contacts_due(user: User, on: date, limit: int = 6) -> tuple[list[Contact], int]:
    """The first of those whose day to speak again has come, and how many they are in all."""
    due = [one for one in contacts_of(user, on) if one.due_on is None or one.due_on <= on]
    return due[:limit], len(due)


def quiet_councils(user: User, on: date, limit: int = 6) -> tuple[list[Quiet], int]:
    """Councils of one's regions not spoken to for 30 days, the longest first and those of which nothing was
    ever said last, and how many they are in all.

    Counted are days on which an adviser said that they spoke, and first-hand notes of advisers up to the
    marking ADVISERS: what everybody who sees this list may read. One query for all councils.
    """
    if not user.is_adviser:
        return [], 0
    spoken = _latest(Spoken.objects.filter(council=OuterRef("pk")))
    heard = _latest(
        Note.objects.standing().filter(
            council=OuterRef("pk"), known=Known.FIRST_HAND, marking__in=("open", "advisers")
        )
    )
    councils = (
        councils_as_at(on)
        .filter(region__in=region_ids_held_by(user, on))
        .exclude(pk__in=recused_from(user))
        .annotate(spoken_on=Subquery(spoken), heard_on=Subquery(heard))
    )
    quiet = []
    for council in councils:
        days = [day for day in (council.spoken_on, council.heard_on) if day]
        last_on = max(days) if days else None
        if last_on is None or last_on < on - QUIET:
            quiet.append(Quiet(council, last_on))
    quiet.sort(key=lambda one: (one.last_on or date.max, one.council.short_name))
    return quiet[:limit], len(quiet)


def _latest(rows: QuerySet[Any]) -> Any:
    """The newest day of one council's rows, found by the index on both."""
    return rows.order_by("-happened_on").values("happened_on")[:1]
