"""Whom a council is compared with besides its type: a published set of similar councils (R109)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.db import connection

from councils.models import Council
from indicators.models import NeighbourSet
from indicators.queries.loading import Key
from indicators.queries.reading import NOW, THEN
from indicators.queries.sentences import Among

TYPE = "type"
OFFERED = """
SELECT * FROM indicators_neighbourset s
WHERE EXISTS (SELECT FROM indicators_neighbour n WHERE n.set_id = s.id AND n.council_id = %s) ORDER BY s.place
"""
NAMED = """
SELECT n.neighbour_id, c.short_name, c.code, n.closeness
FROM indicators_neighbour n JOIN councils_council c ON c.id = n.neighbour_id
WHERE n.council_id = %s AND n.set_id = %s ORDER BY n.place
"""
# What some councils have in some periods of some series, least first; only where they existed then.
AMONG = """
SELECT o.series_id, o.period_id, array_agg(o.value ORDER BY o.value)
FROM unnest(%(series)s::integer[], %(periods)s::integer[]) AS wanted(series_id, period_id)
JOIN indicators_observation o ON o.series_id = wanted.series_id AND o.period_id = wanted.period_id
JOIN indicators_area a ON a.id = o.area_id
WHERE a.council_id = ANY(%(councils)s) AND o.existed AND o.value IS NOT NULL AND {known}
GROUP BY 1, 2
"""


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
    return list(NeighbourSet.objects.raw(OFFERED, [council.pk]))


def neighbours_of(council: Council, chosen: NeighbourSet) -> Neighbours:
    """The council's neighbours in a set; one query."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [council.pk, chosen.pk])
        held = cursor.fetchall()
    return Neighbours(
        set=chosen,
        members=tuple(Member(name, f"/councils/{code}", closeness) for _, name, code, closeness in held),
        ids=tuple(pk for pk, *_ in held),
    )


def among_neighbours(
    neighbours: Neighbours, keys: Iterable[Key], as_at: datetime | None = None
) -> dict[Key, Among]:
    """What the neighbours' figures come to in these periods: those that existed then and have one."""
    wanted = list(keys)
    asked = AMONG.format(known=(THEN if as_at else NOW).format("o"))
    given = {
        "series": [series for series, _ in wanted],
        "periods": [period for _, period in wanted],
        "councils": list(neighbours.ids),
        "as_at": as_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        return {
            (series, period): _summed(values, neighbours.set.short)
            for series, period, values in cursor.fetchall()
        }


def _summed(values: list[float], name: str) -> Among:
    low, middle, high = (_share_up(values, share) for share in (0.25, 0.5, 0.75))
    return Among(
        name=name,
        n=len(values),
        mean=fmean(values),
        median=middle,
        least=values[0],
        greatest=values[-1],
        lower_quartile=low,
        upper_quartile=high,
        values=tuple(values),
    )


def _share_up(values: list[float], share: float) -> float:
    """The value `share` of the way up sorted values, linear between its two neighbours."""
    below, part = divmod(share * (len(values) - 1), 1)
    low, high = values[int(below)], values[min(int(below) + 1, len(values) - 1)]
    return low + part * (high - low)
