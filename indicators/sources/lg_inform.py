"""LG Inform web services, `data.table` (FORMATS §3, R095; written from its documentation and clients).

One object to a figure. A missing value is the string "null". Besides councils there are wards inside them
and groups of areas such as AllBoroughInRegion_London, which are never councils.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..rows import Rows, Words
from . import reading, wide
from .answers import answers
from .reading import UnusableFile
from .wire_periods import from_lg_inform

FIELDS = (
    "metricTypeIdentifier", "areaIdentifier", "areaLabel", "periodIdentifier", "periodLabel",
    "valueTypeIdentifier", "value", "confidenceIntervalLower", "confidenceIntervalUpper",
    "publicationStatus",
)  # fmt: skip
NEEDED = ("metricTypeIdentifier", "areaIdentifier", "periodIdentifier", "value")
GSS = re.compile(r"[A-Z]\d{8}")
NOTHING = ("null", "none", "nan")
NOT_ALONE = "a group of areas or a part of one, not a council"
NOT_RAW = "not the value itself but something worked out from it"


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The answers as rows; an indicator is a metric type, by its number."""
    del options
    found = [row for one in answers(path) for row in _rows(one)]
    if not found:
        raise UnusableFile("The answer holds no figures.")
    lacking = [name for name in NEEDED if not any(name in row for row in found)]
    if lacking:
        raise UnusableFile(f"The answer is not a table of figures: {', '.join(lacking)} is missing.")
    frame = pd.DataFrame([{name: _said(row.get(name)) for name in FIELDS} for row in found], dtype=str)
    value, odd = reading.numbers(frame["value"])
    lower, _ = reading.numbers(frame["confidenceIntervalLower"])
    upper, _ = reading.numbers(frame["confidenceIntervalUpper"])
    area = reading.words(frame["areaIdentifier"])
    kind = reading.words(frame["valueTypeIdentifier"])
    published = reading.words(frame["publicationStatus"])
    both = reading.words(frame["periodIdentifier"] + "\x1f" + frame["periodLabel"])
    period, no_period = reading.periods(both, lambda text: from_lg_inform(*text.split("\x1f", 1)))
    empty = Words.constant("", len(frame))
    return reading.assemble(
        text={
            "area": area,
            "area_name": reading.words(frame["areaLabel"]),
            "indicator": reading.words(frame["metricTypeIdentifier"]),
            "period": period,
            "sex": empty,
            "age": empty,
            "category_type": empty,
            "category": empty,
            "status": reading.statuses(reading.words(frame["value"].where(odd, "")), empty, ~np.isnan(value)),
            "remark": wide.mapped(published, {"Published": ""}),
        },
        number={"value": value, "lower": lower, "upper": upper},
        refused={
            NOT_ALONE: wide.holding(area, [not GSS.fullmatch(word) for word in area.words]),
            NOT_RAW: wide.holding(kind, [word not in ("", "raw") for word in kind.words]),
            "the period cannot be read": no_period,
        },
        read=len(frame),
    )


def _rows(answer: Any) -> list[dict[str, Any]]:
    """The figures of one answer: an array of objects, alone or under a name."""
    if isinstance(answer, dict) and not any(name in answer for name in NEEDED):
        answer = next((held for held in answer.values() if isinstance(held, list)), [])
    held = answer if isinstance(answer, list) else [answer]
    return [row for row in held if isinstance(row, dict)]


def _said(value: object) -> str:
    """A cell as text: numbers, strings and every way of saying that there is nothing."""
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    text = str(value).strip()
    return "" if text.lower() in NOTHING else text
