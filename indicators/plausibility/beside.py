"""A file's newest periods beside what is held of them: dense arrays, a row a series, a column a council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db import connection

from indicators import columns
from indicators.markers import Status
from indicators.models import Area, Comparison, Period, Series
from indicators.sifting import Sifted

MOST_ROWS = 600_000  # of what is held, about, that are looked at: of a very large source fewer periods
MOST_PERIODS = 30
LEAST_PERIODS = 2
HELD = {"series": ">i4", "period": ">i4", "area": ">i4", "value": ">f8"}
CURRENT = """
SELECT series_id, period_id, area_id, coalesce(value, 'NaN') FROM indicators_observation
WHERE until_id IS NULL AND existed AND series_id = ANY(ARRAY[{series}]::integer[])
AND period_id = ANY(ARRAY[{periods}]::integer[])
"""


@dataclass(frozen=True)
class Beside:
    """One series: its newest periods, newest first (k), and the councils in order of their codes (a).

    NaN is no figure; `file_has` and `held_has` say where a row stands at all. Only councils that existed;
    `lasts` gives each one's last day. `unchanged`: of these periods the file says what is held.
    """

    series: Series
    periods: list[Period]
    codes: np.ndarray
    names: np.ndarray
    kinds: np.ndarray
    lasts: np.ndarray
    file: np.ndarray
    file_has: np.ndarray
    held: np.ndarray
    held_has: np.ndarray
    england: np.ndarray
    england_held: np.ndarray
    held_periods: list[Period]
    held_counts: list[int]
    file_counts: dict[int, int]
    unchanged: bool = False

    @property
    def title(self) -> str:
        """How the series is called in a sentence."""
        return str(self.series)

    def named(self, mask: np.ndarray) -> str:
        """A few of the councils of a mask, by name."""
        return ", ".join(self.names[mask][:3].tolist())

    def is_held(self, place: int) -> bool:
        """Whether any figure of the period is held."""
        return self._held[place]

    def is_given(self, place: int) -> bool:
        """Whether the file has figures for the period."""
        return self._given[place]

    @cached_property
    def newest(self) -> int | None:
        """The place of the newest period that the file gives."""
        return next((k for k in range(len(self.periods)) if self.is_given(k)), None)

    def known(self, place: int) -> np.ndarray:
        """The figures of a period as held, or as the file gives them where nothing is."""
        return np.asarray(self._known[place])

    @cached_property
    def _known(self) -> np.ndarray:
        return np.where(self.held_has, self.held, self.file)

    @cached_property
    def _held(self) -> list[bool]:
        return [bool(period.any()) for period in self.held_has]

    @cached_property
    def _given(self) -> list[bool]:
        return [bool(period.any()) for period in ~np.isnan(self.file)]

    def england_known(self, place: int) -> float:
        """England's published figure likewise."""
        return float(self.england_held[place] if self.is_held(place) else self.england[place])


