"""Observations for other systems: pages of plain rows over (series, period, area), as known at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from councils.models import Council
from indicators.markers import MEANINGS, Status
from indicators.models import Area, Change, Period, Series

Key = tuple[int, int, int]  # series, period, area: where a row stands among the others

OBSERVATION = (
    "indicator", "series", "sex", "age", "category_type", "category", "council", "council_name", "period",
    "period_start", "period_end", "value", "lower", "upper", "status", "meaning", "compared", "revised",
    "remark", "release", "known_since", "known_until",
)  # fmt: skip

# What is current stands in one index and what was before in another, each in the order of the keys. A series
# at a time, so that a page is found in that order however many figures there are.
ARM = """
    (SELECT o.* FROM indicators_observation o JOIN indicators_area a ON a.id = o.area_id
     WHERE o.series_id = s.id AND a.council_id IS NOT NULL AND {known}
       AND (o.period_id, o.area_id) {beyond} (CASE s.id WHEN %(series)s THEN %(period)s ELSE %(edge)s END,
                                              CASE s.id WHEN %(series)s THEN %(area)s ELSE %(edge)s END)
       {asked}
     ORDER BY o.period_id {way}, o.area_id {way} LIMIT %(limit)s)"""
NOW = "o.until_id IS NULL"
STILL = "o.until_id IS NULL AND o.since_id <= %(last)s"
THEN = "o.until_id IS NOT NULL AND o.until_id > %(last)s AND o.since_id <= %(last)s"
# Single words are looked up and not joined: to order ten joins would take longer than to make them.
ROWS = """
SELECT o.series_id, o.period_id, o.area_id,
       i.slug, o.series_id, z.sex, z.age, z.category_type, z.category, c.code, c.name,
       p.label, p.start_on, p.end_on, o.value, o.lower, o.upper, o.status, NULL, o.existed,
       EXISTS (SELECT FROM indicators_observation was WHERE was.until_id = o.since_id
               AND was.series_id = o.series_id AND was.period_id = o.period_id AND was.area_id = o.area_id
               AND was.until_id IS NOT NULL),
       (SELECT text FROM indicators_remark r WHERE r.id = o.remark_id),
       (SELECT sha256 FROM indicators_release f WHERE f.id = o.release_id),
       (SELECT at FROM indicators_change since WHERE since.id = o.since_id),
       (SELECT at FROM indicators_change until WHERE until.id = o.until_id)
FROM (SELECT o.* FROM unnest(%(every)s::integer[]) s(id),
      LATERAL (SELECT * FROM ({arms}) o ORDER BY o.period_id {way}, o.area_id {way} LIMIT %(limit)s) o
      LIMIT %(limit)s) o
JOIN indicators_series z ON z.id = o.series_id
JOIN indicators_indicator i ON i.id = z.indicator_id
JOIN indicators_area a ON a.id = o.area_id
JOIN councils_council c ON c.id = a.council_id
JOIN indicators_period p ON p.id = o.period_id
ORDER BY o.series_id {way}, o.period_id {way}, o.area_id {way}
"""
STATUSES = {int(status): (status.name.lower(), MEANINGS[status]) for status in Status}
STATUS = OBSERVATION.index("status")


def series_asked(indicator: str = "", *, every: bool = False, only: int | None = None) -> list[int]:
    """The series of an indicator or of all: the main ones, every one, or `only` this, where it is theirs."""
    found = Series.objects.all()
    if indicator:
        found = found.filter(indicator__slug=indicator)
    if only is not None:
        found = found.filter(pk=only)
    elif not every:
        found = found.filter(is_main=True)
    return sorted(found.order_by().values_list("pk", flat=True))


def periods_asked(label: str = "", start_on: date | None = None, end_on: date | None = None) -> list[int]:
    """The periods of this label, or from this first to this last day."""
    chosen = Q(start_on=start_on, end_on=end_on) if start_on else Q(label=label)
    return list(Period.objects.filter(chosen).order_by().values_list("pk", flat=True))


def area_of(council: Council) -> int | None:
    """Under which number a council's figures stand; None where none were ever held."""
    return Area.objects.filter(council=council).values_list("pk", flat=True).first()


def observations_served(
    series: Sequence[int],
    *,
    limit: int,
    area: int | None = None,
    periods: Iterable[int] | None = None,
    as_at: datetime | None = None,
    beyond: Key | None = None,
    backwards: bool = False,
) -> list[tuple[Key, dict[str, Any]]]:
    """The next `limit` figures of real councils, each with its key, as rows of `OBSERVATION`.

    In the order of their keys, after `beyond`; `backwards` those before it, still in order. `as_at`: as they
    were known then.
    """
    sql, values = observations_asked(
        series, limit=limit, area=area, periods=periods, as_at=as_at, beyond=beyond, backwards=backwards
    )
    if sql is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    rows = [((row[0], row[1], row[2]), _told(row)) for row in found]
    return rows[::-1] if backwards else rows


def observations_asked(
    series: Sequence[int],
    *,
    limit: int,
    area: int | None = None,
    periods: Iterable[int] | None = None,
    as_at: datetime | None = None,
    beyond: Key | None = None,
    backwards: bool = False,
) -> tuple[str | None, dict[str, Any]]:
    """The statement behind a page and its values; no statement where nothing was known yet."""
    arms = [NOW]
    values: dict[str, Any] = {"limit": limit, "area_asked": area, "periods": list(periods or [])}
    if as_at is not None:
        last = Change.objects.filter(at__lte=as_at).order_by("-pk").values_list("pk", flat=True).first()
        if last is None:
            return None, values
        arms, values["last"] = [STILL, THEN], last
    first, values["period"], values["area"] = beyond or (0, 0, 0)
    values |= {"series": first, "edge": 2**31 - 1 if backwards else 0}
    every = [one for one in series if beyond is None or (one <= first if backwards else one >= first)]
    values["every"] = sorted(every, reverse=backwards)
    asked = " AND o.area_id = %(area_asked)s" if area is not None else ""
    asked += " AND o.period_id = ANY(%(periods)s)" if periods is not None else ""
    words = {"asked": asked, "way": "DESC" if backwards else "", "beyond": "<" if backwards else ">"}
    told = " UNION ALL ".join(ARM.format(known=known, **words) for known in arms)
    return ROWS.format(arms=told, way=words["way"]), values


def _told(row: tuple[Any, ...]) -> dict[str, Any]:
    told = dict(zip(OBSERVATION, row[3:], strict=True))
    told["status"], told["meaning"] = STATUSES[told["status"]]
    return told
