"""A workbook or a CSV: each sheet a table."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from common.parsing_child import ParsingFailed
from intelligence.bringing.found import Found
from intelligence.bringing.tables import read_table

MOST_SHEETS = 30
MOST_CELLS = 500_000


def read_workbook(content: bytes, found: Found) -> None:
    """Add what its sheets hold."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        left = MOST_CELLS
        for name in book.sheet_names[:MOST_SHEETS]:
            rows = [[_words(cell) for cell in row] for row in book.get_sheet_by_name(name).iter_rows()]
            left -= sum(len(row) for row in rows)
            if left < 0:
                raise ParsingFailed(
                    "The workbook has more cells than any list of notes. Bring one sheet at a time."
                )
            if any(cell for row in rows for cell in row):
                read_table(rows, f"sheet {name}", found)
    except CalamineError as error:
        raise ParsingFailed(
            "The workbook is damaged or locked with a password. Save it again first."
        ) from error


def read_csv(text: str, found: Found) -> None:
    """Add what a CSV holds, parted by whichever sign parts its first lines best."""
    first = "\n".join(text.splitlines()[:5])
    part = max(",;\t", key=first.count)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text), delimiter=part)]
    except csv.Error as error:
        raise ParsingFailed("The file is not a table of values. Save it as CSV or XLSX again.") from error
    read_table(rows, "the file", found)


def _words(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
