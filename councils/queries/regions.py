"""Regions and who holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet

from accounts.models import Role, User
from councils.models import Council, Region, RegionHolding
from councils.models.people import RegionHoldingQuerySet
from councils.ties import looked_after_by, ties_kept

PRINCIPAL = RegionHolding.Capacity.PRINCIPAL


def regions() -> QuerySet[Region]:
    """The nine regions by name."""
    return Region.objects.order_by("name")


def region_by_slug(slug: str) -> Region | None:
    """The region, or None."""
    return Region.objects.filter(slug=slug).first()


def holdings_of_region(region: Region) -> list[RegionHolding]:
    """Everybody who has held the region, the latest first; open ones before ended ones."""
    return list(
        region.holdings.select_related("user").order_by(
            F("until_on").desc(nulls_first=True),
            F("since_on").desc(nulls_last=True),
            "capacity",
            "holder_name",
        )
    )


def _holdings(region_id: int, on: date) -> list[RegionHolding]:
    """Its advisers on the day: people who sign in before names out of a document, newest first."""
    held = RegionHolding.objects.of_advisers().filter(region_id=region_id).holding_on(on)
    held = held.select_related("user", "region")
    return list(held.order_by(F("user").asc(nulls_last=True), F("since_on").desc(nulls_last=True)))


def _principal(holdings: Sequence[RegionHolding]) -> RegionHolding | None:
    return next((one for one in holdings if one.capacity == PRINCIPAL), None)


def principal_adviser_for(council: Council, on: date) -> RegionHolding | None:
    """Who is the Principal Adviser of the council's region on the day (R027), or None: not held."""
    return _principal(_holdings(council.region_id, on))


def advisers_for(council: Council, on: date) -> list[RegionHolding]:
    """Principal and senior advisers of the council's region on the day; no lead member peer."""
    return _holdings(council.region_id, on)


def region_ids_held_by(user: User | AnonymousUser, on: date) -> frozenset[int]:
    """The ids of the regions the person holds on the day, as principal or senior adviser."""
    if not user.is_authenticated:
        return frozenset()
    kept = ties_kept(user, on)
    if kept:
        return kept.region_ids
    held = looked_after_by(user.pk, on)
    return frozenset(held.values_list("region_id", flat=True))


def region_ids_noted_by(user: User, on: date) -> frozenset[int]:
    """The ids of the regions about whose councils the person logs notes on the day: those an adviser holds,
    those a lead member peer is peer of (R040, R067)."""
    held = region_ids_held_by(user, on)
    if not user.has_role(Role.MEMBER_PEER):
        return held
    kept = ties_kept(user, on)
    return held | (
        kept.peer_region_ids if kept else frozenset(_of_peer(user, on).values_list("region_id", flat=True))
    )


def _of_peer(user: User, on: date) -> RegionHoldingQuerySet:
    return RegionHolding.objects.of_peers().filter(user=user).holding_on(on)


def region_names_held_by(user: User, on: date) -> list[str]:
    """The names of the regions the person holds on the day, as adviser or lead member peer, sorted."""
    kept = ties_kept(user, on)
    if kept:
        return list(kept.region_names)
    names = {
        name
        for held in (looked_after_by(user.pk, on), _of_peer(user, on))
        for name in held.values_list("region__name", flat=True)
    }
    return sorted(names)


def regions_held_by(user: User, on: date) -> QuerySet[Region]:
    """The regions the person holds on the day, by name."""
    return Region.objects.filter(pk__in=region_ids_held_by(user, on)).order_by("name")


def holds_region_of(user: User | AnonymousUser, council: Council, on: date) -> bool:
    """Whether the person holds the council's region on the day."""
    return council.region_id in region_ids_held_by(user, on)


@dataclass(frozen=True, slots=True)
class RegionOverview:
    """A region, how many real councils it has on a day, and who holds it then (None: not held)."""

    region: Region
    councils: int
    principal_adviser: RegionHolding | None


def regions_overview(on: date) -> list[RegionOverview]:
    """The nine regions on the day, in two queries."""
    existing = Q(councils__is_fictional=False) & (
        (Q(councils__existed_from_on__isnull=True) | Q(councils__existed_from_on__lte=on))
        & (Q(councils__existed_until_on__isnull=True) | Q(councils__existed_until_on__gte=on))
    )
    counted = regions().annotate(n=Count("councils", filter=existing))
    held: dict[int, list[RegionHolding]] = {}
    holdings = RegionHolding.objects.holding_on(on).select_related("user")
    for holding in holdings.order_by(F("user").asc(nulls_last=True), F("since_on").desc(nulls_last=True)):
        held.setdefault(holding.region_id, []).append(holding)
    return [RegionOverview(region, region.n, _principal(held.get(region.pk, []))) for region in counted]


def holding_by_id(pk: int) -> RegionHolding | None:
    """A holding of a region, or None."""
    return RegionHolding.objects.select_related("region", "user").filter(pk=pk).first()
