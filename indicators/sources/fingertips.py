"""OHID Fingertips CSV, from the API or the web site's download (FORMATS §1).

One file holds sexes, ages and categories: they are dimensions, never mixed. England is published twice
when it is also the parent; rows of a deprivation decile carry England's code and stay under their
category; a confidence limit of -1 is no limit; a withheld value is a blank with a note.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ..periods import from_years
from ..rows import Rows
from . import reading

REQUIRED = (
    "Indicator ID", "Area Code", "Area Name", "Sex", "Age", "Category Type", "Category", "Time period",
    "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit", "Value note",
)  # fmt: skip


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows; the option `year` says whether 2022/23 is a financial or an academic year."""
    frame = reading.read_csv(path, REQUIRED)
    value, odd = reading.numbers(frame["Value"])
    lower, _ = reading.numbers(frame["Lower CI 95.0 limit"])
    upper, _ = reading.numbers(frame["Upper CI 95.0 limit"])
    # The null sentinel: -1 in both limits at once (a real pair of limits is never equal), or in the value
    # of a row whose limits are the sentinel too.
    nothing = (lower == -1) & (upper == -1)
    lower, upper = np.where(nothing, np.nan, lower), np.where(nothing, np.nan, upper)
    value = np.where(nothing & (value == -1), np.nan, value)
    period, no_period = reading.periods(
        reading.words(frame["Time period"]), partial(from_years, year=options["year"])
    )
    remark = reading.words(frame["Value note"])
    marker = reading.words(frame["Value"].where(odd, ""))
    area = reading.words(frame["Area Code"])
    return reading.assemble(
        text={
            "area": area,
            "area_name": reading.words(frame["Area Name"]),
            "indicator": reading.words(frame["Indicator ID"]),
            "period": period,
            "sex": reading.words(frame["Sex"]),
            "age": reading.words(frame["Age"]),
            "category_type": reading.words(frame["Category Type"]),
            "category": reading.words(frame["Category"]),
            "status": reading.statuses(marker, remark, ~np.isnan(value)),
            "remark": remark,
        },
        number={"value": value, "lower": lower, "upper": upper},
        refused={
            "no area code": np.array([not w for w in area.words])[area.codes],
            "the period cannot be read": no_period,
        },
        read=len(frame),
    )
