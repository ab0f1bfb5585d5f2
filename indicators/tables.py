"""The tables behind the pages, as CSV: values only, text neutralised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from common.sheets import csv_text
from indicators.queries import FullReport, Line
from indicators.queries.fuller import Row

HEADLINE = (
    "Theme", "Note", "Metric", "Unit", "Period", "Local value", "Why not available", "Type average",
    "Councils in type average", "England average", "England average is", "England bottom",
    "England lower quartile", "England upper quartile", "England top", "Councils in England range",
    "Publisher", "Page", "Compared with", "Councils compared with", "Average of those", "Median of those",
    "Region average", "Councils in region average", "In words", "Change", "Changed quarter",
)  # fmt: skip


def headline(full: FullReport) -> str:
    """A headline report, one row an indicator; values as published, not rounded."""
    themes = {line.number: (theme.title, line) for theme in full.report.themes for line in theme.lines}
    return csv_text(HEADLINE, [_line(*themes[row.line.number], row) for row in full.listed])


def _line(theme: str, line: Line, row: Row) -> tuple[object, ...]:
    """`line` has the type's own figures, `row` those of whom the council is compared with."""
    return (
        theme, line.number, line.title, line.unit, line.period, line.local, line.why_na,
        line.type_average, line.type_n, line.england, line.england_label, line.bottom,
        line.lower_quartile, line.upper_quartile, line.top, line.n, line.publisher, line.page,
        row.line.type_name, row.line.type_n, row.line.type_average, row.among.median if row.among else None,
        row.region, row.region_n or None, row.said, row.change, row.moved,
    )  # fmt: skip


def rejected(reasons: Iterable[Mapping[str, Any]]) -> str:
    """The rows of a file that were not taken, one row an example; a reason without examples has one too."""
    rows = [
        (one["reason"], one["count"], example)
        for one in reasons
        for example in (one.get("examples") or [None])
    ]
    return csv_text(("Reason", "Rows with this reason", "For example"), rows)
