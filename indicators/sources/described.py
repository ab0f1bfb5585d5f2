"""Any table that has been described: CSV, ODS or XLSX, wide or long, by a `[table]` (catalogue/table.py).

Nothing is guessed: what the description names must be there, or the file is refused with a sentence; a
line that is not taken is counted with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..catalogue.shapes import CatalogueError
from ..catalogue.table import MARKER_WORDS, PeriodRule, TableDescription, read_table
from ..markers import OF_NO_MATTER, Status, status_of
from ..notations import day, read_period
from ..periods import Period, PeriodError
from ..rows import Rejection, Rows
from . import reading
from .figures import read_figures, scaled
from .grid import Book, named
from .layout import (
    Figures,
    Headings,
    Layout,
    at,
    find_lines,
    lay_out,
    letters,
    plain,
    starred,
)
from .reading import UnusableFile

ENGLAND = "E92000001"
NO_CODE = "-–—. "
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TEXTS = (
    "area", "area_name", "indicator", "sex", "age", "category_type", "category", "period", "identifier",
    "marker", "remark", "in_words",
)  # fmt: skip
SAID_ONLY = frozenset({"outturn", "revised", "final", "budget"})  # of a period, beside a figure


@dataclass
class Gathered:
    """The figures of every sheet and column one under another, as text and numbers."""

    text: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in TEXTS})
    number: dict[str, list[np.ndarray]] = field(
        default_factory=lambda: {"value": [], "lower": [], "upper": []}
    )
    rejected: list[Rejection] = field(default_factory=list)
    not_taken: int = 0


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows. Options: `table`, the description; `year`; `file_name`, where the period is in it."""
    try:
        table = read_table(options.get("table"), "The definition")
    except CatalogueError as error:
        raise UnusableFile(str(error)) from error
    book = Book(path)
    signs = {text: MARKER_WORDS[meaning] for text, meaning in table.markers.items()}
    gathered = Gathered()
    for name in sheets_of(book, table):
        _gather(book, name, table, options, signs, gathered)
    return _rows(gathered, table, str(options.get("year", "calendar")), signs)


def sheets_of(book: Book, table: TableDescription) -> list[str]:
    """The sheets the description means: one, or with the period in their names every one of that form.

    A CSV is one sheet whatever it was called in the workbook it was saved from.
    """
    if not book.is_workbook:
        if table.period.of == "sheet":
            raise UnusableFile("The period stands in the sheet's name, and the file is no workbook.")
        return [""]
    wanted = book.wanted
    if not table.sheet:
        if len(wanted) != 1:
            raise UnusableFile(f"The workbook has {len(wanted)} sheets: {named(wanted)}. Say which to read.")
        return wanted
    exact = [name for name in wanted if plain(name) == plain(table.sheet)]
    pattern = starred(plain(table.sheet))
    found = exact or [name for name in wanted if pattern.fullmatch(plain(name))]
    if not found:
        raise UnusableFile(f"The workbook has no sheet “{table.sheet}”. It has {named(wanted)}.")
    if len(found) > 1 and table.period.of != "sheet":
        raise UnusableFile(f"“{table.sheet}” may be {named(found)}. Say which sheet to read.")
    return found


def _gather(
    book: Book,
    name: str,
    table: TableDescription,
    options: Mapping[str, Any],
    signs: Mapping[str, Status],
    gathered: Gathered,
) -> None:
    cells = book.cells(name)
    headings = Headings(cells, table)
    layout = lay_out(cells, table, headings)
    period = _period_of_all(table.period, name, cells, options)
    lines = find_lines(cells, table, headings, layout, ragged=not book.is_workbook)
    if table.period.of == "headings":
        _keep_periods(layout, table, options, cells, lines.places, gathered)
    for reason, begun in lines.turned_away.items():
        examples = tuple(dict.fromkeys(begun))[: reading.EXAMPLES]
        gathered.rejected.append(Rejection(reason, len(begun), examples))
        gathered.not_taken += len(begun)
    rows = [cells[place] for place in lines.places]
    said = _of_the_lines(rows, table, layout)
    for one in layout.figures:
        _add(rows, one, table, layout, signs, said, period, gathered)


