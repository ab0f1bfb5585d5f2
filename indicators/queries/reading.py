"""The one question behind a report: England's newest figures, the council's beside them, and its trends.

It is asked in SQL: laid together from Django's expressions it took longer to write down than to answer, and
a report is what is looked at most.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from councils.models import Council

# Periods are alike where their lengths differ by no more days: leap years.
AS_LONG = 3
STATISTICS = "{0}.n, {0}.mean, {0}.median, {0}.least, {0}.greatest, {0}.lower_quartile, {0}.upper_quartile"
NOW = "{0}.until_id IS NULL"
THEN = (
    "({0}.until_id IS NULL OR {0}.until_id > (SELECT id FROM indicators_change WHERE at <= %(as_at)s "
    "ORDER BY id DESC LIMIT 1)) AND {0}.since_id <= (SELECT id FROM indicators_change WHERE at <= %(as_at)s "
    "ORDER BY id DESC LIMIT 1)"
)
AREA = "(SELECT id FROM indicators_area WHERE council_id = %(council)s)"
# The council's own figure of one of the series in a period.
OBSERVED = """
  SELECT ob.value, ob.existed, ob.status, rm.text AS remark
  FROM indicators_observation ob LEFT JOIN indicators_remark rm ON rm.id = ob.remark_id
  WHERE ob.series_id = o.series_id AND ob.period_id = {period} AND ob.area_id = %(area)s AND {known} LIMIT 1
"""
INVENTED = """
  SELECT f.value, TRUE AS existed, 0 AS status, '' AS remark FROM indicators_fictionalfigure f
  WHERE f.series_id = o.series_id AND f.period_id = {period} AND f.council_id = %(council)s
"""
# Each part is looked up by the whole index over series, scope, member and period, whatever the planner knows.
ASKED = """
WITH wanted AS MATERIALIZED (
  SELECT s.id AS series_id, i.slug, i.id AS indicator_id, i.source_id
  FROM indicators_series s JOIN indicators_indicator i ON i.id = s.indicator_id
  WHERE s.is_main AND i.slug = ANY(%(slugs)s)
), chosen AS MATERIALIZED (
  SELECT w.*, c.* FROM wanted w CROSS JOIN LATERAL (
    SELECT c.scope, c.period_id, {statistics_c}, c.published, p.label, p.start_on, p.end_on
    FROM indicators_comparison c JOIN indicators_period p ON p.id = c.period_id
    WHERE c.series_id = w.series_id AND c.scope = 'england' AND c.member = '' AND c.n > 0
      AND p.end_on <= %(until)s AND {known_c}
    ORDER BY p.end_on DESC, p.start_on DESC LIMIT 1) c
  WHERE w.slug = ANY(%(newest)s)
  UNION ALL
  SELECT w.*, c.* FROM wanted w CROSS JOIN LATERAL (
    SELECT c.scope, c.period_id, {statistics_c}, c.published, p.label, p.start_on, p.end_on
    FROM indicators_comparison c JOIN indicators_period p ON p.id = c.period_id
    WHERE c.series_id = w.series_id AND c.scope = 'type' AND c.member = %(kind)s
      AND p.end_on <= %(on)s AND {known_c}
    ORDER BY p.end_on DESC, p.start_on DESC LIMIT %(most)s) c
  WHERE w.slug = ANY(%(trends)s)
)
SELECT o.slug, o.scope, o.series_id, o.period_id, {statistics_o}, o.published, o.label, o.start_on, o.end_on,
  so.slug, so.title, so.through, so.failure, so.last_checked_at, so.late_on, so.stale_on, so.waiting,
  t.id, {statistics_t}, r.mean, r.n,
  b.period_id, b.label, b.n, b.lower_quartile, b.median, b.upper_quartile, e.said::text,
  l.status, l.value, l.existed, l.status, l.remark, lb.status, lb.value, lb.existed
FROM chosen o
CROSS JOIN LATERAL (SELECT * FROM indicators_source s WHERE s.id = o.source_id) so
LEFT JOIN LATERAL (
  SELECT * FROM indicators_comparison c
  WHERE o.scope = 'england' AND c.series_id = o.series_id AND c.scope = 'type' AND c.member = %(kind)s
    AND c.period_id = o.period_id AND {known_c} LIMIT 1) t ON TRUE
LEFT JOIN LATERAL (
  SELECT c.mean, c.n FROM indicators_comparison c
  WHERE o.scope = 'england' AND c.series_id = o.series_id AND c.scope = 'region' AND c.member = %(region)s
    AND c.period_id = o.period_id AND {known_c} LIMIT 1) r ON TRUE