def beside(sifted: Sifted) -> list[Beside]:
    """Every series of the file that has a council's figure, beside what is held of it."""
    series = sifted.series[sifted.starts]
    held_pairs = _held_pairs(series)
    # What is published in words (a judgement) is there, although it is no figure.
    there = ~np.isnan(sifted.value) | (sifted.status == int(Status.IN_WORDS))
    valued = sifted.is_council & sifted.existed & there
    file_pairs, file_n = _counted(sifted.series[valued], sifted.period[valued])
    ends = _ends([*file_pairs[:, 1].tolist(), *held_pairs[:, 1].tolist()])
    pairs = np.unique(np.concatenate([file_pairs, held_pairs[:, :2]]), axis=0)
    series = np.unique(pairs[:, 0])
    slots = _slots(pairs, ends, len(sifted))
    areas = _Areas.load()
    shape = (len(series), slots.shape[1], len(areas.ids))
    file, england, there = _cube(shape, series, slots, areas, _of_file(sifted))
    held, england_held, held_there = _cube(shape, series, slots, areas, _of_database(series, slots))
    same = _alike(file, held) & (there == held_there).all(axis=(1, 2)) & _alike(england, england_held)
    periods = Period.objects.in_bulk({*ends})
    counts = _by_series(file_pairs, file_n)
    counts_held = _by_series(held_pairs[:, :2], held_pairs[:, 2])
    found = []
    for place, pk in enumerate(series.tolist()):
        if pk not in counts:
            continue
        depth = int((slots[place] > 0).sum())
        as_many = counts[pk].items() <= counts_held.get(pk, {}).items()
        known = sorted(counts_held.get(pk, {}), key=lambda p: ends[p], reverse=True)
        found.append(
            Beside(
                series=sifted.series_by_id[pk],
                periods=[periods[p] for p in slots[place][:depth].tolist()],
                codes=areas.codes,
                names=areas.names,
                kinds=areas.kinds,
                lasts=areas.lasts,
                file=file[place, :depth],
                file_has=there[place, :depth],
                held=held[place, :depth],
                held_has=held_there[place, :depth],
                england=england[place, :depth],
                england_held=england_held[place, :depth],
                held_periods=[periods[p] for p in known],
                held_counts=[counts_held[pk][p] for p in known],
                file_counts=counts[pk],
                unchanged=bool(same[place]) and as_many,
            )
        )
    return found


def _held_pairs(series: np.ndarray) -> np.ndarray:
    """Series, period and number of councils with a figure, of all that is held of these series."""
    rows = Comparison.objects.filter(
        series__in=series.tolist(), scope=Comparison.Scope.ENGLAND, until=None, n__gt=0
    )
    return np.array(list(rows.values_list("series_id", "period_id", "n")) or np.empty((0, 3)), dtype=np.int64)


def _alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether every figure of a series is the same in both, or in neither."""
    unlike = (one != other) & ~(np.isnan(one) & np.isnan(other))
    return ~unlike.any(axis=tuple(range(1, one.ndim)))


def _counted(series: np.ndarray, period: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each series and period, and how many rows it has; the rows are in the order of both."""
    first = np.ones(len(series), dtype=bool)
    first[1:] = (series[1:] != series[:-1]) | (period[1:] != period[:-1])
    starts = np.flatnonzero(first)
    pairs = np.stack([series[starts], period[starts]], axis=1).astype(np.int64)
    return pairs, np.diff(np.r_[starts, len(series)])


def _ends(periods: list[int]) -> dict[int, tuple[int, int]]:
    found = Period.objects.filter(pk__in=set(periods)).values_list("pk", "end_on", "start_on")
    return {pk: (end.toordinal(), start.toordinal()) for pk, end, start in found}


