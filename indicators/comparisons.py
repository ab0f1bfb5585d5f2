"""What councils' values come to: by England, type and region, computed on whole arrays and stored.

Only councils that existed on the period's last day, only where there is a value, never a fictional one.
Quartiles are linear between the two nearest values, as SQL's `percentile_cont`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np

from councils.models import CouncilType, Region
from indicators import columns
from indicators.models import Area, Change

TYPES = [str(kind) for kind in CouncilType.values]
STATISTICS = ("mean", "median", "least", "greatest", "lower_quartile", "upper_quartile")

AT_ONCE = 400_000  # figures, about, that are summarised at a time
MOST_IN_A_PERIOD = 500  # areas, about, that have a figure in one period of a series

# The current figures of the series and periods that changed. Unknown values are NaN.
CURRENT = """
SELECT o.series_id, o.period_id, o.area_id, coalesce(o.value, 'NaN')
FROM changed_pairs changed
JOIN indicators_observation o ON o.series_id = changed.series_id AND o.period_id = changed.period_id
WHERE o.until_id IS NULL AND o.existed
"""
CURRENT_TYPES = {"series": ">i4", "period": ">i4", "area": ">i4", "value": ">f8"}
SCOPES = ("england", "type", "region")
TYPE_SCOPE, REGION_SCOPE = 2, 3
HELD = """
SELECT c.series_id, c.period_id, array_position(ARRAY['england', 'type', 'region'], c.scope::text),
       coalesce(CASE WHEN c.scope = 'type' THEN array_position(ARRAY[{types}], c.member::text) END, r.id,
                0)::integer,
       c.councils, c.n, {statistics}
FROM changed_pairs changed
JOIN indicators_comparison c ON c.series_id = changed.series_id AND c.period_id = changed.period_id
LEFT JOIN councils_region r ON c.scope = 'region' AND r.slug = c.member
WHERE c.until_id IS NULL
"""
KEY = ("series", "period", "scope", "member")
COUNTS = ("councils", "n")
FIGURES = (*STATISTICS, "published")


@dataclass(frozen=True)
class Places:
    """By area id: 1 + the place of its council's type in TYPES (0: no council), and its region's id."""

    kind: np.ndarray
    region: np.ndarray

    @classmethod
    def load(cls) -> Places:
        """Of every area of a publisher's file; no fictional council is among them."""
        areas = list(Area.objects.values_list("pk", "council__kind", "council__region", "region"))
        kind = np.zeros(max((pk for pk, *_ in areas), default=0) + 1, dtype=np.int32)
        region = np.zeros_like(kind)
        for pk, of_kind, of_region, own in areas:
            kind[pk] = TYPES.index(of_kind) + 1 if of_kind else 0
            region[pk] = of_region or own or 0
        return cls(kind, region)


def rebuild(cursor: Any, series: np.ndarray, period: np.ndarray, change: Change) -> int:
    """Compute again the comparisons of these (series, period) pairs; keep those that differ; how many.

    Runs inside the caller's transaction: a reader sees the old ones or the new ones, never neither. Those
    that no longer hold end with `change`; what was known before stays to be asked.
    """
    places = Places.load()
    slugs = dict(Region.objects.values_list("pk", "slug"))
    step = AT_ONCE // MOST_IN_A_PERIOD
    written = 0
    for begin in range(0, len(series), step):
        piece = slice(begin, begin + step)
        cursor.execute(
            "CREATE TEMP TABLE changed_pairs (series_id integer, period_id integer) ON COMMIT DROP"
        )
        columns.copy_in(
            cursor,
            "changed_pairs",
            {"series_id": (">i4", series[piece]), "period_id": (">i4", period[piece])},
        )
        cursor.execute("ANALYZE changed_pairs")
        computed = compute(columns.copy_out(cursor, CURRENT, CURRENT_TYPES), places)
        written += _keep(cursor, computed, slugs, change)
        cursor.execute("DROP TABLE changed_pairs")
    return written