LEFT JOIN LATERAL (
  SELECT c.period_id, p.label, c.n, c.lower_quartile, c.median, c.upper_quartile
  FROM indicators_comparison c JOIN indicators_period p ON p.id = c.period_id
  WHERE o.scope = 'england' AND c.series_id = o.series_id AND c.scope = 'england' AND c.member = ''
    AND c.n > 0 AND p.end_on < o.end_on AND {known_c}
    AND abs((p.end_on - p.start_on) - (o.end_on - o.start_on)) <= %(as_long)s
  ORDER BY p.end_on DESC LIMIT 1) b ON TRUE
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object('text', v.text, 'given_by', v.given_by, 'given_on', v.given_on)
                  ORDER BY v.given_on DESC, v.id DESC) AS said
  FROM indicators_valueexplanation v
  WHERE o.scope = 'england' AND v.council_id = %(council)s AND v.indicator_id = o.indicator_id
    AND v.period_id = o.period_id
    AND (%(as_at)s::timestamptz IS NULL OR v.recorded_at <= %(as_at)s)) e ON TRUE
LEFT JOIN LATERAL ({local}) l ON TRUE
LEFT JOIN LATERAL ({local_before}) lb ON TRUE
ORDER BY o.end_on, o.start_on
"""
# The same of several councils: each takes the place of what is given for one, and is planned for once.
OF_SEVERAL = """
SELECT q.council, x.* FROM (VALUES {councils}) AS q (council, kind, region, until)
CROSS JOIN LATERAL ({asked}) x ORDER BY q.council, x.end_on, x.start_on
"""
OF_EACH = ("council", "kind", "region", "until")


class Read(NamedTuple):
    """One row of the answer: a comparison, and of England's what stands beside it."""

    slug: str
    scope: str
    key: tuple[int, int]
    statistics: tuple[Any, ...]
    published: float | None
    period: tuple[Any, ...]
    source: tuple[Any, ...]
    of_type: tuple[Any, ...] | None
    region: tuple[Any, ...]
    before: tuple[Any, ...] | None
    said: list[dict[str, str]]
    local: tuple[Any, ...] | None
    local_before: tuple[Any, ...] | None


def read(
    council: Council,
    *,
    on: date,
    until: date,
    newest: Sequence[str],
    trends: Sequence[str],
    most: int,
    as_at: datetime | None,
) -> list[Read]:
    """England's newest period of `newest` by `until`; the type's last `most` of `trends`, oldest first."""
    if not newest and not trends:
        return []
    asked = _asked(as_at, is_fictional=council.is_fictional)
    given = _given(on=on, newest=newest, trends=trends, most=most, as_at=as_at)
    own = dict(zip(OF_EACH, _of_each(council, until), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(asked, {**given, **own})
        return [_row(row) for row in cursor.fetchall()]


def read_each(
    councils: Mapping[Council, date], *, on: date, newest: Sequence[str], as_at: datetime | None
) -> dict[int, list[Read]]:
    """By council's id, England's newest period of `newest` by the council's own day: one query, and one more
    where invented councils stand among the others."""
    found: dict[int, list[Read]] = {council.pk: [] for council in councils}
    given = _given(on=on, newest=newest, trends=(), most=0, as_at=as_at)
    for is_fictional in (False, True):
        asked_of = [
            _of_each(council, until)
            for council, until in councils.items()
            if council.is_fictional is is_fictional
        ]
        if not asked_of or not newest:
            continue
        asked = _asked(as_at, is_fictional=is_fictional)
        for name in OF_EACH:
            asked = asked.replace(f"%({name})s", f"q.{name}")
        several = {f"q{place}": values for place, values in enumerate(asked_of)}
        listed = ", ".join(f"%({name})s" for name in several)
        with connection.cursor() as cursor:
            cursor.execute(OF_SEVERAL.format(councils=listed, asked=asked), {**given, **several})
            for council, *row in cursor.fetchall():
                found[council].append(_row(tuple(row)))
    return found


def _of_each(council: Council, until: date) -> tuple[Any, ...]:
    """What differs from council to council, in the order of OF_EACH."""
    return (council.pk, council.kind, council.region.slug, until)


def _asked(as_at: datetime | None, *, is_fictional: bool) -> str:
    known = THEN if as_at else NOW
    local = INVENTED if is_fictional else OBSERVED
    asked = ASKED.format(
        statistics_o=STATISTICS.format("o"),
        statistics_c=STATISTICS.format("c"),
        statistics_t=STATISTICS.format("t"),
        known_c=known.format("c"),
        local=local.format(period="o.period_id", known=known.format("ob")),
        local_before=local.format(period="b.period_id", known=known.format("ob")),
    )
    return asked.replace("%(area)s", AREA)


def _given(
    *, on: date, newest: Sequence[str], trends: Sequence[str], most: int, as_at: datetime | None
) -> dict[str, Any]:
    return {
        "slugs": [*newest, *trends],
        "newest": list(newest),
        "trends": list(trends),
        "on": on,
        "most": most,
        "as_at": as_at,
        "as_long": AS_LONG,
    }


def _row(row: tuple[Any, ...]) -> Read:
    return Read(
        slug=row[0],
        scope=row[1],
        key=row[2:4],
        statistics=row[4:11],
        published=row[11],
        period=row[12:15],
        source=row[15:23],
        of_type=row[24:31] if row[23] is not None else None,
        region=row[31:33],
        before=row[33:39] if row[33] is not None else None,
        said=json.loads(row[39]) if row[39] else [],
        local=row[41:45] if row[40] is not None else None,
        local_before=row[46:48] if row[45] is not None else None,
    )
