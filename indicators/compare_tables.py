"""The compare page as CSV: one row a council and indicator, values as published."""

from __future__ import annotations

from common.sheets import csv_text
from indicators import charts
from indicators.queries import Compared

COLUMNS = (
    "Theme", "Indicator", "Unit", "Period", "Council", "Code", "Type", "Region", "Value", "Why not available",
    "Quarter of England", "Type average", "England average", "England average is", "England bottom",
    "England lower quartile", "England median", "England upper quartile", "England top", "Publisher", "Page",
)  # fmt: skip


def compared(page: Compared) -> str:
    """Indicators in the page's order, councils by name within each."""
    rows = []
    for line in page.lines:
        marks, one = line.marks, line.definition
        for cell in line.cells:
            council = cell.council
            rows.append(
                (
                    one.theme, one.title, one.unit, line.period, council.short_name, council.code,
                    council.get_kind_display(), council.region.name, cell.value, cell.why,
                    charts.QUARTERS.get(cell.quarter or 0, ""), line.type_averages.get(council.kind),
                    line.england, line.england_is, marks.bottom, marks.lower_quartile, marks.median,
                    marks.upper_quartile, marks.top, one.publisher, one.page,
                )
            )  # fmt: skip
    return csv_text(COLUMNS, rows)