def compute(held: dict[str, np.ndarray], places: Places) -> dict[str, np.ndarray]:
    """The comparisons of some figures (series, period, area, value): columns KEY, COUNTS and FIGURES."""
    series, period, value = held["series"], held["period"], held["value"]
    kind, region = places.kind[held["area"]], places.region[held["area"]]
    council = np.flatnonzero(kind > 0)
    council = council[np.argsort(value[council])]
    periods = int(period.max(initial=0)) + 1
    pairs, pair = np.unique(series[council].astype(np.int64) * periods + period[council], return_inverse=True)
    found: dict[str, list[np.ndarray]] = {name: [] for name in (*KEY, *COUNTS, *FIGURES)}
    members = (np.zeros_like(kind), kind, region)
    for scope, member in enumerate(members, start=1):
        if not len(council):
            break
        most = int(member.max()) + 1
        groups = pair.reshape(-1) * most + member[council]
        small = len(pairs) * most < 2**16
        of, councils, statistics = summarise(value[council], groups.astype(np.uint16) if small else groups)
        of_pair = pairs[of // most]
        keys = np.stack([of_pair // periods, of_pair % periods, of % most], axis=1)
        for name, column in zip(("series", "period", "member"), keys.T, strict=True):
            found[name].append(column)
        found["scope"].append(np.full(len(of), scope, dtype=np.int32))
        found["councils"].append(councils)
        for name in ("n", *STATISTICS):
            found[name].append(statistics[name])
        own = (kind == 0) & ((region > 0) == (scope == REGION_SCOPE)) & (scope != TYPE_SCOPE)
        found["published"].append(
            _beside(keys, np.stack([series[own], period[own], region[own]], axis=1), value[own])
        )
    return {name: np.concatenate(parts) if parts else np.empty(0) for name, parts in found.items()}


def summarise(values: np.ndarray, groups: np.ndarray) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Of `values` in ascending order (NaN last), by the number of each one's group: each group's number, how
    many councils it has, and n, mean, median, least, greatest and quartiles.

    NaN is no value: it counts as a council and in nothing else.
    """
    order = np.argsort(groups, kind="stable")  # of 16 bits: counted, not compared
    groups, values = groups[order], values[order]
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]][: len(groups)])
    councils = np.diff(np.r_[starts, len(values)])
    valued = ~np.isnan(values)
    n = np.add.reduceat(valued.astype(np.int64), starts)
    total = np.add.reduceat(np.where(valued, values, 0.0), starts)
    statistics = {
        "n": n,
        "mean": np.where(n > 0, total / np.maximum(n, 1), np.nan),
        "median": _quantile(values, starts, n, 0.5),
        "least": _quantile(values, starts, n, 0.0),
        "greatest": _quantile(values, starts, n, 1.0),
        "lower_quartile": _quantile(values, starts, n, 0.25),
        "upper_quartile": _quantile(values, starts, n, 0.75),
    }
    return groups[starts].astype(np.int64), councils, statistics


def _quantile(values: np.ndarray, starts: np.ndarray, n: np.ndarray, share: float) -> np.ndarray:
    """The value `share` of the way up each group's sorted values, linear between its two neighbours."""
    place = share * np.maximum(n - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = values[starts + below], values[starts + above]
    return np.where(n > 0, low + (place - below) * (high - low), np.nan)


def _beside(keys: np.ndarray, theirs: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The publisher's own figure for each key, NaN where it gives none."""
    given = dict(zip(map(tuple, theirs.tolist()), values.tolist(), strict=True))
    return np.array([given.get(key, np.nan) for key in map(tuple, keys.tolist())], dtype=np.float64)


def _keep(cursor: Any, computed: dict[str, np.ndarray], slugs: dict[int, str], change: Change) -> int:
    """End the held comparisons that are not these, and write those that are not held."""
    types = ", ".join(f"'{kind}'" for kind in TYPES)
    statistics = ", ".join(f"coalesce(c.{name}, 'NaN')" for name in FIGURES)
    kinds = dict.fromkeys((*KEY, *COUNTS), ">i4") | dict.fromkeys(FIGURES, ">f8")
    held = columns.copy_out(cursor, HELD.format(types=types, statistics=statistics), kinds)
    ours, theirs = _lines(computed), _lines(held)
    standing = set(theirs).intersection(ours)
    ended = np.array([line not in standing for line in theirs], dtype=bool)
    fresh = [line not in standing for line in ours]
    if ended.any():
        _end(cursor, {name: held[name][ended] for name in KEY}, slugs, change)
    text = [
        "\t".join(_cells(line, slugs)) + f"\t{change.pk}\n"
        for line, is_new in zip(ours, fresh, strict=True)
        if is_new
    ]
    if text:
        cursor.cursor.copy_expert(
            f"COPY indicators_comparison (series_id, period_id, scope, member, councils, n, "
            f"{', '.join(FIGURES)}, since_id) FROM STDIN",
            io.StringIO("".join(text)),
        )
    return len(text)


def _lines(found: dict[str, np.ndarray]) -> list[tuple[Any, ...]]:
    """A comparison a line, nothing as None, so that two that say the same are equal."""
    figures = [[None if v != v else v for v in found[name].tolist()] for name in FIGURES]
    counts = [found[name].astype(np.int64).tolist() for name in (*KEY, *COUNTS)]
    return list(zip(*counts, *figures, strict=True))


def _cells(line: tuple[Any, ...], slugs: dict[int, str]) -> list[str]:
    series, period, scope, member, *rest = line
    return [
        str(series),
        str(period),
        SCOPES[scope - 1],
        _member(scope, member, slugs),
        *(r"\N" if value is None else repr(value) for value in rest),
    ]


def _member(scope: int, member: int, slugs: dict[int, str]) -> str:
    return TYPES[member - 1] if scope == TYPE_SCOPE else slugs[member] if scope == REGION_SCOPE else ""


def _end(cursor: Any, keys: dict[str, np.ndarray], slugs: dict[int, str], change: Change) -> None:
    cursor.execute(
        "CREATE TEMP TABLE ending (series_id integer, period_id integer, scope text, member text) "
        "ON COMMIT DROP"
    )
    lines = (
        f"{series}\t{period}\t{SCOPES[scope - 1]}\t{_member(scope, member, slugs)}\n"
        for series, period, scope, member in zip(*(keys[name].tolist() for name in KEY), strict=True)
    )
    cursor.cursor.copy_expert("COPY ending FROM STDIN", io.StringIO("".join(lines)))
    cursor.execute("ANALYZE ending")
    cursor.execute(
        "UPDATE indicators_comparison c SET until_id = %s FROM ending e WHERE c.series_id = e.series_id "
        "AND c.period_id = e.period_id AND c.scope = e.scope AND c.member = e.member AND c.until_id IS NULL",
        [change.pk],
    )
    cursor.execute("DROP TABLE ending")