def _period_of_all(rule: PeriodRule, sheet: str, cells: list[list[str]], options: Mapping[str, Any]) -> str:
    """The one period of the sheet or the file as its text; "" where columns or headings say it."""
    if rule.of in ("column", "headings"):
        return ""
    if rule.of == "file":
        text = rule.text
    else:
        where, said = _where_said(rule, sheet, cells, options)
        found = starred(plain(rule.pattern)).fullmatch(plain(said))
        if not found:
            raise UnusableFile(
                f"The period is looked for in {where} as “{rule.pattern}”, and it says “{said[:80]}”."
            )
        text = found[1].strip()
    try:
        read_period(text, rule.notation, year=str(options.get("year", "calendar")))
    except PeriodError as error:
        raise UnusableFile(f"The period of the file cannot be read. {error}") from error
    return text


def _where_said(
    rule: PeriodRule, sheet: str, cells: list[list[str]], options: Mapping[str, Any]
) -> tuple[str, str]:
    if rule.of == "sheet":
        return "the sheet's name", sheet
    if rule.of == "file name":
        said = str(options.get("file_name", ""))
        if not said:
            raise UnusableFile("The period stands in the file's name, and this file came without one.")
        return "the file's name", said
    figures = rule.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    row, column = int(figures) - 1, letters(rule.cell[: -len(figures)])
    return f"the cell {rule.cell}", at(cells[row], column) if row < len(cells) else ""


def _keep_periods(
    layout: Layout,
    table: TableDescription,
    options: Mapping[str, Any],
    cells: list[list[str]],
    places: list[int],
    gathered: Gathered,
) -> None:
    """Only the columns whose heading is a period; one over figures that is none is told of."""
    kept: list[Figures] = []
    unread: list[str] = []
    for one in layout.figures:
        try:
            read_period(one.period, table.period.notation, year=str(options.get("year", "calendar")))
        except PeriodError:
            if not np.isnan(read_figures([at(cells[place], one.place) for place in places])[0]).all():
                unread.append(one.heading)
        else:
            kept.append(one)
    if not kept:
        raise UnusableFile(
            f"No heading is a period such as {PERIOD_EXAMPLE.get(table.period.notation, '2022/23')}."
        )
    layout.figures = kept
    if unread:
        count = len(unread) * len(places)
        gathered.rejected.append(
            Rejection("the heading of the column is no period", count, tuple(unread[: reading.EXAMPLES]))
        )
        gathered.not_taken += count


PERIOD_EXAMPLE = {"month": "202212", "year ending": "202503", "day": "31 March 2025"}


def _of_the_lines(rows: list[list[str]], table: TableDescription, layout: Layout) -> dict[str, list[str]]:
    """What a line says of all its figures."""
    codes = [_code(at(row, layout.code)) for row in rows]
    names = [at(row, layout.name) for row in rows]
    if table.england:
        for n, (code, name) in enumerate(zip(codes, names, strict=True)):
            if plain(table.england) in (plain(code), plain(name)):
                codes[n] = ENGLAND
    headings = table.categories
    categories = [
        [(heading, at(row, place)) for heading, place in zip(headings, layout.categories, strict=True)]
        for row in rows
    ]
    return {
        "area": codes,
        "area_name": names,
        "indicator": [at(row, layout.indicator) for row in rows],
        "sex": [at(row, layout.sex) for row in rows],
        "age": [at(row, layout.age) for row in rows],
        "category_type": [" and ".join(h for h, word in line if word) for line in categories],
        "category": [", ".join(word for _, word in line if word) for line in categories],
        "period": [at(row, layout.period) for row in rows],
        "identifier": [at(row, layout.identifier) for row in rows],
        "flag": [at(row, layout.flag) for row in rows],
        "remark": [_noted(at(row, layout.remark), table) for row in rows],
    }


def _noted(said: str, table: TableDescription) -> str:
    """A note as it stands, or what its sign stands for; a day with what it is the day of: "Inspection date
    11 September 2023"."""
    if said in table.notes:
        return table.notes[said]
    try:
        return f"{table.remark} {day(said, 'calendar').label}" if ISO_DAY.fullmatch(said) else said
    except PeriodError:
        return said


def _code(said: str) -> str:
    return said if said.strip(NO_CODE) else ""


