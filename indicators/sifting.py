"""Between the file's words and our rows: which council, which series, which period; and is it plausible?

Everything is decided on vocabularies (a few hundred words), then spread over the rows by whole-array
look-ups. Councils are recognised by their codes only: names in these formats are not asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from councils.lookup import Resolver
from councils.models import Council, Region
from indicators import catalogue
from indicators.models import Area, Indicator, Period, Remark, Series
from indicators.rows import Rejection, Rows

ENGLAND = "E92000001"
COUNCIL_CLASSES = ("E06", "E07", "E08", "E09", "E10")
UNKNOWN = "the code is not in the register of councils"


@dataclass
class Sifted:
    """The rows that will be loaded, as ids; `text` columns are gone. All arrays are of one length."""

    series: np.ndarray
    area: np.ndarray
    period: np.ndarray
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
    def councils(self) -> int:
        """How many councils the rows speak of."""
        return len(np.unique(self.area[self.is_council]))


def sift(rows: Rows, source: str, resolver: Resolver) -> Sifted:
    """The rows of a source's file as ids of ours, and those rejected with their reasons.

    Makes the rows of `Period`, `Series`, `Area` and `Remark` that are not there yet.
    """
    rejected = list(rows.rejected)
    known = np.array(list(_series_names(source, rows.text["indicator"].words)))[rows.text["indicator"].codes]
    rows = _without(rows, ~known, "the indicator is not in the catalogue", "indicator", rejected)
    found, reasons = _areas(rows.text["area"].words, resolver)
    unknown: list[str] = []
    for reason, words in reasons.items():
        held = np.isin(rows.text["area"].words, list(words))[rows.text["area"].codes]
        if reason == UNKNOWN:
            unknown = sorted(set(np.array(rows.text["area"].words)[rows.text["area"].codes[held]].tolist()))
        rows = _without(rows, held, reason, "area", rejected)
    sifted = _as_ids(rows, source, found)
    sifted.rejected, sifted.unknown_codes = rejected, tuple(unknown)
    return _one_row_a_council(rows, sifted, found)


def _series_names(source: str, words: list[str]) -> list[bool]:
    names = {key.indicator for key in catalogue.indicators_of(source)}
    return [word in names for word in words]


def _without(rows: Rows, drop: np.ndarray, reason: str, column: str, rejected: list[Rejection]) -> Rows:
    """The rows without those of a mask, the reason noted with a few of the words it was for."""
    if not drop.any():
        return rows
    text = rows.text[column]
    examples = [text.words[code] for code in np.unique(text.codes[drop])[:3]]
    rejected.append(Rejection(reason, int(drop.sum()), tuple(examples)))
    return rows.take(~drop)


@dataclass(frozen=True)
class FoundArea:
    """What an area code of the file stands for."""

    area_id: int
    council: Council | None
    is_current_code: bool


def _areas(words: list[str], resolver: Resolver) -> tuple[dict[str, FoundArea], dict[str, set[str]]]:
    """Every area code to our area, or to the reason there is none."""
    regions = {region.gss: region for region in Region.objects.all()}
    councils: dict[str, Council] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for word in words:
        if word == ENGLAND or word in regions:
            continue
        resolution = resolver.resolve(word)
        if resolution.council:
            councils[word] = resolution.council
        else:
            reasons[UNKNOWN if word.startswith(COUNCIL_CLASSES) else _reason(word)].add(word)
    ids = _area_ids(set(councils.values()), [r for code, r in regions.items() if code in words], words)
    found = {
        word: FoundArea(ids[council.code], council, is_current_code=word == council.code)
        for word, council in councils.items()
    }
    found |= {
        word: FoundArea(ids[word], None, is_current_code=True)
        for word in words
        if word == ENGLAND or word in regions
    }
    return found, reasons


def _reason(code: str) -> str:
    if code.startswith("E67"):
        return "two councils published as one area"
    if code[:1] in ("W", "S", "N"):
        return "the area is in another country"
    return "the area is not an English council, a region or England"


def _area_ids(councils: set[Council], regions: list[Region], words: list[str]) -> dict[str, int]:
    wanted = [Area(kind=Area.Kind.COUNCIL, code=c.code, council=c) for c in councils]
    wanted += [Area(kind=Area.Kind.REGION, code=r.gss, region=r) for r in regions]
    if ENGLAND in words:
        wanted.append(Area(kind=Area.Kind.ENGLAND, code=ENGLAND))
    return _ids(Area, wanted, ("code",))


def _as_ids(rows: Rows, source: str, found: dict[str, FoundArea]) -> Sifted:
    text = rows.text
    area_table = [found[w].area_id if w in found else 0 for w in text["area"].words]
    is_council = np.array([w in found and found[w].council is not None for w in text["area"].words])
    period_ids, periods = _periods(text["period"].words)
    series, series_by_id = _series(rows, source)
    status = np.array([int(word) for word in text["status"].words] or [0])[text["status"].codes]
    return Sifted(
        series=series,
        area=text["area"].map(area_table),
        period=text["period"].map(period_ids),
        value=rows.number["value"],
        lower=rows.number["lower"],
        upper=rows.number["upper"],
        status=status,
        existed=_existed(rows, found, periods),
        remark=text["remark"].map(_remarks(text["remark"].words)),
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
    _ids(Period, wanted, ("start_on", "end_on"))
    held = {(p.start_on, p.end_on): p for p in Period.objects.all()}
    periods = [
        held[date.fromisoformat(w.split("|")[0]), date.fromisoformat(w.split("|")[1])] if w else None
        for w in words
    ]
    return [p.pk if p else 0 for p in periods], periods


def _remarks(words: list[str]) -> list[int]:
    ids = _ids(Remark, [Remark(text=word) for word in words if word], ("text",))
    return [ids.get(word, 0) for word in words]


def _series(rows: Rows, source: str) -> tuple[np.ndarray, dict[int, Series]]:
    """The series of every row: one for each distinct indicator, sex, age and category that occurs."""
    names = ("indicator", "sex", "age", "category_type", "category")
    stacked = np.stack([rows.text[name].codes for name in names], axis=1)
    distinct, which = np.unique(stacked, axis=0, return_inverse=True)
    main = {key.indicator: (one, key) for key, one in catalogue.indicators_of(source).items()}
    indicators = {one.slug: one for one in Indicator.objects.filter(source__slug=source)}
    wanted = []
    for line in distinct.tolist():
        name, sex, age, kind, category = (
            rows.text[column].words[code] for column, code in zip(names, line, strict=True)
        )
        definition, key = main[name]
        wanted.append(
            Series(
                indicator=indicators[definition.slug],
                sex=sex,
                age=age,
                category_type=kind,
                category=category,
                is_main=(sex, age, kind, category) == (key.sex, key.age, "", ""),
            )
        )
    fields = ("indicator_id", "sex", "age", "category_type", "category")
    ids = _ids(Series, wanted, fields)
    table = np.array([ids[tuple(getattr(one, f) for f in fields)] for one in wanted], dtype=np.int64)
    held = {one.pk: one for one in Series.objects.filter(pk__in=table.tolist()).select_related("indicator")}
    return table[which.reshape(-1)] if len(table) else np.empty(0, np.int64), held


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


def _one_row_a_council(rows: Rows, sifted: Sifted, found: dict[str, FoundArea]) -> Sifted:
    """Where a file gives one council under its old code and its new one, the newer row with a value."""
    current = np.array([found[w].is_current_code if w in found else False for w in rows.text["area"].words])
    order = np.lexsort(
        (
            ~current[rows.text["area"].codes],
            np.isnan(sifted.value),
            sifted.period,
            sifted.area,
            sifted.series,
        )
    )
    keys = np.stack([sifted.series, sifted.area, sifted.period], axis=1)[order]
    again = np.zeros(len(order), dtype=bool)
    if len(order) > 1:
        again[1:] = (keys[1:] == keys[:-1]).all(axis=1)
    keep = np.sort(order[~again])
    if again.any():
        codes = np.unique(rows.text["area"].codes[order[again]])[:3]
        sifted.rejected.append(
            Rejection(
                "the same council stands under another of its codes",
                int(again.sum()),
                tuple(rows.text["area"].words[code] for code in codes),
            )
        )
    for name in ("series", "area", "period", "value", "lower", "upper", "status", "existed", "remark",
                 "is_council"):  # fmt: skip
        setattr(sifted, name, getattr(sifted, name)[keep])
    return sifted


def _ids(model, wanted, fields):
    """The ids of rows known by some fields, made where they are not there; keyed by the field or fields."""

    def key(one):
        said = tuple(getattr(one, name) for name in fields)
        return said[0] if len(said) == 1 else said

    held = {key(one): one.pk for one in model.objects.only("pk", *fields)}
    missing = {key(one): one for one in wanted if key(one) not in held}
    if missing:
        model.objects.bulk_create(missing.values(), ignore_conflicts=True)
        held = {key(one): one.pk for one in model.objects.only("pk", *fields)}
    return held
