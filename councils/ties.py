"""What ties a person to regions and councils on a day, loaded together with the person.

Each page asks several times which regions somebody holds and from which councils they are recused. Whoever
signed in is loaded with the answers for that day (`with_ties`); of anybody else the database is asked. A tie
made or ended is in force at the next request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from accounts.models import User
from councils.models import Cover, Interest, RegionHolding


@dataclass(frozen=True, slots=True)
class Ties:
    """The regions an adviser holds on the day, those a lead member peer logs notes about, the names of both,
    and the councils in which the person has declared an interest."""

    on: date
    region_ids: frozenset[int]
    peer_region_ids: frozenset[int]
    region_names: tuple[str, ...]
    recused_from: frozenset[int]


def with_ties(people: QuerySet[User], on: date) -> QuerySet[User]:
    """The same people with what `keep_ties` reads, in their own query."""
    covered = Cover.objects.holding_on(on).filter(deputy=OuterRef(OuterRef("pk"))).values("absent")
    looked_after = RegionHolding.objects.filter(Q(user=OuterRef("pk")) | Q(user__in=covered))
    held = looked_after.holding_on(on).order_by("region__name", "pk")
    of_advisers, of_peers = held.of_advisers(), held.of_peers().filter(user=OuterRef("pk"))
    declared = Interest.objects.filter(user=OuterRef("pk")).holding_on(on).order_by("pk")
    return people.annotate(
        held_region_ids=ArraySubquery(of_advisers.values("region_id")),
        peer_region_ids=ArraySubquery(of_peers.values("region_id")),
        held_region_names=ArraySubquery(held.values("region__name")),
        declared_council_ids=ArraySubquery(declared.values("council_id")),
    )


def keep_ties(person: User, on: date) -> None:
    """Keep with the person what `with_ties` loaded for the day."""
    loaded = cast(Any, person)
    loaded.ties = Ties(
        on=on,
        region_ids=frozenset(loaded.held_region_ids),
        peer_region_ids=frozenset(loaded.peer_region_ids),
        region_names=tuple(sorted(set(loaded.held_region_names))),
        recused_from=frozenset(loaded.declared_council_ids),
    )


def ties_kept(person: User | AnonymousUser, on: date) -> Ties | None:
    """What was loaded with the person for this very day; None: ask the database."""
    ties: Ties | None = getattr(person, "ties", None)
    return ties if ties and ties.on == on else None


def looked_after_by(user_id: int, on: date) -> QuerySet[RegionHolding]:
    """What an adviser holds on the day, and what they hold in place of somebody who is away."""
    covered = Cover.objects.holding_on(on).filter(deputy=user_id).values("absent")
    return cast(
        "QuerySet[RegionHolding]",
        RegionHolding.objects.of_advisers().filter(Q(user=user_id) | Q(user__in=covered)).holding_on(on),
    )
