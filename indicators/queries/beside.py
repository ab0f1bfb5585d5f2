"""Whom a council is compared with besides its type: a published set of similar councils (R109)."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from councils.models import Council
from indicators.models import Neighbour, NeighbourSet, Observation
from indicators.queries.loading import Key
from indicators.queries.sentences import Among

TYPE = "type"


@dataclass(frozen=True)
class Member:
    """One neighbour by name, and how close the publisher says it is."""

    name: str
    address: str
    closeness: str


@dataclass(frozen=True)
class Neighbours:
    """A council's neighbours in one set, closest first."""

    set: NeighbourSet
    members: tuple[Member, ...]
    ids: tuple[int, ...]


def sets_for(council: Council) -> list[NeighbourSet]:
    """The sets that name neighbours of this council, in the order in which they are offered."""
    return list(NeighbourSet.objects.filter(neighbours__council=council).distinct())


def neighbours_of(council: Council, chosen: NeighbourSet) -> Neighbours:
    """The council's neighbours in a set; one query."""
    rows = list(Neighbour.objects.filter(council=council, set=chosen).select_related("neighbour"))
    return Neighbours(
        set=chosen,
        members=tuple(
            Member(row.neighbour.short_name, row.neighbour.get_absolute_url(), row.closeness) for row in rows
        ),
        ids=tuple(row.neighbour_id for row in rows),
    )


def among_neighbours(
    neighbours: Neighbours, keys: Iterable[Key], as_at: datetime | None = None
) -> dict[Key, Among]:
    """What the neighbours' figures come to in these periods: those that existed then and have one."""
    wanted = set(keys)
    held: dict[Key, list[float]] = defaultdict(list)
    found = Observation.objects.as_at(as_at).filter(
        series_id__in={series for series, _ in wanted},
        period_id__in={period for _, period in wanted},
        area__council_id__in=neighbours.ids,
        existed=True,
        value__isnull=False,
    )
    for series, period, value in found.values_list("series_id", "period_id", "value"):
        if (series, period) in wanted and value is not None:
            held[series, period].append(value)
    return {key: _summed(sorted(values), neighbours.set.short) for key, values in held.items()}


def _summed(values: list[float], name: str) -> Among:
    low, middle, high = (
        statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    )
    return Among(
        name=name,
        n=len(values),
        mean=statistics.fmean(values),
        median=middle,
        least=values[0],
        greatest=values[-1],
        lower_quartile=low,
        upper_quartile=high,
        values=tuple(values),
    )
