"""New, revised and taken back figures of a council, for the dated stream of its page, in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from common.timeline import DATA, Entry
from councils.models import Council
from indicators import catalogue, charts
from indicators.markers import MEANINGS, Status

BACK = timedelta(days=2 * 366)
NAMED = 4  # indicators named in an entry; how many more there are is said
NEW, REVISED, TAKEN_BACK = "New figures", "Revised", "Figures taken back"

# The comparisons of the council's type that began (or ended with a release taken back) lately say which
# periods to look at, so that the council's own rows are found one by one and not among millions.
MOVED = """
WITH moved AS MATERIALIZED (
    SELECT c.series_id, c.period_id, change.id, change.at, change.kind, c.mean, FALSE AS gone
    FROM indicators_comparison c
    JOIN indicators_change change ON change.id = c.since_id AND change.at >= %(begin)s AND change.at < %(end)s
    WHERE c.series_id = ANY(ARRAY(SELECT s.id FROM indicators_series s JOIN indicators_indicator i
                                  ON i.id = s.indicator_id WHERE s.is_main AND i.slug = ANY(%(slugs)s)))
      AND c.scope = 'type' AND c.member = %(kind)s
    UNION ALL
    SELECT c.series_id, c.period_id, change.id, change.at, change.kind, NULL, TRUE
    FROM indicators_comparison c
    JOIN indicators_change change ON change.id = c.until_id AND change.kind = 'rolled_back'
     AND change.at >= %(begin)s AND change.at < %(end)s
    WHERE c.series_id = ANY(ARRAY(SELECT s.id FROM indicators_series s JOIN indicators_indicator i
                                  ON i.id = s.indicator_id WHERE s.is_main AND i.slug = ANY(%(slugs)s)))
      AND c.scope = 'type' AND c.member = %(kind)s)
"""
REAL = """, told AS (
    SELECT moved.*, o.value, o.status, was.value AS before, was.series_id IS NOT NULL AS had,
           CASE WHEN moved.kind = 'rolled_back' THEN 'Figures taken back'
                WHEN was.series_id IS NULL THEN 'New figures' ELSE 'Revised' END AS what
    FROM moved
    LEFT JOIN indicators_area a ON a.council_id = %(council)s
    LEFT JOIN indicators_observation o ON NOT moved.gone AND o.series_id = moved.series_id
          AND o.period_id = moved.period_id AND o.area_id = a.id AND o.since_id = moved.id AND o.existed
    LEFT JOIN indicators_observation was ON was.series_id = moved.series_id AND was.until_id IS NOT NULL
          AND was.period_id = moved.period_id AND was.area_id = a.id AND was.until_id = moved.id
    WHERE o.series_id IS NOT NULL OR (moved.gone AND was.series_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM indicators_observation later WHERE later.series_id = was.series_id
          AND later.period_id = was.period_id AND later.area_id = was.area_id AND later.since_id = moved.id)))
"""
INVENTED = """, told AS (
    SELECT moved.*, f.value, 0 AS status, NULL::float8 AS before, FALSE AS had, 'New figures' AS what
    FROM moved JOIN indicators_fictionalfigure f ON f.series_id = moved.series_id
     AND f.period_id = moved.period_id AND f.council_id = %(council)s
    WHERE NOT moved.gone AND moved.kind = 'taken_in' AND NOT EXISTS (
          SELECT FROM indicators_comparison was WHERE was.series_id = moved.series_id
          AND was.period_id = moved.period_id AND was.scope = 'type' AND was.member = %(kind)s
          AND was.until_id = moved.id))
"""
NEWEST = """
SELECT DISTINCT ON (told.at, told.what, told.series_id)
       told.at, told.what, i.slug, i.title, i.decimals, i.publisher, p.label, told.value, told.status,
       told.mean, told.before, told.gone, count(*) OVER (PARTITION BY told.at, told.what, told.series_id)
FROM told
JOIN indicators_series s ON s.id = told.series_id
JOIN indicators_indicator i ON i.id = s.indicator_id
JOIN indicators_period p ON p.id = told.period_id
ORDER BY told.at DESC, told.what, told.series_id, p.end_on DESC, p.start_on DESC
"""


@dataclass(frozen=True)
class Moved:
    """The newest period in which one indicator's figure of the council became another, in one change."""

    at: datetime
    what: str
    slug: str
    title: str
    decimals: int
    publisher: str
    period: str
    value: float | None
    status: int
    type_average: float | None
    before: float | None
    gone: bool
    periods: int

    @property
    def said(self) -> str:
        """ "Claimant count, 2025: 4.2 (type average 3.4), and 19 periods before it"."""
        named = f"{self.title}, {self.period}"
        was = self._printed(self.before)
        if self.gone:
            text = f"{named}: no longer held, was {was}"
        else:
            beside = [MEANINGS[Status(self.status)]] if self.value is None else []
            if self.what == NEW and self.type_average is not None:
                beside.append(f"type average {self._printed(self.type_average)}")
            text = f"{named}: {self._printed(self.value)}"
            text += f" ({'; '.join(beside)})" if beside else ""
            text += f", was {was}" if self.what != NEW else ""
        others = self.periods - 1
        return f"{text}, and {others} period{'' if others == 1 else 's'} before it" if others else text

    def _printed(self, value: float | None) -> str:
        return charts.figure(value, self.decimals)


def timeline_entries(council: Council, on: date, limit: int) -> list[Entry]:
    """What became new, was revised or taken back among the core report's figures in the last two years.

    One entry a day for each: a first load of twenty years, or of every source, is one.
    """
    days: dict[tuple[date, str], list[Moved]] = defaultdict(list)
    for one in _moved(council, on, catalogue.reports()["core"].indicators):
        days[timezone.localdate(one.at), one.what].append(one)
    return [_entry(council, day, what, moved) for (day, what), moved in days.items()][:limit]


def _moved(council: Council, on: date, slugs: Iterable[str]) -> list[Moved]:
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    values: dict[str, Any] = {
        "begin": end - BACK,
        "end": end,
        "slugs": list(slugs),
        "kind": council.kind,
        "council": council.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVED + (INVENTED if council.is_fictional else REAL) + NEWEST, values)
        return [Moved(*row) for row in cursor.fetchall()]


def _entry(council: Council, day: date, what: str, moved: Sequence[Moved]) -> Entry:
    first = moved[0]
    by_title = sorted({one.slug: one for one in reversed(moved)}.values(), key=lambda one: one.title)
    publishers = sorted({one.publisher for one in by_title})
    alone = len(by_title) == 1
    named = [one.said for one in by_title[:NAMED]]
    if len(by_title) > NAMED:
        named.append(f"and {len(by_title) - NAMED} more in the headline report")
    return Entry(
        mark=DATA,
        happened_on=day,
        recorded_at=first.at,
        title=f"{what}: {first.said if alone else f'{len(by_title)} indicators'}",
        text="" if alone else "\n".join(named),
        who=publishers[0] if len(publishers) == 1 else f"{len(publishers)} publishers",
        address=f"/indicators/{first.slug}" if alone else f"{council.get_absolute_url()}/headline",
    )