def _slots(pairs: np.ndarray, ends: dict[int, tuple[int, int]], rows: int) -> np.ndarray:
    """For each series (in order) its newest periods, newest first, 0 where it has fewer."""
    if not len(pairs):
        return np.zeros((0, 1), dtype=np.int64)
    in_order = sorted(ends, key=lambda p: ends[p])
    rank = np.zeros(max(ends) + 1, dtype=np.int64)
    rank[in_order] = np.arange(len(in_order))
    pairs = pairs[np.lexsort((-rank[pairs[:, 1]], pairs[:, 0]))]
    first = np.r_[True, pairs[1:, 0] != pairs[:-1, 0]]
    which = np.cumsum(first) - 1
    place = np.arange(len(pairs)) - np.flatnonzero(first)[which]
    in_one = max(1, rows * int(first.sum()) // max(1, len(pairs)))  # rows in one period of every series
    depth = int(np.clip(MOST_ROWS // in_one, LEAST_PERIODS, MOST_PERIODS))
    slots = np.zeros((int(which[-1]) + 1, min(depth, int(place.max()) + 1)), dtype=np.int64)
    inside = place < slots.shape[1]
    slots[which[inside], place[inside]] = pairs[inside, 1]
    return slots


@dataclass(frozen=True)
class _Areas:
    """Every council's area in order of codes, and England's."""

    ids: np.ndarray
    codes: np.ndarray
    names: np.ndarray
    kinds: np.ndarray
    lasts: np.ndarray
    place: np.ndarray
    england: int

    @classmethod
    def load(cls) -> _Areas:
        """From the database; `place` finds a council's column by its area's id, -1 for other areas."""
        rows = list(Area.objects.order_by("code").select_related("council"))
        found = [one for one in rows if one.council is not None]
        ids = np.array([one.pk for one in found], dtype=np.int64)
        place = np.full(max((one.pk for one in rows), default=0) + 1, -1, dtype=np.int64)
        place[ids] = np.arange(len(ids))
        councils = [one.council for one in found if one.council is not None]
        return cls(
            ids=ids,
            codes=np.array([c.code for c in councils]),
            names=np.array([c.short_name for c in councils]),
            kinds=np.array([str(c.get_kind_display()) for c in councils]),
            lasts=np.array([(c.existed_until_on or date.max).toordinal() for c in councils], dtype=np.int64),
            place=place,
            england=next((one.pk for one in rows if one.kind == Area.Kind.ENGLAND), 0),
        )


def _of_file(sifted: Sifted) -> dict[str, np.ndarray]:
    rows = {name: getattr(sifted, name) for name in HELD}
    if sifted.existed.all():
        return rows
    return {name: values[sifted.existed] for name, values in rows.items()}


def _of_database(series: np.ndarray, slots: np.ndarray) -> dict[str, np.ndarray]:
    wanted = np.unique(slots[slots > 0])
    if not len(wanted):
        return {name: np.empty(0, dtype=np.float64 if name == "value" else np.int64) for name in HELD}
    query = CURRENT.format(
        series=",".join(map(str, series.tolist())), periods=",".join(map(str, wanted.tolist()))
    )
    with connection.cursor() as cursor:
        return columns.copy_out(cursor, query, HELD)


def _cube(
    shape: tuple[int, int, int], series: np.ndarray, slots: np.ndarray, areas: _Areas, rows: dict[str, Any]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows as arrays by series, period and council: the figures, England's, and where a row stands."""
    figures = np.full(shape, np.nan)
    there = np.zeros(shape, dtype=bool)
    england = np.full(shape[:2], np.nan)
    if not len(rows["series"]) or not len(series):
        return figures, england, there
    place = _place_of_periods(series, slots, rows)
    column = areas.place[rows["area"]]
    inside = place >= 0
    at, of_council = place[inside], column[inside]
    value = rows["value"][inside]
    council = of_council >= 0
    cell = at[council] * shape[2] + of_council[council]
    figures.reshape(-1)[cell] = value[council]
    there.reshape(-1)[cell] = True
    of_england = rows["area"][inside] == areas.england
    england.reshape(-1)[at[of_england]] = value[of_england]
    return figures, england, there


def _place_of_periods(series: np.ndarray, slots: np.ndarray, rows: dict[str, Any]) -> np.ndarray:
    """For each row its place among the periods of all series (`slots`, laid out flat), -1 where none."""
    wanted = np.unique(slots[slots > 0])
    of_period = np.full(int(max(rows["period"].max(), wanted.max())) + 1, len(wanted), dtype=np.int64)
    of_period[wanted] = np.arange(len(wanted))
    of_series = np.full(int(max(rows["series"].max(), series.max())) + 1, len(series), dtype=np.int64)
    of_series[series] = np.arange(len(series))
    lines = np.full((len(series) + 1, len(wanted) + 1), -1, dtype=np.int64)
    which, k = np.nonzero(slots)
    lines[which, of_period[slots[which, k]]] = which * slots.shape[1] + k
    return np.asarray(lines[of_series[rows["series"]], of_period[rows["period"]]])


def _by_series(pairs: np.ndarray, counts: np.ndarray) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for (series, period), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        found.setdefault(series, {})[period] = count
    return found
