"""Nomis's own downloads from its pages (FORMATS §2): titles above the table, a flag beside each figure.

A blank line, a title, who holds the copyright, pairs such as `"Date       :","2017"`, a blank line, the
headings with an empty one after each column of figures (its flags), rows of names such as `towncity:York`
and no codes, a blank line, footnotes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..rows import Rows, Words
from . import reading, wide
from .reading import UnusableFile
from .wire_periods import from_nomis

PAIR = re.compile(r"^([A-Za-z][A-Za-z ]{1,40}?)\s*:$")
MADE = ("area", "name", "indicator", "period", "value", "flag", "sex", "age")
PREFIXED = re.compile(r"^([a-z]+\d*):(.+)$")
# The kinds of place among the prefixes that are councils, regions or England.
OURS = re.compile(r"^(lad?u?a?\d*|ualad\d*|[lu]tla\d*|county|dc|ua|gor|rgn|region|country|ctry)$")
# What Nomis puts in the unnamed column beside a figure, in our shorthand.
FLAGS = {"!": "u", "-": "x", "*": "c", "#": "u", "~": "x"}
NOT_A_COUNCIL = "the row is for another kind of place than a council, a region or England"


def is_one(path: Path) -> bool:
    """Whether a file is such a download, by what stands above its table."""
    with path.open("rb") as file:
        head = file.read(4096)
    return b"rom Nomis on" in head or re.search(rb'(?m)^"?Date\s*:"?,', head) is not None


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows; each column of figures is one `indicator`, named by its heading."""
    made: dict[str, list[str]] = {name: [] for name in MADE}
    for section in _sections(_lines(path)):
        _add(made, section, str(options.get("period", "")))
    if not made["value"]:
        raise UnusableFile("The file has a title and no rows of figures.")
    return _rows(pd.DataFrame(made, dtype=str))


@dataclass
class Section:
    """One table of the file: what is said above it, its headings and its rows."""

    pairs: dict[str, str]
    headings: list[str]
    body: list[list[str]] = field(default_factory=list)


def _lines(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count('"') % 2:
        raise UnusableFile("The file is cut short: it ends inside a quoted cell.")
    return list(csv.reader(io.StringIO(text)))


def _sections(lines: list[list[str]]) -> list[Section]:
    """The tables of the file: each begins with headings after pairs (a footnote is one cell alone)."""
    found: list[Section] = []
    pairs: dict[str, str] = {}
    fresh = True
    for line in lines:
        cells = [" ".join(cell.replace("\N{NO-BREAK SPACE}", " ").split()) for cell in line]
        pair = PAIR.match(cells[0]) if cells else None
        if pair and len(cells) > 1:
            pairs = {**(pairs if fresh else {}), pair[1].strip(): cells[1]}
            fresh = True
        elif len(cells) > 1 and any(cells):
            if fresh:
                found.append(Section(pairs, cells))
                fresh = False
            else:
                found[-1].body.append(_whole(cells, found[-1].headings))
    return found


def _whole(cells: list[str], headings: list[str]) -> list[str]:
    if any(headings[len(cells) :]):
        raise UnusableFile(
            f"The file is cut short: the row of {cells[0]} has fewer columns than its headings."
        )
    return cells + [""] * (len(headings) - len(cells))


def _add(made: dict[str, list[str]], section: Section, period: str) -> None:
    """The figures of one table, each with its place, period, flag and what is said above."""
    headings, pairs = section.headings, section.pairs
    coded = headings[1:2] == ["mnemonic"]
    columns = [n for n, name in enumerate(headings) if n > coded and name]
    dated = {n for n in columns if _is_period(headings[n])}
    when = period or pairs.get("Date", pairs.get("Time", ""))
    if not when and len(dated) != len(columns):
        raise UnusableFile("The file says no date: there is no “Date :” above its table.")
    measure = next((pairs[k] for k in ("Measure", "Variable", "Item", "Indicator") if pairs.get(k)), "Value")
    for line in section.body:
        for n in columns:
            made["area"].append(line[1] if coded else "")
            made["name"].append(line[0])
            made["indicator"].append(measure if n in dated else headings[n])
            made["period"].append(headings[n] if n in dated else when)
            made["value"].append(line[n])
            made["flag"].append(line[n + 1] if n + 1 < len(headings) and not headings[n + 1] else "")
            made["sex"].append(pairs.get("Sex", pairs.get("Gender", "")))
            made["age"].append(pairs.get("Age", ""))


def _is_period(heading: str) -> bool:
    try:
        from_nomis(heading)
    except ValueError:
        return False
    return True


def _rows(table: pd.DataFrame) -> Rows:
    value, odd = reading.numbers(table["value"])
    marks = np.where(odd, table["value"].to_numpy(dtype=object), table["flag"].to_numpy(dtype=object))
    marker = wide.mapped(reading.words(pd.Series(marks)), FLAGS)
    withheld = wide.holding(marker, [word in ("c", "x") for word in marker.words])
    value = np.where(withheld & (value == 0), np.nan, value)
    name = reading.words(table["name"])
    kinds = [PREFIXED.match(word) for word in name.words]
    other = wide.holding(name, [bool(kind and not OURS.match(kind[1])) for kind in kinds])
    plain = [kind[2].strip() if kind else word for kind, word in zip(kinds, name.words, strict=True)]
    period, no_period = reading.periods(reading.words(table["period"]), from_nomis)
    empty = Words.constant("", len(table))
    nothing = np.full(len(table), np.nan)
    return reading.assemble(
        text={
            "area": reading.words(table["area"]),
            "area_name": Words.merged(name.codes, plain),
            "indicator": reading.words(table["indicator"]),
            "period": period,
            "sex": reading.words(table["sex"]),
            "age": reading.words(table["age"]),
            "category_type": empty,
            "category": empty,
            "status": reading.statuses(marker, empty, ~np.isnan(value)),
            "remark": empty,
        },
        number={"value": value, "lower": nothing, "upper": nothing},
        refused={NOT_A_COUNCIL: other, "the period cannot be read": no_period},
        read=len(table),
    )
