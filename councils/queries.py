"""What is read of councils, regions and the people around them; no page or file reads them otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, QuerySet

from accounts.models import ADVISERS, RoleHolding, User
from councils.access import KEEP_INTERESTS
from councils.finding import Found, find
from councils.identity import Identity as Identity
from councils.identity import identity as identity
from councils.lookup import resolve, resolver
from councils.models import (
    Council,
    CouncilCode,
    CouncilName,
    Interest,
    Officeholder,
    PoliticalControl,
    PoliticalGroup,
    Region,
    RegionHolding,
    ServiceArea,
    Succession,
)
from councils.resolution import Resolution
from councils.ties import ties_kept

PRINCIPAL = RegionHolding.Capacity.PRINCIPAL


# Councils.


def council_by_code(code: str, as_at: date | None = None) -> Council | None:
    """The council whose code this is, current or old, in any scheme; None where there is none.

    With a day, the council must have existed on it. Where two councils share a number (825 was
    Buckinghamshire County Council's and is Buckinghamshire Council's), the one that still exists comes first.
    """
    code = code.strip().upper()
    councils = Council.objects.select_related("region", "county")
    if as_at is not None:
        councils = councils.existing(as_at)
    council = councils.filter(code=code).first()
    if council is None:
        by_old = councils.filter(pk__in=CouncilCode.objects.filter(code=code).values("council"))
        council = by_old.order_by(F("existed_until_on").desc(nulls_first=True)).first()
    return council


def council_by_id(pk: int) -> Council | None:
    """The council with this id, or None."""
    return Council.objects.select_related("region", "county").filter(pk=pk).first()


def find_councils(text: str, on: date, limit: int = 10) -> list[Found]:
    """Councils by part of a name, former name or any code, nearest first; see `councils.finding`."""
    return find(resolver(fictional=True), text, on, limit)


def what_is_meant(text: str, on: date) -> Resolution:
    """The council a person means by a name or a code, fictional ones too; or why it means none."""
    return resolve(text, on)


def councils_as_at(on: date) -> QuerySet[Council]:
    """Every council that existed on the day, fictional ones too (shown with that word), by name."""
    return Council.objects.existing(on).select_related("region", "county").order_by("short_name", "pk")


def council_ids_existing(kind: str | None, start: date, end: date) -> frozenset[int]:
    """The real councils of a type (None: of any) to compare in the period from `start` to `end`.

    They are those that existed on its last day: on one day no two English councils of a type hold the
    same area, so nothing is counted twice in the year of a reorganisation. `start` after `end` is refused.
    """
    if start > end:
        raise ValueError(f"A period cannot begin ({start}) after it ends ({end}).")
    councils = Council.objects.real().existing(end)
    if kind is not None:
        councils = councils.filter(kind=kind)
    return frozenset(councils.order_by().values_list("pk", flat=True))


def count_councils(on: date) -> int:
    """How many real councils existed on the day: 353 on 1 April 2012."""
    return Council.objects.real().existing(on).count()


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """The councils of one region in a list, by name."""

    region: Region
    councils: list[Council]

    @property
    def real(self) -> int:
        """How many of them are real."""
        return sum(not council.is_fictional for council in self.councils)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of councils under their regions; fictional ones are counted apart."""

    groups: list[RegionGroup]
    real: int
    fictional: int


def listed(councils: QuerySet[Council]) -> Listed:
    """The same councils under their regions, regions and councils by name, in one query."""
    ordered = list(councils.order_by("region__name", "short_name", "pk"))
    groups = [
        RegionGroup(region, list(those)) for region, those in groupby(ordered, key=attrgetter("region"))
    ]
    real = sum(group.real for group in groups)
    return Listed(groups, real, len(ordered) - real)


def found_among(found: list[Found], chosen: Mapping[str, Any]) -> list[Found]:
    """Those found that are of the region and the type chosen, where one is."""
    region, kind = chosen.get("region"), chosen.get("kind")
    return [
        one
        for one in found
        if (not region or one.council.region_id == region.pk) and (not kind or one.council.kind == kind)
    ]


def successors_of(council: Council) -> list[Council]:
    """The councils to which its area passed, by name; nothing is asked about one that stands."""
    if council.existed_until_on is None:
        return []
    return [one.successor for one in council.successions_out.select_related("successor__region")]


@dataclass(frozen=True, slots=True)
class History:
    """A council through time: names and codes with their days, what came before and after, its districts."""

    council: Council
    names: list[CouncilName]
    codes: list[CouncilCode]
    predecessors: list[Succession]
    successors: list[Succession]
    districts: list[Council]


