"""Appendix A: a council's headline report as a table of the paper; the one place that reads indicators."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from councils.models import Council
from indicators.queries.headline import HeadlineReport, Line, headline_report
from papers.paper import Chart, Column, Note, Row, Table, day

COLUMNS = (
    Column("Metric"),
    Column("Local value", "right"),
    Column("Type average", "right"),
    Column("England average", "right"),
    Column("England bottom", "right"),
    Column("England range"),
    Column("England top", "right"),
)
KEY = (
    "In each bar the triangle above is this council, the triangle below the average of its type, the upright "
    "line the England average, and the shaded part the middle half of councils. Bottom and top are the least "
    "and the greatest value in England and say nothing by themselves of how good it is. NA: no figure is "
    "published."
)


def _chart(line: Line) -> Chart:
    svg = line.drawn(standalone=True)
    said = re.search(r"<title>(.*?)</title>", svg, re.S)
    return Chart(svg=svg, alt=unescape(said.group(1)) if said else line.title)


def _row(line: Line) -> Row:
    unit = f", {line.unit}" if line.unit else ""
    figures = (line.local_text, line.type_text, line.england_text, line.bottom_text)
    return Row(f"{line.title}{unit} ({line.number})", (*figures, _chart(line), line.top_text))


def headline_of(council: Council, on: date) -> HeadlineReport | None:
    """The council's headline report as at a day, or None where no figures are held."""
    report = headline_report(council, on)
    return report if report.has_figures else None


def headline_table(report: HeadlineReport, name: str, about: tuple[str, ...]) -> Table:
    """The report as a table: a group a theme, a row an indicator, NA where there is no figure."""
    rows: list[Row] = []
    for theme in report.themes:
        rows += [Row(theme.title), *map(_row, theme.lines)]
    to = f", published data to {day(report.figures_to_on)}" if report.figures_to_on else ""
    return Table(f"Headline report: {name}{to}", COLUMNS, tuple(rows), about)


def notes_of(report: HeadlineReport) -> list[Note]:
    """What each number behind a metric stands for: its period, publisher and note. Said once a paper."""
    notes = []
    for line in report.lines:
        parts = [line.period, line.publisher, line.note]
        said = ". ".join(part.rstrip(".") for part in parts if part)
        notes.append(Note(f"{said}." if said else "", lead=f"({line.number}) {line.title}:", small=True))
    return notes