def _add(
    rows: list[list[str]],
    one: Figures,
    table: TableDescription,
    layout: Layout,
    signs: Mapping[str, Status],
    said: dict[str, list[str]],
    period: str,
    gathered: Gathered,
) -> None:
    """One column of figures under those before."""
    count = len(rows)
    column = one.said
    texts = [at(row, one.place) for row in rows]
    if column.in_words:
        values, marks = np.full(count, np.nan), texts
    else:
        values, marks = read_figures(texts, signs)
    flags = [
        " ".join(filter(None, (at(row, one.flag) if one.flag is not None else "", flag)))
        for row, flag in zip(rows, said["flag"], strict=True)
    ]
    marker = [
        " ".join(filter(None, (mark, flag))) if has else (mark or flag)
        for mark, flag, has in zip(marks, flags, (~np.isnan(values)).tolist(), strict=True)
    ]
    if column.in_words:
        marker = flags
    of_the_column = {
        "indicator": "" if layout.indicator is not None else column.indicator or column.column,
        "sex": column.sex,
        "age": column.age,
        "category_type": column.category_type,
        "category": column.category,
        "period": period or one.period,
    }
    for name in TEXTS:
        if name == "marker":
            gathered.text[name] += marker
        elif name == "in_words":
            gathered.text[name] += texts if column.in_words else [""] * count
        elif of_the_column.get(name):
            gathered.text[name] += [of_the_column[name]] * count
        else:
            gathered.text[name] += said[name]
    gathered.number["value"].append(scaled(values, column.scale))
    for limit, place in (("lower", one.lower), ("upper", one.upper)):
        cells = [at(row, place) for row in rows]
        gathered.number[limit].append(scaled(read_figures(cells, signs)[0], column.scale))


def _rows(gathered: Gathered, table: TableDescription, year: str, signs: Mapping[str, Status]) -> Rows:
    """Coded columns, statuses and periods; the lines that were not taken stay counted."""
    text = {name: reading.words(pd.Series(held, dtype=object)) for name, held in gathered.text.items()}
    number = {name: np.concatenate(held or [np.empty(0)]) for name, held in gathered.number.items()}
    period, mark, no_period = reading.marked_periods(
        text["period"], text["identifier"], partial(_period, rule=table.period, year=year)
    )
    has_value = ~np.isnan(number["value"])
    status, remark = reading.said_of(
        (text["marker"], mark, text["in_words"], text["remark"]), has_value, partial(_said_of, signs=signs)
    )
    kept = reading.assemble(
        text={name: text[name] for name in ("area", "area_name", "indicator", "sex", "age",
                                            "category_type", "category")}
        | {"period": period, "status": status, "remark": remark},
        number=number,
        refused={"the period cannot be read": no_period},
        read=len(has_value) + gathered.not_taken,
    )  # fmt: skip
    kept.rejected = [*gathered.rejected, *kept.rejected]
    return kept


def _period(text: str, identifier: str, *, rule: PeriodRule, year: str) -> tuple[Period, str]:
    return read_period(text, rule.notation, year=year, identifier=identifier)


def _said_of(words: tuple[str, ...], *, has_value: bool, signs: Mapping[str, Status]) -> tuple[Status, str]:
    """The status of a figure and the publisher's words beside it, for one distinct combination."""
    marker, mark, in_words, note = words
    said = [mark.capitalize()] if mark in SAID_ONLY else []
    if in_words and marker not in signs:
        status = Status.IN_WORDS
        if in_words in signs or status_of(in_words, "", has_value=False) not in (Status.OTHER, Status.BLANK):
            status = status_of(in_words, "", has_value=False, signs=signs)
        return status, ". ".join(filter(None, (in_words, *said, note)))
    kept = mark if mark not in SAID_ONLY else ""
    status = status_of(marker or kept, note, has_value=has_value, signs=signs)
    if has_value and status is Status.PUBLISHED and kept:
        status = status_of(kept, note, has_value=True)
    # A sign nobody has said the meaning of is shown as it stands, and so is a reference to a note.
    if marker and status in (Status.OTHER, Status.EXPLAINED, Status.PUBLISHED) and marker not in signs:
        said += [marker] if marker.strip("[]() ").lower() not in OF_NO_MATTER else []
    return status, ". ".join(filter(None, (*said, note)))
