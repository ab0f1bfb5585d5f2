"""ONS Explore Local Statistics CSV (FORMATS §6).

Columns `areacd, areanm, geography, indicator, period, observation, measure, unit, lci_95, uci_95, status,
notes` in any order; UTF-8 with or without BOM; several indicators in one file; periods ISO 8601.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..periods import from_interval
from ..rows import Rows, Words
from . import reading

REQUIRED = ("areacd", "areanm", "indicator", "period", "observation", "lci_95", "uci_95", "status", "notes")


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows. No option is needed: the periods say their own length."""
    del options
    frame = reading.read_csv(path, REQUIRED)
    count = len(frame)
    value, odd = reading.numbers(frame["observation"])
    lower, _ = reading.numbers(frame["lci_95"])
    upper, _ = reading.numbers(frame["uci_95"])
    period, no_period = reading.periods(reading.words(frame["period"]), from_interval)
    # A marker is looked for in the status column, and in the value's own cell where no number stands.
    marker = reading.words(frame["status"].where(~odd, frame["observation"]))
    remark = reading.words(frame["notes"])
    area = reading.words(frame["areacd"])
    status = reading.statuses(marker, _said(marker, remark), ~np.isnan(value))
    empty = Words.constant("", count)
    return reading.assemble(
        text={
            "area": area,
            "area_name": reading.words(frame["areanm"]),
            "indicator": reading.words(frame["indicator"]),
            "period": period,
            "sex": empty,
            "age": empty,
            "category_type": empty,
            "category": empty,
            "status": status,
            "remark": _said(marker, remark),
        },
        number={"value": value, "lower": lower, "upper": upper},
        refused={
            "no area code": np.array([not w for w in area.words])[area.codes],
            "the period cannot be read": no_period,
        },
        read=count,
    )


def _said(marker: Words, remark: Words) -> Words:
    """The publisher's words beside a figure: its note, and a status that is itself a sentence."""
    pairs = marker.codes.astype(np.int64) * len(remark.words) + remark.codes
    distinct, codes = np.unique(pairs, return_inverse=True)
    said = []
    for one in distinct.tolist():
        mark, note = (marker.words[one // len(remark.words)], remark.words[one % len(remark.words)])
        said.append(". ".join(filter(None, (mark if len(mark) > 5 else "", note))))
    return Words.merged(codes, said)
