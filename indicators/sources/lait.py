"""DfE Local Authority Interactive Tool, its long table (FORMATS §5, R090).

`Short Desc, Data item, Years, LA and Regions, Values, LA Number, Region`: names and DfE numbers, no GSS
codes; 970 is England and 980 to 990 the regions; `-` is a figure not collected or not there. The data
dictionary, a file of its own, says which year a measure counts in: a definition repeats it in its options.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from councils.register import read_beyond, read_register

from ..periods import Period, PeriodError
from ..rows import Rows, Words
from . import reading, wide
from .wire_periods import from_lait

REQUIRED = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
AGGREGATES = {"970": "E92000001", "987": "E13000001", "988": "E13000002"}
IN_WORDS = {"calendar": "Calendar Year", "financial": "Financial Year", "academic": "Academic Year"}
ABSENT = {"-": "x", "–": "x"}
SUFFIX = re.compile(r"\(([A-Za-z]+)\)\s*$")


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows. `years` gives a measure's kind of year in the dictionary's words; `year` the rest."""
    frame = reading.read_csv(path, REQUIRED)
    measure = reading.words(frame["Short Desc"])
    years = reading.words(frame["Years"])
    value, odd = reading.numbers(frame["Values"])
    marker = wide.mapped(reading.words(frame["Values"].where(odd, "")), ABSENT)
    area, name = _areas(reading.words(frame["LA Number"]), reading.words(frame["LA and Regions"]))
    period, no_period = _periods(measure, years, options)
    version = Words.merged(years.codes, [_version(word) for word in years.words])
    empty = Words.constant("", len(frame))
    nothing = np.full(len(frame), np.nan)
    return reading.assemble(
        text={
            "area": area,
            "area_name": name,
            "indicator": measure,
            "period": period,
            "sex": empty,
            "age": empty,
            "category_type": empty,
            "category": empty,
            "status": reading.statuses(marker, empty, ~np.isnan(value)),
            "remark": wide.remark_of(version),
        },
        number={"value": value, "lower": nothing, "upper": nothing},
        refused={
            "no area is named": wide.holding(area, [not w for w in area.words])
            & wide.holding(name, [not w for w in name.words]),
            "the period cannot be read": no_period,
            wide.NOT_LATEST: wide.earlier_versions(version, (area, name, measure, period)) & ~no_period,
        },
        read=len(frame),
    )


def _areas(number: Words, name: Words) -> tuple[Words, Words]:
    """The DfE number where the register knows it, a GSS code for England and regions; else the name."""
    known = {fact.code for fact in read_register().codes if fact.scheme == "dfe"}
    aggregates = AGGREGATES | {region.dfe: region.gss for region in read_beyond().regions}
    said = []
    for word in number.words:
        plain = re.sub(r"\.0+$", "", word)  # a spreadsheet's 301.0
        said.append(aggregates.get(plain, plain if plain in known else ""))
    return Words.merged(number.codes, said), name


def _periods(measure: Words, years: Words, options: Mapping[str, Any]) -> tuple[Words, np.ndarray]:
    """Each distinct measure and year read once, in the measure's own kind of year."""
    kinds: Mapping[str, str] = options.get("years", {})
    otherwise = IN_WORDS.get(str(options.get("year", "")), str(options.get("year", "")))
    both = wide.joined((measure, years), "\x1f")

    def read(text: str) -> Period:
        name, cut, said = text.partition("\x1f")
        if not cut:
            raise PeriodError("There is no period.")
        return from_lait(said, kinds.get(name, otherwise))

    return reading.periods(both, read)


def _version(years: str) -> str:
    found = SUFFIX.search(years)
    return found[1] if found else "Final"
