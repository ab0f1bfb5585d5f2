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

TYPES = [str(kind) for kind in CouncilType.values]
STATISTICS = ("mean", "median", "least", "greatest", "lower_quartile", "upper_quartile")

# The current figures of the series and periods that changed. Unknown values are NaN, an England row has
# type 0 and region 0, a region's own row type 0.
CURRENT = """
SELECT o.series_id, o.period_id, coalesce(o.value, 'NaN'),
       coalesce(array_position(ARRAY[{types}], c.kind::text), 0)::integer,
       coalesce(c.region_id, a.region_id, 0)::bigint
FROM {changed} changed
JOIN indicators_observation o ON o.series_id = changed.series_id AND o.period_id = changed.period_id
JOIN indicators_area a ON a.id = o.area_id
LEFT JOIN councils_council c ON c.id = a.council_id
WHERE o.superseded_by_id IS NULL AND o.existed AND c.is_fictional IS NOT TRUE
"""
CURRENT_TYPES = {"series": ">i4", "period": ">i4", "value": ">f8", "kind": ">i4", "region": ">i8"}


@dataclass(frozen=True)
class Group:
    """One scope's figures: what it is of, and an array of each statistic."""

    keys: np.ndarray
    councils: np.ndarray
    n: np.ndarray
    statistics: dict[str, np.ndarray]


def rebuild(cursor: Any, changed: str) -> int:
    """Compute again the comparisons of the (series_id, period_id) pairs in the table `changed`; how many.

    Runs inside the caller's transaction: a reader sees the old ones or the new ones, never neither.
    """
    types = ", ".join(f"'{kind}'" for kind in TYPES)
    held = columns.copy_out(cursor, CURRENT.format(types=types, changed=changed), CURRENT_TYPES)
    cursor.execute(
        f"DELETE FROM indicators_comparison c USING {changed} changed "  # noqa: S608 our own table's name
        f"WHERE c.series_id = changed.series_id AND c.period_id = changed.period_id"
    )
    return _store(cursor, held)


def summarise(values: np.ndarray, *by: np.ndarray) -> Group:
    """Count, mean, median, least, greatest and quartiles of `values` for each distinct row of `by`.

    NaN is no value: it counts as a council and in nothing else.
    """
    order = np.lexsort((values, *reversed(by)))  # NaN sorts last within its group
    keys = np.stack([column[order] for column in by], axis=1)
    values = values[order]
    starts = (
        np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)]) if len(keys) else np.array([], int)
    )
    councils = np.diff(np.r_[starts, len(values)])
    valued = ~np.isnan(values)
    n = np.add.reduceat(valued.astype(np.int64), starts)
    total = np.add.reduceat(np.where(valued, values, 0.0), starts)
    mean = np.where(n > 0, total / np.maximum(n, 1), np.nan)
    statistics = {
        "mean": mean,
        "median": _quantile(values, starts, n, 0.5),
        "least": _quantile(values, starts, n, 0.0),
        "greatest": _quantile(values, starts, n, 1.0),
        "lower_quartile": _quantile(values, starts, n, 0.25),
        "upper_quartile": _quantile(values, starts, n, 0.75),
    }
    return Group(keys[starts], councils, n, statistics)


def _quantile(values: np.ndarray, starts: np.ndarray, n: np.ndarray, share: float) -> np.ndarray:
    """The value `share` of the way up each group's sorted values, linear between its two neighbours."""
    place = share * np.maximum(n - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(n - 1, 0))
    low, high = values[starts + below], values[starts + above]
    return np.where(n > 0, low + (place - below) * (high - low), np.nan)


def _store(cursor: Any, held: dict[str, np.ndarray]) -> int:
    slugs = dict(Region.objects.values_list("pk", "slug"))
    of_council = held["kind"] > 0
    series, period, value = held["series"], held["period"], held["value"]
    lines: list[str] = []
    every = np.zeros_like(held["kind"])
    for scope, member, named in (
        ("england", every, {0: ""}),
        ("type", held["kind"], dict(enumerate(TYPES, start=1))),
        ("region", held["region"], slugs),
    ):
        if not of_council.any():
            break
        group = summarise(value[of_council], series[of_council], period[of_council], member[of_council])
        published = _published(held, scope)
        lines += _lines(scope, group, named, published)
    if lines:
        cursor.cursor.copy_expert(
            "COPY indicators_comparison (series_id, period_id, scope, member, councils, n, "
            f"{', '.join(STATISTICS)}, published) FROM STDIN",
            io.StringIO("".join(lines)),
        )
    return len(lines)


def _published(held: dict[str, np.ndarray], scope: str) -> dict[tuple[int, int, int], float]:
    """The publisher's own figures for England (member 0) or the regions, by series, period and member."""
    if scope == "type":
        return {}
    mask = (held["kind"] == 0) & ((held["region"] > 0) == (scope == "region")) & ~np.isnan(held["value"])
    return dict(
        zip(
            zip(*(held[name][mask].tolist() for name in ("series", "period", "region")), strict=True),
            held["value"][mask].tolist(),
            strict=True,
        )
    )


def _lines(scope: str, group: Group, named: dict[int, str], published: dict[Any, float]) -> list[str]:
    """The comparisons as lines of COPY's text: some tens of thousands at most, one for each comparison."""
    columns_of = [group.statistics[name].tolist() for name in STATISTICS]
    lines = []
    for key, councils, n, *statistics in zip(
        map(tuple, group.keys.tolist()), group.councils.tolist(), group.n.tolist(), *columns_of, strict=True
    ):
        figures = [repr(v) if v == v else r"\N" for v in statistics]
        own = published.get(key)
        figures.append(r"\N" if own is None else repr(own))
        lines.append(
            "\t".join((str(key[0]), str(key[1]), scope, named[key[2]], str(councils), str(n), *figures))
            + "\n"
        )
    return lines
