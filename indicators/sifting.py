"""Between the file's words and our rows: which council, which series, which period; and is it plausible?

Everything is decided on vocabularies (a few hundred words), then spread over the rows by whole-array
look-ups. Councils are recognised by their codes and their names, set beside one another (`settling`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from councils.lookup import Resolver
from indicators import definitions
from indicators.areas import UNKNOWN, FoundArea, find_areas
from indicators.catalogue import SeriesKey
from indicators.made_once import ids_of
from indicators.models import Indicator, Period, Remark, Series
from indicators.rows import Rejection, Rows, Words
from indicators.settling import settle

MOST_COMBINATIONS = 5_000_000  # of the words of five columns: beyond, they are sorted instead


FIGURES = ("series", "period", "area", "value", "lower", "upper", "status", "existed", "remark", "is_council")


@dataclass
class Sifted:
    """The rows that will be loaded, as ids; `text` columns are gone. All arrays are of one length, in the
    order of series, period and area, and no two rows have all three in common.
    """

    series: np.ndarray
    period: np.ndarray
    area: np.ndarray
    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    status: np.ndarray
    existed: np.ndarray
    remark: np.ndarray
    is_council: np.ndarray
    rejected: list[Rejection] = field(default_factory=list)
    unknown_codes: tuple[str, ...] = ()
    series_by_id: dict[int, Series] = field(default_factory=dict)
    periods_by_id: dict[int, Period] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.series)

    @property
    def starts(self) -> np.ndarray:
        """The place of each series' first row."""
        return np.flatnonzero(np.r_[True, self.series[1:] != self.series[:-1]][: len(self)])

    def rows_of(self, series: int) -> slice:
        """Where the rows of a series stand."""
        begin, end = np.searchsorted(self.series, [series, series + 1])
        return slice(int(begin), int(end))

    @property
    def councils(self) -> int:
        """How many councils the rows speak of."""
        return int((np.bincount(self.area[self.is_council]) > 0).sum()) if self.is_council.any() else 0


def sift(rows: Rows, source: str, resolver: Resolver) -> Sifted:
    """The rows of a source's file as ids of ours, and those rejected with their reasons.

    Makes the rows of `Period`, `Series`, `Area` and `Remark` that are not there yet.
    """
    rejected = list(rows.rejected)
    known = np.array(_series_names(source, rows.text["indicator"].words) or [False])
    drop = ~known[rows.text["indicator"].codes]
    _reject(rows, drop, "the indicator is not in the catalogue", "indicator", rejected)
    settled = settle(rows, resolver)
    rows = settled.rows
    for reason, mask in settled.refused.items():
        held = mask & ~drop
        _reject(rows, held, reason, "area_name", rejected)
        drop |= held
    found, reasons = find_areas(rows.text["area"].words, resolver)
    unknown: list[str] = []
    for reason, words in reasons.items():
        meant = np.array([word in words for word in rows.text["area"].words])
        held = meant[rows.text["area"].codes] & ~drop
        if reason == UNKNOWN:
            used = np.bincount(rows.text["area"].codes[held], minlength=len(meant)) > 0
            unknown = sorted(np.array(rows.text["area"].words)[used].tolist())
        _reject(rows, held, reason, "area", rejected)
        drop |= held
    if drop.any():
        rows = rows.take(~drop)
    sifted = _as_ids(rows, source, found)
    sifted.rejected, sifted.unknown_codes = rejected, (*unknown, *settled.by_name)
    return _in_order(rows, sifted, found)


def _series_names(source: str, words: list[str]) -> list[bool]:
    names = {key.indicator for key in definitions.indicators_of(source)}
    return [word in names for word in words]


def _reject(rows: Rows, drop: np.ndarray, reason: str, column: str, rejected: list[Rejection]) -> None:
    """Note why the rows of a mask are not taken, with a few of the words it was for."""
    if not drop.any():
        return
    text = rows.text[column]
    used = np.flatnonzero(np.bincount(text.codes[drop]))[:3]
    rejected.append(Rejection(reason, int(drop.sum()), tuple(text.words[code] for code in used.tolist())))


def _as_ids(rows: Rows, source: str, found: dict[str, FoundArea]) -> Sifted:
    text = rows.text
    area_table = [found[w].area_id if w in found else 0 for w in text["area"].words]
    is_council = np.array(
        [w in found and found[w].council is not None for w in text["area"].words] or [False]
    )
    period_ids, periods = _periods(text["period"].words)
    series, series_by_id = _series(rows, source)
    status = np.array([int(word) for word in text["status"].words] or [0], dtype=np.int16)
    return Sifted(
        series=series,
        period=_mapped(text["period"], period_ids),
        area=_mapped(text["area"], area_table),
        value=rows.number["value"],
        lower=rows.number["lower"],
        upper=rows.number["upper"],
        status=status[text["status"].codes],
        existed=_existed(rows, found, periods),
        remark=_mapped(text["remark"], _remarks(text["remark"].words)),
        is_council=is_council[text["area"].codes],
        series_by_id=series_by_id,
        periods_by_id={p.pk: p for p in periods if p is not None},
    )


def _periods(words: list[str]) -> tuple[list[int], list[Period | None]]:
    """Our id of every period word; a word that only rejected rows used has none."""
    wanted = []
    for word in words:
        if word:
            start, end, label = word.split("|", 2)
            wanted.append(
                Period(start_on=date.fromisoformat(start), end_on=date.fromisoformat(end), label=label)
            )
    ids_of(Period, wanted, ("start_on", "end_on"))
    held = {(p.start_on, p.end_on): p for p in Period.objects.all()}
    periods = [
        held[date.fromisoformat(w.split("|")[0]), date.fromisoformat(w.split("|")[1])] if w else None
        for w in words
    ]
    return [p.pk if p else 0 for p in periods], periods


