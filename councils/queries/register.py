"""Councils: one, found, listed, through time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet

from councils.finding import Found, find
from councils.lookup import resolve, resolver
from councils.models import Council, CouncilCode, CouncilName, Region, Succession
from councils.resolution import Resolution


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
