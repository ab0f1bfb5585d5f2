"""What publishers say of their own figures, beside what our definitions say: polarity, unit, decimals, year.

Two files say it: the metadata of Fingertips (a CSV, written from its documentation: none has been read here)
and the data dictionary of the Local Authority Interactive Tool. Neither changes a definition: a difference
is a sentence for the person who reviews it (R096: the publisher's word stands behind every polarity).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..catalogue import IndicatorDefinition, SourceDefinition
from . import reading, wide

# The words and numbers of both publishers (PHOLIO's -1, 0, 1 and 99), in small letters.
POLARITIES = {
    "low": "low", "low is good": "low", "rag - low is good": "low", "0": "low",
    "high": "high", "high is good": "high", "rag - high is good": "high", "1": "high",
    "": "none", "-": "none", "na": "none", "not applicable": "none", "-1": "none", "no judgement": "none",
    "bob - blue orange blue": "none", "99": "none",
}  # fmt: skip
YEARS = {"calendar": "calendar", "financial": "financial", "academic": "academic"}


@dataclass(frozen=True)
class Said:
    """One line of a publisher's metadata. `polarity` is in our words, or theirs where we know none for it."""

    name: str
    title: str
    polarity: str
    unit: str = ""
    decimals: int | None = None
    year: str = ""


def read(path: Path) -> tuple[str, dict[str, list[Said]]]:
    """Whose metadata a file is ("fingertips" or "lait"), and what it says by its names of indicators."""
    frame = reading.read_csv(path, ())
    frame.columns = [re.sub(r"[^a-z]", "", column.lower()) for column in frame.columns]
    lait = "measureshort" in frame.columns
    wide.need(frame, ("measureshort", "polarity") if lait else ("indicatorid", "polarity"))
    found: dict[str, list[Said]] = defaultdict(list)
    for _, row in frame.iterrows():
        one = _of_lait(row) if lait else _of_fingertips(row)
        found[one.name].append(one)
    return ("lait" if lait else "fingertips"), dict(found)


def _of_lait(row: pd.Series) -> Said:
    decimals = _cell(row, "dps")
    return Said(
        name=_cell(row, "measureshort"),
        title=_cell(row, "measure"),
        polarity=_polarity(_cell(row, "polarity")),
        unit=_cell(row, "yaxisname"),
        decimals=int(decimals) if decimals.isdigit() else None,
        year=_cell(row, "yeartype"),
    )


def _of_fingertips(row: pd.Series) -> Said:
    return Said(
        name=re.sub(r"\.0$", "", _cell(row, "indicatorid")),
        title=_cell(row, "indicator") or _cell(row, "indicatorname"),
        polarity=_polarity(_cell(row, "polarity")),
        unit=_cell(row, "unit"),
        year=YEARS.get(_cell(row, "yeartype").lower().removesuffix(" year"), ""),
    )


def _cell(row: pd.Series, name: str) -> str:
    return " ".join(str(row.get(name, "")).split())


def _polarity(said: str) -> str:
    return POLARITIES.get(re.sub(r"\.0$", "", said.lower()), said)


def differences(
    one: IndicatorDefinition, source: SourceDefinition, said: Mapping[str, list[Said]]
) -> list[str]:
    """What a definition says otherwise than its publisher, each in a sentence."""
    lines = said.get(one.series.indicator)
    if not lines:
        return [f"{one.slug}: the publisher's metadata has no {one.series.indicator}."]
    theirs = {line.polarity for line in lines}
    found = []
    if len(theirs) > 1:
        found.append(f"{one.slug}: the publisher gives two polarities ({', '.join(sorted(theirs))}).")
    elif one.polarity not in theirs:
        found.append(f"{one.slug}: polarity is {one.polarity}; the publisher says {lines[0].polarity}.")
    line = lines[0]
    if line.decimals is not None and one.decimals > line.decimals:
        found.append(f"{one.slug}: decimals is {one.decimals}; the publisher gives {line.decimals}.")
    if _numbers(line.unit) - _numbers(one.unit) or ("%" in line.unit and "%" not in one.unit):
        found.append(f"{one.slug}: the unit is “{one.unit}”; the publisher says “{line.unit}”.")
    ours = str(source.options.get("years", {}).get(line.name, source.year))
    if line.year and line.year != ours:
        found.append(f"{one.slug}: its year is read as {ours}; the publisher says {line.year}.")
    return found


def _numbers(unit: str) -> set[str]:
    return set(re.findall(r"\d+", unit.replace(",", "")))