def _remarks(words: list[str]) -> list[int]:
    ids = ids_of(Remark, [Remark(text=word) for word in words if word], ("text",))
    return [ids.get(word, 0) for word in words]


def _series(rows: Rows, source: str) -> tuple[np.ndarray, dict[int, Series]]:
    """The series of every row: one for each distinct indicator, sex, age and category that occurs."""
    names = ("indicator", "sex", "age", "category_type", "category")
    distinct, which = _combined([rows.text[name] for name in names])
    main = definitions.indicators_of(source)
    by_name = {key.indicator: one for key, one in reversed(main.items())}
    indicators = {one.slug: one for one in Indicator.objects.filter(source__slug=source)}
    wanted = []
    for line in distinct:
        name, sex, age, kind, category = (
            rows.text[column].words[code] for column, code in zip(names, line, strict=True)
        )
        key = SeriesKey(name, sex, age, kind, category)
        wanted.append(
            Series(
                indicator=indicators[main.get(key, by_name[name]).slug],
                sex=sex,
                age=age,
                category_type=kind,
                category=category,
                is_main=key in main,
            )
        )
    fields = ("indicator_id", "sex", "age", "category_type", "category")
    ids = ids_of(Series, wanted, fields)
    table = np.array([ids[tuple(getattr(one, f) for f in fields)] for one in wanted], dtype=np.int32)
    by_id = {one.pk: one for one in indicators.values()}
    held = {one.pk: one for one in Series.objects.filter(pk__in=table.tolist())}
    for one in held.values():
        one.indicator = by_id[one.indicator_id]
    return table[which] if len(table) else np.empty(0, np.int32), held


def _combined(columns: list[Words]) -> tuple[list[list[int]], np.ndarray]:
    """The distinct combinations of some columns' codes, and for each row which one it is."""
    sizes = [max(1, len(column.words)) for column in columns]
    packed = np.zeros(len(columns[0].codes), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        if size > 1:
            packed *= size
            packed += column.codes
    possible = math.prod(sizes)
    if possible <= MOST_COMBINATIONS:  # without sorting: tick what occurs, count up
        occurs = np.bincount(packed, minlength=possible) > 0
        distinct, which = np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[packed]
    else:
        distinct, which = np.unique(packed, return_inverse=True)
    lines = []
    for one in distinct.tolist():
        line = []
        for size in reversed(sizes):
            one, code = divmod(one, size)
            line.append(code)
        lines.append(line[::-1])
    return lines, which


def _mapped(column: Words, table: list[int]) -> np.ndarray:
    """The column with every word replaced by its id."""
    return np.array(table or [0], dtype=np.int32)[column.codes]


def _existed(rows: Rows, found: dict[str, FoundArea], periods: list[Period | None]) -> np.ndarray:
    """Whether the council of each row existed on its period's last day (always, for England and regions)."""
    ends = np.array([p.end_on.toordinal() if p else 0 for p in periods] or [0])
    first = np.zeros(max(1, len(rows.text["area"].words)), dtype=np.int64)
    last = np.full_like(first, date.max.toordinal())
    for place, word in enumerate(rows.text["area"].words):
        council = found[word].council if word in found else None
        if council and council.existed_from_on:
            first[place] = council.existed_from_on.toordinal()
        if council and council.existed_until_on:
            last[place] = council.existed_until_on.toordinal()
    there = (first[:, None] <= ends[None, :]) & (ends[None, :] <= last[:, None])
    return there[rows.text["area"].codes, rows.text["period"].codes]


def _in_order(rows: Rows, sifted: Sifted, found: dict[str, FoundArea]) -> Sifted:
    """In the order of the keys; where a file gives one council under its old code and its new one, the row
    with a value, and of two such that under the newer code."""
    periods = int(sifted.period.max(initial=0)) + 1
    areas = int(sifted.area.max(initial=0)) + 1
    key = (sifted.series.astype(np.int64) * periods + sifted.period) * areas + sifted.area
    codes = rows.text["area"].codes
    if (key[1:] <= key[:-1]).any():
        order = np.argsort(key, kind="stable")
        key = key[order]
        if (key[1:] == key[:-1]).any():
            order = _one_each(order, key, sifted, codes, rows.text["area"].words, found)
        for name in FIGURES:
            setattr(sifted, name, getattr(sifted, name)[order])
    return sifted


def _one_each(
    order: np.ndarray,
    key: np.ndarray,
    sifted: Sifted,
    codes: np.ndarray,
    words: list[str],
    found: dict[str, FoundArea],
) -> np.ndarray:
    """The order without the lesser of rows that speak of one council and period."""
    same = np.r_[False, key[1:] == key[:-1]]
    doubled = same | np.r_[same[1:], False]
    current = np.array([found[w].is_current_code if w in found else False for w in words])
    among = order[doubled]
    better = among[np.lexsort((~current[codes[among]], np.isnan(sifted.value[among]), key[doubled]))]
    order = order.copy()
    order[doubled] = better
    lesser = codes[order[same]]
    used = np.flatnonzero(np.bincount(lesser))[:3]
    sifted.rejected.append(
        Rejection(
            "the same council stands under another of its codes",
            int(same.sum()),
            tuple(words[code] for code in used.tolist()),
        )
    )
    return order[~same]
