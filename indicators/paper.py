"""A headline report as a structured paper: a table with its bars, each figure in words, notes and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from indicators.queries.fuller import FullReport
from indicators.queries.headline import HeadlineReport, Line, Theme
from papers.paper import Block, Chart, Column, Heading, Note, Row, Sheet, Table, day

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
OPEN = "Contains public sector information licensed under the Open Government Licence v3.0."


def headline_table(report: HeadlineReport, name: str, about: tuple[str, ...] = ()) -> Table:
    """The report as a table: a group a theme, a row an indicator, NA where there is no figure."""
    to = f", published data to {day(report.figures_to_on)}" if report.figures_to_on else ""
    return _table(f"{report.title}: {name}{to}", report.themes, about)


def brief_table(report: HeadlineReport, name: str) -> Table:
    """The report in a line an indicator, without its bars, for one side of paper."""
    to = f", published data to {day(report.figures_to_on)}" if report.figures_to_on else ""
    rows: list[Row] = []
    for theme in report.themes:
        rows.append(Row(theme.title))
        rows += [_brief_row(line) for line in theme.lines]
    columns = (
        Column("Metric", weight=6),
        Column("Local", "right", weight=0.9),
        Column("Type", "right", weight=0.9),
        Column("England", "right", weight=1.05),
        Column("Bottom to top", "right", weight=1.7),
    )
    return Table(f"{report.title}: {name}{to}", columns, tuple(rows))


def _brief_row(line: Line) -> Row:
    unit = f", {line.unit}" if line.unit else ""
    between = f"{line.bottom_text} to {line.top_text}"
    return Row(f"{line.title}{unit}", (line.local_text, line.type_text, line.england_text, between))


def notes_of(report: HeadlineReport) -> list[Note]:
    """What each number behind a metric stands for: its period, publisher and note. Said once a paper."""
    return [_note(line, [line.period, line.publisher, line.note]) for line in report.lines]


def sheet_of(full: FullReport, *, code: str, body: str) -> Sheet:
    """The whole page as a paper of its own, in the order and beside whom it was asked for."""
    report = full.report
    parts = [Theme(part.title, tuple(row.line for row in part.rows)) for part in full.parts]
    to = f"Published data to {day(report.figures_to_on)}. " if report.figures_to_on else ""
    known = f"As it was known on {day(report.on)}. " if full.as_at else ""
    blocks: list[Block] = [Note(f"{report.purpose} {to}{known}".strip())]
    if full.neighbours:
        blocks.append(_compared_with(full))
    if report.has_figures:
        heading = "Neighbours’ average" if full.neighbours else "Type average"
        blocks.append(_table(report.title, parts, (), heading))
        blocks.append(Note(_key(full), small=True))
        blocks += [Heading("In words"), *_in_words(full)]
    else:
        blocks.append(Note("None of these figures was held on that day."))
    blocks += [Heading("Notes and sources"), *_sources(full), Note(OPEN, small=True)]
    return Sheet(
        title=f"{report.title}: {report.council_name}",
        body=body,
        held_on=report.on,
        marking="",
        blocks=tuple(blocks),
        copy_line=code,
    )


def _table(
    caption: str, themes: Iterable[Theme], about: tuple[str, ...], average: str = "Type average"
) -> Table:
    rows: list[Row] = []
    for theme in themes:
        rows += [Row(theme.title), *map(_row, theme.lines)]
    columns = (*COLUMNS[:2], Column(average, "right"), *COLUMNS[3:])
    return Table(caption, columns, tuple(rows), about)


def _row(line: Line) -> Row:
    unit = f", {line.unit}" if line.unit else ""
    figures = (line.local_text, line.type_text, line.england_text, line.bottom_text)
    return Row(f"{line.title}{unit} ({line.number})", (*figures, _chart(line), line.top_text))


def _chart(line: Line) -> Chart:
    svg = line.drawn(standalone=True)
    said = re.search(r"<title>(.*?)</title>", svg, re.S)
    return Chart(svg=svg, alt=unescape(said.group(1)) if said else line.title)


def _key(full: FullReport) -> str:
    whom = f"the average of its {full.neighbours.set.short}" if full.neighbours else ""
    return KEY.replace("the average of its type", whom) if whom else KEY


def _compared_with(full: FullReport) -> Note:
    neighbours = full.neighbours
    assert neighbours is not None  # noqa: S101  (for the type checker)
    names = ", ".join(one.name for one in neighbours.members)
    one = neighbours.set
    return Note(f"{names}. {one.note} {one.publisher}, {one.source}.", lead=f"{one.title}:")


def _in_words(full: FullReport) -> Iterable[Note]:
    """Each row's sentences; a figure that is not there says why."""
    for row in full.listed:
        line = row.line
        moved = f"Changed quarter: {row.moved}." if row.moved else ""
        why = f"NA: {line.why_na}." if line.why_na else ""
        said = [row.said, row.change, moved, why]
        said += [
            f"The council says: {one.text} ({one.given_by}, {day(one.given_on)})."
            for one in line.explanations
        ]
        yield _note(line, said)


def _sources(full: FullReport) -> Iterable[Note]:
    for row in full.rows:
        line = row.line
        counted = ""
        if line.period:
            whose = f"{line.type_name[:1].upper()}{line.type_name[1:]} of {line.type_n}"
            counted = (
                f"{whose}, median {row.median_text}; region’s average of {row.region_n} {row.region_text}; "
                f"England {line.england_label}; range of {line.n} councils"
            )
        yield _note(line, [line.period, line.note, row.better, counted, line.publisher])


def _note(line: Line, parts: Iterable[str]) -> Note:
    said = " ".join(part if part.endswith((".", ")")) else f"{part}." for part in parts if part)
    return Note(said, lead=f"({line.number}) {line.title}:", small=True)
