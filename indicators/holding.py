"""What is held: new figures set beside the current ones, those that differ written, the others' end noted.

Whole arrays in the order of their keys (series, period, area), some hundred thousand rows at a time, so
that a release of millions is taken in within the memory of one of thousands.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators import columns
from indicators.models import Change, TakenIn
from indicators.sifting import Sifted

AT_ONCE = 400_000  # rows set beside one another at a time
HELD = {
    "series": ">i4", "period": ">i4", "area": ">i4", "value": ">f8", "lower": ">f8", "upper": ">f8",
    "status": ">i2", "existed": "|i1", "remark": ">i4",
}  # fmt: skip
KEY = ("series", "period", "area")
CURRENT = """
SELECT series_id, period_id, area_id, coalesce(value, 'NaN'), coalesce(lower, 'NaN'), coalesce(upper, 'NaN'),
       status, existed, coalesce(remark_id, 0)
FROM indicators_observation WHERE until_id IS NULL AND series_id = ANY(ARRAY[{series}]::integer[])
"""


@dataclass(frozen=True)
class Taken:
    """What a load did: rows new and revised, and the (series, period) pairs in which anything changed."""

    new: int
    revised: int
    series: np.ndarray
    period: np.ndarray


class NotVerified(Exception):
    """The figures after a load are not what the file says: everything is undone."""


def take_in(cursor: Any, sifted: Sifted, change: Change) -> Taken:
    """Write what differs from what is held, and end what it takes the place of; one pass, in key order.

    A series that is word for word what was last taken in of it is passed over.
    """
    _every_id_is_there(cursor, sifted)
    new = revised = 0
    changed: list[np.ndarray] = []
    digests = _digests(sifted)
    before = {
        pk: bytes(digest)
        for pk, digest in TakenIn.objects.filter(pk__in=digests).values_list("series_id", "digest")
    }
    fresh = {pk: digest for pk, digest in digests.items() if before.get(pk) != digest}
    for rows in _pieces(sifted, fresh):
        differs, again = _beside_what_is_held(cursor, rows)
        ended = _end(cursor, {name: rows[name][again] for name in KEY}, change)
        if ended != int(again.sum()):
            raise NotVerified(f"{int(again.sum())} figures were revised and {ended} were ended.")
        written = _write(cursor, {name: values[differs] for name, values in rows.items()}, change)
        if written != int(differs.sum()):
            raise NotVerified(f"{int(differs.sum())} figures had changed and {written} were written.")
        revised += ended
        new += written - ended
        changed.append(_pairs(rows["series"][differs], rows["period"][differs]))
    TakenIn.objects.bulk_create(
        [TakenIn(series_id=pk, digest=digest) for pk, digest in fresh.items()],
        update_conflicts=True,
        unique_fields=["series"],
        update_fields=["digest"],
    )
    pairs = np.concatenate(changed, axis=1) if changed else np.empty((2, 0), np.int32)
    return Taken(new=new, revised=revised, series=pairs[0], period=pairs[1])


def _digests(sifted: Sifted) -> dict[int, bytes]:
    """Each series and the SHA-256 of its rows: every column, in key order, numbers as eight bytes."""
    starts = sifted.starts
    ends = np.r_[starts[1:], len(sifted)]
    named = [(name, np.dtype(kind).newbyteorder("=")) for name, kind in HELD.items() if name != "series"]
    found = {}
    for begin, end in zip(starts.tolist(), ends.tolist(), strict=True):
        whole = hashlib.sha256()
        for name, kind in named:
            whole.update(np.ascontiguousarray(getattr(sifted, name)[begin:end], dtype=kind).data)
        found[int(sifted.series[begin])] = whole.digest()
    return found


def _pairs(series: np.ndarray, period: np.ndarray) -> np.ndarray:
    """Each series and period once, of rows in the order of both: where one differs from the row before."""
    first = np.ones(len(series), dtype=bool)
    first[1:] = (series[1:] != series[:-1]) | (period[1:] != period[:-1])
    return np.stack([series[first], period[first]])


def take_back(cursor: Any, series: list[int], first: Change, change: Change) -> Taken:
    """Hold again what these series held before the change `first`: its figures and all later ones end."""
    TakenIn.objects.filter(pk__in=series).delete()
    cursor.execute(
        "CREATE TEMP TABLE figures_back ON COMMIT DROP AS SELECT * FROM indicators_observation "
        "WHERE series_id = ANY(%s) AND since_id < %s AND until_id >= %s",
        [series, first.pk, first.pk],
    )
    back = cursor.rowcount
    cursor.execute(
        "CREATE TEMP TABLE pairs_changed ON COMMIT DROP AS SELECT DISTINCT series_id, period_id FROM ("
        "SELECT series_id, period_id FROM indicators_observation WHERE series_id = ANY(%s) "
        "AND until_id IS NULL AND since_id >= %s UNION ALL SELECT series_id, period_id FROM figures_back) f",
        [series, first.pk],
    )
    cursor.execute(
        "UPDATE indicators_observation SET until_id = %s WHERE series_id = ANY(%s) AND until_id IS NULL "
        "AND since_id >= %s",
        [change.pk, series, first.pk],
    )
    ended = cursor.rowcount
    cursor.execute(
        "INSERT INTO indicators_observation (series_id, period_id, area_id, value, lower, upper, status, "
        "existed, remark_id, release_id, since_id) SELECT series_id, period_id, area_id, value, lower, "
        "upper, status, existed, remark_id, release_id, %s FROM figures_back",
        [change.pk],
    )
    cursor.execute("SELECT series_id, period_id FROM pairs_changed ORDER BY 1, 2")
    pairs = np.array(cursor.fetchall() or np.empty((0, 2)), dtype=np.int32)
    cursor.execute("DROP TABLE figures_back, pairs_changed")
    return Taken(new=ended - back, revised=back, series=pairs[:, 0], period=pairs[:, 1])


def _pieces(sifted: Sifted, fresh: Container[int]) -> Iterator[dict[str, np.ndarray]]:
    """Those of the series that are fresh, whole and about `AT_ONCE` rows at a time."""
    starts = sifted.starts
    begin = 0
    while begin < len(sifted):
        after = starts[np.searchsorted(starts, begin + AT_ONCE) :]
        end = int(after[0]) if len(after) else len(sifted)
        wanted = _fresh(sifted, begin, end, fresh)
        if wanted is not None:
            yield {name: getattr(sifted, name)[begin:end][wanted] for name in HELD}
        begin = end


def _fresh(sifted: Sifted, begin: int, end: int, fresh: Container[int]) -> slice | np.ndarray | None:
    """The rows of a piece whose series are fresh; None where there is none."""
    series = sifted.series[begin:end]
    there = np.unique(series).tolist()
    wanted = [pk for pk in there if pk in fresh]
    if len(wanted) == len(there):
        return slice(None)
    return np.isin(series, wanted) if wanted else None


def _beside_what_is_held(cursor: Any, rows: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """A mask of the rows that say something else than is held, and one of those held at all that do."""
    series = ",".join(map(str, np.unique(rows["series"]).tolist()))
    held = columns.copy_out(cursor, CURRENT.format(series=series), HELD)
    if not len(held["series"]):
        return np.ones(len(rows["series"]), dtype=bool), np.zeros(len(rows["series"]), dtype=bool)
    theirs, ours = _packed(held, rows), _packed(rows, held)
    if (theirs[1:] <= theirs[:-1]).any():
        order = np.argsort(theirs, kind="stable")
        theirs, held = theirs[order], {name: values[order] for name, values in held.items()}
    if np.array_equal(theirs, ours):
        known, beside = np.ones(len(ours), dtype=bool), held
    else:
        place = np.minimum(np.searchsorted(theirs, ours), len(theirs) - 1)
        known = theirs[place] == ours
        beside = {name: values[place] for name, values in held.items()}
    differs = np.zeros(len(ours), dtype=bool)
    for name in HELD:
        if name in KEY:
            continue
        this, that = rows[name], beside[name]
        unlike = this != that
        if this.dtype.kind == "f":
            unlike &= ~(np.isnan(this) & np.isnan(that))
        differs |= unlike
    return differs | ~known, differs & known


def _packed(rows: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> np.ndarray:
    """Each row's key as one number, in the order of series, period, area."""
    periods, areas = (
        int(max(rows[name].max(initial=0), other[name].max(initial=0))) + 1 for name in ("period", "area")
    )
    return (rows["series"].astype(np.int64) * periods + rows["period"]) * areas + rows["area"]


