"""The preview of a sheet for the page: what was found, marked on the rows and columns themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NUMBER = re.compile(r"-?[\d,]*\.?\d+")
MARKS = {"code": "codes", "name": "names", "period": "period", "figures": "figures"}


@dataclass(frozen=True)
class PreviewColumn:
    """A column's letters, and what it seems to hold."""

    letter: str
    kind: str
    mark: str


@dataclass(frozen=True)
class PreviewCell:
    """A cell's text, and what its column holds."""

    text: str
    kind: str


@dataclass(frozen=True)
class PreviewRow:
    """A row's number, what it seems to be, and its cells."""

    n: int
    kind: str
    mark: str
    cells: list[PreviewCell]


@dataclass(frozen=True)
class Preview:
    """What the page of step 2 shows of a sheet."""

    columns: list[PreviewColumn]
    rows: list[PreviewRow]
    others: int
    sentence: str


def preview(seen: Mapping[str, Any]) -> Preview:
    """The preview of what the reader saw."""
    held = {one["place"]: one for one in seen["columns"]}
    shown = [held[place] for place in seen["preview_columns"]]
    columns = [
        PreviewColumn(one["letter"], _kind(one, seen), MARKS.get(_kind(one, seen), "")) for one in shown
    ]
    rows = []
    for row in seen["preview"]:
        kind, mark = _row(row["n"], seen)
        cells = [
            PreviewCell(text, "number" if NUMBER.fullmatch(text) else column.kind)
            for text, column in zip(row["cells"], columns, strict=True)
        ]
        rows.append(PreviewRow(row["n"], kind, mark, cells))
    others = sum(one["kind"] != "empty" for one in seen["columns"]) - len(shown)
    return Preview(columns, rows, max(others, 0), _sentence(seen))


def _kind(one: Mapping[str, Any], seen: Mapping[str, Any]) -> str:
    """Of several columns that look like periods only the one that was taken is marked."""
    if one["kind"] == "period" and one["place"] != seen["period"].get("place"):
        return "words"
    return str(one["kind"])


def _row(n: int, seen: Mapping[str, Any]) -> tuple[str, str]:
    if n in seen["header_rows"]:
        return "heading", "headings"
    if n == seen["england_row"]:
        return "england", "England"
    if n == seen["first_row"]:
        return "first", "first area"
    return "", ""


def _sentence(seen: Mapping[str, Any]) -> str:
    """What was found, as a sentence."""
    if not seen["councils"]:
        return (
            "No column of councils’ codes or names was found on this sheet. Choose another sheet, or say "
            "below which rows are headings and which column holds the areas."
        )
    rows = " and ".join(str(n) for n in seen["header_rows"]) or "none"
    heading = f"The headings seem to stand in row{'' if len(seen['header_rows']) == 1 else 's'} {rows}"
    england = (
        f"England’s own figures in row {seen['england_row']}" if seen["england_row"] else "no row of England"
    )
    return (
        f"{seen['councils']} councils of the register were found in rows {seen['first_row']} to "
        f"{seen['last_row']}, and {england}. {heading}. Look at it, and correct below what is not so."
    )
