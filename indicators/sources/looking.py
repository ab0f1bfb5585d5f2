"""What the browser's preview is made of: the sheets of an uploaded file, and one of them as it seems.

Runs in the child process: an uploaded file is as hostile as a fetched one. Leaves JSON behind; every guess
in it is shown to the analyst and can be corrected.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..catalogue.shapes import YEARS
from ..notations import NOTATIONS, fitting
from . import detecting, dividing
from .cells import Cells, letter, plain_number
from .detecting import Column, Seen
from .grid import Book, is_ghost
from .layout import FOOTNOTES

PREVIEW_ROWS = 20
PREVIEW_COLUMNS = 12
ROWS_BELOW = 6
LONGEST_CELL = 60
MOST_COLUMNS = 1_000
MOST_SHEETS = 200
MOST_MARKERS = 12
ENOUGH_HEADINGS = 2
MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
IN_A_TITLE = (
    re.compile(rf"(?:{MONTH}) (?:\d{{4}} )?(?:to|-|–) (?:{MONTH}) \d{{4}}", re.IGNORECASE),
    re.compile(rf"(?:as at |at )?\d{{1,2}} (?:{MONTH}) \d{{4}}", re.IGNORECASE),
    re.compile(rf"(?:year|quarter) ending (?:{MONTH}) \d{{4}}", re.IGNORECASE),
    re.compile(r"(?<!\d)\d{4}[-/–](?:\d{4}|\d{2})(?!\d)"),
    re.compile(rf"(?:{MONTH}) \d{{4}}", re.IGNORECASE),
    re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
)
IN_A_NAME = (re.compile(r"(?<!\d)(?:19|20)\d\d[-_]?\d\d(?!\d)"),)


def look(out: str, path: str, sheet: str = "", header_rows: Sequence[int] = (), known_as: str = "") -> None:
    """Write down what the file seems to be; `sheet` and `header_rows` where the analyst has said them."""
    book = Book(Path(path))
    listed: list[dict[str, Any]] = []
    best: tuple[tuple[bool, bool, bool, int], str, Cells, Seen] | None = None
    for name in book.wanted[:MOST_SHEETS]:
        if sheet and name != sheet and len(book.wanted) > 1:
            listed.append({"name": name})
            continue
        cells = [[" ".join(cell.split()) for cell in row[:MOST_COLUMNS]] for row in book.cells(name)]
        seen = detecting.see(cells, header_rows if name == sheet or not name else ())
        listed.append({"name": name, "rows": len(cells), "councils": seen.councils})
        once = len(seen.area_rows) < 1.5 * seen.councils
        worth = (bool(seen.header_rows), bool(seen.figures), once, seen.councils)
        if best is None or worth > best[0]:
            best = (worth, name, cells, seen)
    if best is None:
        raise NothingToRead
    _, name, cells, seen = best
    said = {
        "sheets": listed,
        "left_out": sum(is_ghost(one) for one in book.names),
        "sheet": name,
        **_as_said(cells, seen, (name, known_as)),
    }
    Path(out).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


class NothingToRead(Exception):
    """A workbook of ghosts and charts."""

    sentence = "The workbook has no sheet that can be read."


def _as_said(cells: Cells, seen: Seen, names: tuple[str, str]) -> dict[str, Any]:
    ticked = detecting.worth_ticking(seen)
    period = _period(cells, seen, names)
    of_period = next((one for one in seen.columns if one.place == period.get("place")), None)
    divided = dividing.dividing_columns(cells, seen, of_period)
    if period["of"] == "headings":
        ticked = [one for one in seen.figures if one.place in period["places"]]
    return {
        "rows": len(cells),
        "header_rows": list(seen.header_rows),
        "first_row": seen.first_row,
        "last_row": seen.last_row,
        "stop_at": seen.stop_at,
        "councils": seen.councils,
        "england": seen.england,
        "england_row": seen.england_row,
        "footnote_digits": any(_ends_in_notes(one.heading) for one in seen.figures),
        "code": seen.code.place if seen.code else None,
        "name": seen.name.place if seen.name else None,
        "columns": [_column(cells, one, seen) for one in seen.columns],
        "ticked": [one.place for one in ticked],
        "period": period,
        "dividing": [
            {"place": one.place, "words": list(one.words), "everybody": dividing.everybody(cells, seen, one)}
            for one in divided
        ],
        **_preview(cells, seen, [*ticked, *divided, *([of_period] if of_period else [])]),
    }


def _ends_in_notes(heading: str) -> bool:
    return any(found.end() == len(heading) for found in FOOTNOTES.finditer(heading))


def _column(cells: Cells, one: Column, seen: Seen) -> dict[str, Any]:
    said: dict[str, Any] = {
        "place": one.place,
        "letter": letter(one.place),
        "heading": one.heading[:300],
        "ref": detecting.named(one, seen.columns),
        "kind": one.kind,
        "examples": [word[:LONGEST_CELL] for word in one.examples],
    }
    if one.kind == "period":
        said["words"] = list(one.words[:200])
    if one.kind == "figures":
        held = [cells[n - 1][one.place] for n in seen.area_rows if one.place < len(cells[n - 1])]
        numbers = [number for number in map(plain_number, held) if number is not None]
        said |= {
            "numbers": one.numbers,
            "blank": one.blank,
            "markers": dict(list(one.markers.items())[:MOST_MARKERS]),
            "least": min(numbers),
            "greatest": max(numbers),
            "decimals": _decimals(held),
        }
    return said


def _decimals(held: list[str]) -> int:
    """As many as the publisher gives; one where it does not round."""
    found = max((len(cell.partition(".")[2]) for cell in held if plain_number(cell) is not None), default=0)
    return found if found <= 2 else 1


# The period.


def _period(cells: Cells, seen: Seen, names: tuple[str, str]) -> dict[str, Any]:
    """Where the period seems to be said: in a column, in the headings, or once for the whole file."""
    dated = [one for one in seen.columns if one.kind == "period"]
    for column in sorted(dated, key=lambda one: not detecting.SAYS_PERIOD.search(one.heading)):
        found = _notation([word for word in column.words if word])
        if found:
            kind = next((one for one in seen.columns if detecting.SAYS_KIND.search(one.heading)), None)
            return {
                "of": "column",
                "place": column.place,
                "kind_place": kind.place if kind else None,
                **(found if kind is None else {"notation": "year and kind", "year": "calendar"}),
            }
    headed = {one.place: one.heading for one in seen.figures}
    told = {place: said for place, said in headed.items() if _notation([said])}
    found = _notation(list(told.values())) if len(told) >= ENOUGH_HEADINGS else None
    if found and 2 * len(told) > len(headed):
        return {"of": "headings", "places": list(told), **found}
    return {"of": "file", **_in_words(cells, seen, names)}


def _in_words(cells: Cells, seen: Seen, names: tuple[str, str]) -> dict[str, Any]:
    """A period in the title above the table, or in the sheet's or the file's name."""
    above = [cell for row in cells[: max(seen.first_row - 1, 1)] for cell in row if len(cell) > 8][:60]
    for form in IN_A_TITLE:
        for text in [*above, *names]:
            for match in form.findall(text.replace("_", " ")):
                found = _notation([match])
                if found:
                    return {"text": match, **found}
    for form in IN_A_NAME:
        for text in names:
            for match in form.findall(text):
                found = _notation([match])
                if found:
                    return {"text": match, **found}
    return {"text": "", "notation": "years", "year": "financial"}


def _notation(words: list[str]) -> dict[str, str] | None:
    """The first notation that reads them all, and which year it takes for that."""
    if not all(any(sign.isdigit() for sign in word) for word in words):
        return None
    for year in ("financial", *(one for one in YEARS if one != "financial")):
        found = [name for name in fitting(words, year=year) if name in NOTATIONS]
        # 2024-25 is one year far more often than the two years 2024 and 2025 taken together.
        if "split year" in found and any(re.search(r"\d{4}\D?\d", word) for word in words):
            return {"notation": "split year", "year": year}
        if found:
            return {"notation": found[0], "year": year}
    return None


# The preview.


def _preview(cells: Cells, seen: Seen, first: list[Column]) -> dict[str, Any]:
    """The rows round the headings, and the columns that matter before the others."""
    chosen = [one.place for one in (seen.code, seen.name, *first) if one]
    others = [one.place for one in seen.columns if one.kind != "empty"]
    places = sorted(list(dict.fromkeys([*chosen, *others]))[:PREVIEW_COLUMNS])
    last = min(len(cells), (seen.first_row or PREVIEW_ROWS - ROWS_BELOW) + ROWS_BELOW)
    begin = max(1, last - PREVIEW_ROWS + 1)
    return {
        "preview_columns": places,
        "preview": [
            {"n": n, "cells": [_clipped(cells[n - 1], place) for place in places]}
            for n in range(begin, last + 1)
        ],
    }


def _clipped(row: list[str], place: int) -> str:
    said = row[place] if place < len(row) else ""
    return said if len(said) <= LONGEST_CELL else f"{said[: LONGEST_CELL - 1]}…"
