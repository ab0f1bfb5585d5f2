"""The tables behind the pages, as CSV: values only, text neutralised."""

from __future__ import annotations

from common.sheets import csv_text
from indicators.queries import HeadlineReport, IndicatorPage

HEADLINE = (
    "Theme", "Note", "Metric", "Unit", "Period", "Local value", "Why not available", "Type average",
    "Councils in type average", "England average", "England average is", "England bottom",
    "England lower quartile", "England upper quartile", "England top", "Councils in England range",
    "Publisher", "Page",
)  # fmt: skip
INDICATOR = ("Council", "Code", "Type", "Region", "Period", "Value", "Why not available")


def headline(report: HeadlineReport) -> str:
    """A headline report, one row an indicator; values as published, not rounded."""
    return csv_text(
        HEADLINE,
        [
            (
                theme.title, line.number, line.title, line.unit, line.period, line.local, line.why_na,
                line.type_average, line.type_n, line.england, line.england_label, line.bottom,
                line.lower_quartile, line.upper_quartile, line.top, line.n, line.publisher, line.page,
            )
            for theme in report.themes
            for line in theme.lines
        ],
    )  # fmt: skip


def indicator(page: IndicatorPage) -> str:
    """An indicator's newest period, one row a council, by name."""
    return csv_text(
        INDICATOR,
        [
            (row.name, row.code, row.kind, row.region, page.period, row.value, row.why)
            for row in page.councils
        ],
    )
