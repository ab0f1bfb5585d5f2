"""Notes as the rows of a file: values only, nothing that a spreadsheet would run (TRUST 3, 15 and 16)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date

from openpyxl import Workbook

from common.sheets import csv_text, neutral
from intelligence.queries import Shown

HEADER = (
    "Council", "Code", "Region", "Day", "Kind", "Note", "Signs", "How known", "How checked", "Source",
    "Service area", "Marking", "Adviser", "Address",
)  # fmt: skip
LONGEST_CELL = 32_767  # of Excel
CUT = " … (cut: read the rest in the service)"


def rows(notes: Iterable[Shown]) -> Iterator[tuple[str | date, ...]]:
    """A row of HEADER for each note, as this person reads it."""
    for one in notes:
        note = one.note
        yield (
            note.council.name,
            note.council.code,
            note.council.region.name,
            note.happened_on,
            note.get_kind_display(),
            note.text,
            "; ".join(one.factors),
            note.get_known_display(),
            note.checked_in_words,
            one.source,
            note.service_area.name if note.service_area else "",
            note.marking.upper(),
            note.owner.name,
            note.get_absolute_url(),
        )


def as_csv(notes: Iterable[Shown], marking: str) -> bytes:
    """UTF-8 with a mark at its head, so that a spreadsheet reads the letters right; the marking last."""
    lines = [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows(notes)]
    return csv_text(HEADER, [*lines, [marking]]).encode("utf-8-sig")


def as_xlsx(notes: Iterable[Shown], marking: str) -> bytes:
    """One sheet of values: no formula, no second sheet, no person in its properties."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    sheet = book.create_sheet("Notes")
    sheet.append(HEADER)
    for row in rows(notes):
        sheet.append([_cell(value) for value in row])
    sheet.append([marking])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: str | date) -> object:
    if isinstance(value, date):
        return value
    # A sheet takes no control characters, and so much text in a cell.
    text = "".join(sign for sign in value if sign >= " " or sign in "\n\t")
    if len(text) > LONGEST_CELL - 1:
        text = text[: LONGEST_CELL - 1 - len(CUT)] + CUT
    return neutral(text)