def council_history(council: Council) -> History:
    """Everything the register says of the council over time."""
    names = [name for name in council.names.all() if name.kind != CouncilName.Kind.SHORT]
    return History(
        council=council,
        names=sorted(names, key=lambda name: (CouncilName.Kind.values.index(name.kind), name.name)),
        codes=sorted(council.codes.all(), key=_code_order),
        predecessors=list(council.successions_in.select_related("predecessor__region")),
        successors=list(council.successions_out.select_related("successor__region")),
        districts=list(council.districts.order_by("short_name")),
    )


def _code_order(code: CouncilCode) -> tuple[int, date, str]:
    """GSS codes first, the newest first; then the other schemes."""
    newest = date.max - (code.since_on - date.min) if code.since_on else date.max
    return CouncilCode.Scheme.values.index(code.scheme), newest, code.code


# Who leads a council.


@dataclass(frozen=True, slots=True)
class People:
    """Everybody held as leading the council, by office, and its control, the latest first."""

    officeholders: list[Officeholder]
    controls: list[PoliticalControl]


def people_of(council: Council) -> People:
    """Who leads and led the council, in two queries."""
    latest = F("until_on").desc(nulls_first=True), F("since_on").desc(nulls_last=True)
    return People(
        officeholders=list(council.officeholders.order_by("office", *latest, "name")),
        controls=list(council.controls.order_by(*latest)),
    )


def officeholders(council: Council, on: date) -> list[Officeholder]:
    """Whom one talks to at the council on the day, by office."""
    return list(council.officeholders.holding_on(on).order_by("office", "name"))


# Regions and who holds them.


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
    """Who holds the region on the day: people who sign in before names out of a document, newest first."""
    held = RegionHolding.objects.filter(region_id=region_id).holding_on(on).select_related("user", "region")
    return list(held.order_by(F("user").asc(nulls_last=True), F("since_on").desc(nulls_last=True)))


def _principal(holdings: Sequence[RegionHolding]) -> RegionHolding | None:
    return next((one for one in holdings if one.capacity == PRINCIPAL), None)


def principal_adviser_for(council: Council, on: date) -> RegionHolding | None:
    """Who is the Principal Adviser of the council's region on the day (R027), or None: not held."""
    return _principal(_holdings(council.region_id, on))


def advisers_for(council: Council, on: date) -> list[RegionHolding]:
    """Principal and senior advisers of the council's region on the day."""
    return _holdings(council.region_id, on)


def region_ids_held_by(user: User | AnonymousUser, on: date) -> frozenset[int]:
    """The ids of the regions the person holds on the day, as principal or senior adviser."""
    if not user.is_authenticated:
        return frozenset()
    kept = ties_kept(user, on)
    if kept:
        return kept.region_ids
    held = RegionHolding.objects.filter(user_id=user.pk).holding_on(on)
    return frozenset(held.values_list("region_id", flat=True))


def region_names_held_by(user: User, on: date) -> list[str]:
    """The names of the regions the person holds on the day, sorted."""
    kept = ties_kept(user, on)
    if kept:
        return list(kept.region_names)
    held = RegionHolding.objects.filter(user_id=user.pk).holding_on(on)
    return sorted(set(held.values_list("region__name", flat=True)))


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


# Lists others choose from.


def service_areas() -> QuerySet[ServiceArea]:
    """What a concern or a note may be about, by name."""
    return ServiceArea.objects.order_by("name")


def political_groups() -> QuerySet[PoliticalGroup]:
    """The four political groups, by name."""
    return PoliticalGroup.objects.order_by("name")


def advisers() -> QuerySet[User]:
    """Principal and senior advisers who work here today, by name."""
    held = RoleHolding.objects.current().filter(role__in=ADVISERS)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def holding_by_id(pk: int) -> RegionHolding | None:
    """A holding of a region, or None."""
    return RegionHolding.objects.select_related("region", "user").filter(pk=pk).first()


def interests_of(user: User) -> list[Interest]:
    """What the person has declared, the open ones first."""
    return list(_interests().filter(user=user))


def interests_of_others(user: User) -> list[Interest]:
    """Everybody else's, for those who keep them (TRUST section 2); [] for anybody else."""
    if not user.has_role(*KEEP_INTERESTS):
        return []
    return list(_interests().exclude(user=user))


def interest_by_id(pk: int, user: User) -> Interest | None:
    """An interest the person may see: their own, or any for those who keep them; else None."""
    seen = _interests() if user.has_role(*KEEP_INTERESTS) else _interests().filter(user=user)
    return seen.filter(pk=pk).first()


def _interests() -> QuerySet[Interest]:
    return Interest.objects.select_related("council", "user").order_by(
        F("until_on").desc(nulls_first=True), "user__name", "council__short_name"
    )
