"""Nomis: the CSV of its API (FORMATS §2), and what its pages let one download (`nomis_download`).

The API gives at most so many rows at once and says nothing where it stops: `RECORD_COUNT` is compared with
what came. A unitary council stands once in each type of geography; the same row is taken once. A figure,
its numerator, denominator and confidence are rows of their own (`MEASURES`); options say which is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..periods import Period, PeriodError
from ..rows import Rows, Words
from . import nomis_download, reading, wide
from .reading import UnusableFile
from .wire_periods import from_nomis

REQUIRED = ("OBS_VALUE",)
LIMITS = (25_000, 100_000)  # rows at once, without a key and with one
SEXES = ("GENDER", "SEX", "C_SEX")
AGES = ("AGE", "C_AGE", "AGE_DUR", "C_AGE_R")
NAMING = ("VARIABLE", "MEASURE", "ITEM", "CELL")  # the dimension that says what is counted, where one does
CONFIDENCE = ("confidence", "lower", "upper")
BESIDE = "a numerator, denominator or confidence that stands beside the figure"
NORMAL = ("", "A")
FREE = ("", "F")


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows, of the API or of a download from the pages.

    Options: `indicator`, a dimension whose names are the indicators, or the name of the only one;
    `measures`, what each measure (its name or number) is: `value`, `confidence` (half the interval's
    width), `lower`, `upper`, or the name of an indicator of its own; `leave` dimensions not told apart.
    """
    if nomis_download.is_one(path):
        return nomis_download.parse(path, options)
    frame = reading.read_csv(path, ())
    frame.columns = [column.upper() for column in frame.columns]
    wide.need(frame, REQUIRED)
    _refuse_truncated(frame)
    area, name = _columns(frame, "GEOGRAPHY_CODE"), _columns(frame, "GEOGRAPHY_NAME")
    dimensions = _dimensions(frame)
    if not (len(area.words) > 1 or area.words[0] or len(name.words) > 1 or name.words[0]):
        raise UnusableFile("The file has neither GEOGRAPHY_CODE nor GEOGRAPHY_NAME: no area can be told.")
    period, no_period = reading.periods(_when(frame), _read_period)
    value, marker, remark = _figures(frame)
    roles, taken = _roles(frame, options)
    text = {
        "area": area,
        "area_name": name,
        "indicator": _indicator(dimensions, roles, options, len(frame)),
        "period": period,
        **_strata(dimensions, options, len(frame)),
        "status": reading.statuses(marker, remark, ~np.isnan(value)),
        "remark": remark,
    }
    lower, upper = _limits(text, value, roles)
    return reading.assemble(
        text=text,
        number={"value": value, "lower": lower, "upper": upper},
        refused={
            BESIDE: ~taken,
            "no area is named": wide.holding(area, [not w for w in area.words])
            & wide.holding(name, [not w for w in name.words]),
            "the period cannot be read": no_period,
        },
        read=len(frame),
    )


def _refuse_truncated(frame: pd.DataFrame) -> None:
    """HTTP 200 and no error is what a truncated answer looks like: count."""
    rows = frame["URN"].nunique() if "URN" in frame and (frame["URN"] != "").all() else len(frame)
    if "RECORD_COUNT" not in frame:
        if len(frame) in LIMITS:
            raise UnusableFile(
                f"The file has exactly {len(frame):,} rows, as many as Nomis gives at once, and no "
                "RECORD_COUNT to say whether there are more. Ask for RECORD_COUNT too."
            )
        return
    counts = pd.to_numeric(frame["RECORD_COUNT"].str.replace(",", "", regex=False), errors="coerce")
    if counts.isna().any():
        raise UnusableFile("RECORD_COUNT is not a number in every row: nothing says whether all rows came.")
    if counts.nunique() > 1:
        listed = ", ".join(f"{int(count):,}" for count in counts.unique()[:3])
        raise UnusableFile(
            f"RECORD_COUNT differs between rows ({listed}): the pages of this file are not of one release."
        )
    if rows < int(counts.iloc[0]):
        raise UnusableFile(
            f"The file has {rows:,} of the {int(counts.iloc[0]):,} rows that Nomis says there are."
        )


def _columns(frame: pd.DataFrame, name: str) -> Words:
    return reading.words(frame[name]) if name in frame else Words.constant("", len(frame))


def _dimensions(frame: pd.DataFrame) -> dict[str, Words]:
    """Every dimension besides time, place and measures, by its names (else its codes)."""
    found: dict[str, Words] = {}
    for column in frame.columns:
        stem = column.removesuffix("_NAME")
        if stem in ("DATE", "GEOGRAPHY", "MEASURES", "OBS_STATUS", "OBS_CONF", "TIME", "FREQ"):
            continue
        if column.endswith("_NAME") or (f"{column}_NAME" not in frame and f"{column}_CODE" in frame):
            found[stem] = reading.words(frame[column])
    return found


def _when(frame: pd.DataFrame) -> Words:
    """The date's name before its number: NM_17_5's 2023-12 is the year `Jan 2023-Dec 2023`."""
    held = [name for name in ("DATE_NAME", "DATE", "DATE_CODE", "TIME_NAME", "TIME") if name in frame]
    if not held:
        raise UnusableFile("The file has no DATE, DATE_NAME or DATE_CODE: no period can be told.")
    return wide.joined([reading.words(frame[name]) for name in held], "\x1f")


def _read_period(text: str) -> Period:
    fault: PeriodError = PeriodError("There is no period.")
    for said in text.split("\x1f"):
        try:
            return from_nomis(said)
        except PeriodError as error:
            fault = error
    raise fault