def _end(cursor: Any, keys: dict[str, np.ndarray], change: Change) -> int:
    if not len(keys["series"]):
        return 0
    cursor.execute(
        "CREATE TEMP TABLE ending (series_id integer, period_id integer, area_id integer) ON COMMIT DROP"
    )
    columns.copy_in(cursor, "ending", {f"{name}_id": (">i4", keys[name]) for name in KEY})
    cursor.execute("ANALYZE ending")
    cursor.execute(
        "UPDATE indicators_observation o SET until_id = %s FROM ending e WHERE o.series_id = e.series_id "
        "AND o.period_id = e.period_id AND o.area_id = e.area_id AND o.until_id IS NULL",
        [change.pk],
    )
    ended = int(cursor.rowcount)
    cursor.execute("DROP TABLE ending")
    return ended


def _write(cursor: Any, rows: dict[str, np.ndarray], change: Change) -> int:
    count = len(rows["series"])
    if not count:
        return 0
    described = {
        f"{name}_id" if name in (*KEY, "remark") else name: (kind, rows[name]) for name, kind in HELD.items()
    }
    described["release_id"] = (">i4", np.full(count, change.release_id, dtype=np.int32))
    described["since_id"] = (">i4", np.full(count, change.pk, dtype=np.int32))
    empty = {name: np.isnan(rows[name]) for name in ("value", "lower", "upper")}
    empty["remark_id"] = rows["remark"] == 0
    return columns.copy_in(cursor, "indicators_observation", described, empty)


def _every_id_is_there(cursor: Any, sifted: Sifted) -> None:
    for name in ("series", "area", "period", "remark"):
        ids = np.flatnonzero(np.bincount(getattr(sifted, name))) if len(sifted) else np.empty(0, int)
        ids = ids[ids != 0] if name == "remark" else ids
        cursor.execute(f"SELECT count(*) FROM indicators_{name} WHERE id = ANY(%s)", [ids.tolist()])  # noqa: S608
        (there,) = cursor.fetchone()
        if there != len(ids):
            raise NotVerified(f"{len(ids) - there} of the rows' {name} ids are not there.")