def _figures(frame: pd.DataFrame) -> tuple[np.ndarray, Words, Words]:
    """The values, the marker of each and the publisher's words for it.

    A status that says the figure is missing or withheld is believed before a 0 that fills its cell.
    """
    value, odd = reading.numbers(frame["OBS_VALUE"])
    status, conf = _columns(frame, "OBS_STATUS"), _columns(frame, "OBS_CONF")
    named = _columns(frame, "OBS_STATUS_NAME")
    remark = Words.merged(
        named.codes, ["" if w.lower() in ("normal value", "normal") else w for w in named.words]
    )
    normal = wide.holding(status, [w in NORMAL for w in status.words])
    free = wide.holding(conf, [w in FREE for w in conf.words])
    kinds = Words.merged(remark.codes, [_kind(w) for w in remark.words])
    withheld = wide.holding(kinds, [w in ("c", "u", "x", "z") for w in kinds.words]) & ~normal
    value = np.where((withheld & (value == 0)) | ~free, np.nan, value)
    marker = np.where(odd, frame["OBS_VALUE"].to_numpy(dtype=object), "")
    marker = np.where(~odd & ~normal, np.array(kinds.words, dtype=object)[kinds.codes], marker)
    marker = np.where(~free, "c", marker)
    return value, reading.words(pd.Series(marker)), remark


def _kind(words: str) -> str:
    """The shorthand for a status said in words."""
    said = words.lower()
    if "disclos" in said or "confidential" in said:
        return "c"
    if "unreliable" in said or "reliab" in said:
        return "u"
    if "not applicable" in said:
        return "z"
    if "missing" in said or "not available" in said or "unavailable" in said:
        return "x"
    return "c" if "suppress" in said else ""


def _roles(frame: pd.DataFrame, options: Mapping[str, Any]) -> tuple[Words, np.ndarray]:
    """What each row's measure is (`value`, `confidence`, an indicator's name), and which are figures."""
    names, numbers = _columns(frame, "MEASURES_NAME"), _columns(frame, "MEASURES")
    told: Mapping[str, str] = options.get("measures", {})
    both = wide.joined((numbers, names), "\x1f")
    if not told:
        if len(set(both.words)) > 1:
            listed = ", ".join(word.replace("\x1f", " ") for word in both.words[:4])
            raise UnusableFile(
                f"The file holds several measures ({listed}); the options of its definition must say "
                "which of them is the value."
            )
        return Words.constant("value", len(frame)), np.ones(len(frame), dtype=bool)
    roles = []
    for word in both.words:
        number, _, name = word.partition("\x1f")
        roles.append(told.get(name or number, told.get(number, "")))
    column = Words.merged(both.codes, roles)
    taken = wide.holding(column, [bool(word) and word not in CONFIDENCE for word in column.words])
    if not taken.any():
        raise UnusableFile("None of the measures that its definition names stands in the file.")
    return column, taken


def _indicator(
    dimensions: Mapping[str, Words], roles: Words, options: Mapping[str, Any], count: int
) -> Words:
    """The indicator's name: of the dimension the options name, of the usual one, or as the options say."""
    named = str(options.get("indicator", ""))
    naming = next((name for name in (named, *NAMING) if name in dimensions), "")
    if named and named not in dimensions:
        column = Words.constant(named, count)
    else:
        column = dimensions[naming] if naming else Words.constant("Value", count)
    own = wide.mapped(roles, dict.fromkeys(("value", *CONFIDENCE), ""))
    if any(own.words):
        names = np.array(own.words, dtype=object)[own.codes]
        column = reading.words(
            pd.Series(np.where(names == "", np.array(column.words, dtype=object)[column.codes], names))
        )
    return column


def _strata(dimensions: Mapping[str, Words], options: Mapping[str, Any], count: int) -> dict[str, Words]:
    empty = Words.constant("", count)
    found = {"sex": empty, "age": empty, "category_type": empty, "category": empty}
    left = {str(options.get("indicator", "")), *options.get("leave", ())}
    if not options.get("indicator"):
        left.add(next((name for name in NAMING if name in dimensions), ""))
    others: dict[str, Words] = {}
    for name, column in dimensions.items():
        if name in left:
            continue
        if name in SEXES:
            found["sex"] = column
        elif name in AGES:
            found["age"] = column
        else:
            others[name] = column
    if others:
        found["category_type"] = Words.constant(" / ".join(others), count)
        found["category"] = wide.joined(list(others.values()))
    return found


def _limits(text: Mapping[str, Words], value: np.ndarray, roles: Words) -> tuple[np.ndarray, np.ndarray]:
    """The confidence rows' figures beside the value rows they belong to."""
    nothing = np.full(len(value), np.nan)
    if not set(CONFIDENCE) & set(roles.words):
        return nothing, nothing.copy()
    names = ("area", "area_name", "indicator", "period", "sex", "age", "category_type", "category")
    table = pd.DataFrame({name: text[name].codes for name in names})
    table["figure"] = value
    role = np.array(roles.words, dtype=object)[roles.codes]
    beside = {
        which: table[role == which].drop_duplicates(list(names)).set_index(list(names))["figure"]
        for which in CONFIDENCE
    }
    index = pd.MultiIndex.from_frame(table[list(names)])
    is_value = role == "value"
    lower, upper, half = (
        np.where(is_value, beside[which].reindex(index).to_numpy(), np.nan) if len(beside[which]) else nothing
        for which in ("lower", "upper", "confidence")
    )
    return np.where(np.isnan(lower), value - half, lower), np.where(np.isnan(upper), value + half, upper)
