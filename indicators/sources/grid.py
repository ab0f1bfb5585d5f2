"""The raw cells of a file, CSV or workbook, as text: what stands where, before anybody says what it means.

Runs in the child process: what comes from outside may be a bomb. The sizes a file declares are looked at
before it is unpacked; what it turns out to be is held by the child's own limits.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from . import reading
from .locked import is_locked
from .reading import UnusableFile

MOST_UNPACKED = 400 * 1024 * 1024  # the greatest published workbook we know unpacks to 31 MB
MOST_PARTS = 5_000
MOST_CELLS = 20_000_000
MOST_COLUMNS = 16_384  # as many as a spreadsheet has
GHOST = "file:///"
WORKBOOK_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# A whole number in a workbook is a float; beyond this it would no longer be exact.
EXACT = 2**53


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook; a CSV is one sheet without a name.

    `ghost`: a copy of another workbook's sheet that was once linked to, never to be read.
    """

    name: str
    ghost: bool = False
    hidden: bool = False
    rows: int = 0
    columns: int = 0


class Book:
    """A file opened: its sheets, and the cells of one as rows of text, each row as long as it is."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            head = file.read(8)
        self.is_workbook = head.startswith(WORKBOOK_BEGINNINGS)
        self._cells: dict[str, list[list[str]]] = {}
        if self.is_workbook:
            self._workbook = _workbook(path)
            self.names = list(self._workbook.sheet_names)
        else:
            self._cells[""] = _csv_cells(path)
            self.names = [""]

    @property
    def wanted(self) -> list[str]:
        """The names of the sheets one may want: no ghosts, none hidden, no charts."""
        if not self.is_workbook:
            return [""]
        return [
            sheet.name
            for sheet in self._workbook.sheets_metadata
            if not is_ghost(sheet.name)
            and sheet.visible == SheetVisibleEnum.Visible
            and sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def sheets(self) -> list[Sheet]:
        """Every sheet, with its size where it may be wanted."""
        wanted = set(self.wanted)
        return [self._sheet(name, wanted=name in wanted) for name in self.names]

    def _sheet(self, name: str, *, wanted: bool) -> Sheet:
        ghost = is_ghost(name)
        if not wanted:
            return Sheet(name, ghost=ghost, hidden=not ghost)
        if not self.is_workbook:
            cells = self._cells[""]
            return Sheet(name, rows=len(cells), columns=max(map(len, cells), default=0))
        sheet = self._workbook.get_sheet_by_name(name)
        return Sheet(name, rows=sheet.total_height, columns=sheet.total_width)

    def cells(self, name: str = "") -> list[list[str]]:
        """The rows of a sheet from its first cell, as text."""
        if name not in self._cells:
            self._cells[name] = self._read(name)
        return self._cells[name]

    def _read(self, name: str) -> list[list[str]]:
        if name not in self.names or is_ghost(name):
            raise UnusableFile(f"The workbook has no sheet “{name}”. It has {named(self.wanted)}.")
        try:
            sheet = self._workbook.get_sheet_by_name(name)
            _refuse_size(name, (sheet.total_height or 0) + 1, (sheet.total_width or 0) + 1)
            rows = sheet.to_python(skip_empty_area=False)
        except CalamineError as error:
            raise UnusableFile(f"The sheet “{name}” cannot be read: {_said(error)}.") from error
        memory: dict[str, str] = {}
        return [[memory.setdefault(said, said) for said in map(as_text, row)] for row in rows]


def is_ghost(name: str) -> bool:
    """Whether a sheet is the cached copy of another file's: its name begins `'file:///`."""
    return name.lstrip("'\"").lower().startswith(GHOST)


def named(names: list[str]) -> str:
    """The first few sheets in a sentence."""
    told = ", ".join(f"“{name}”" for name in names[:8])
    return f"{told} and {len(names) - 8} more" if len(names) > 8 else told or "none that can be read"


def as_text(cell: object) -> str:
    """A cell as text: a whole number without its .0, any other number unrounded, a day as 2025-03-31."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def look(out: str, path: str, sheet: str = "", most_rows: int = 2_000) -> None:
    """What the browser's preview asks of the child: the sheets, and the first rows of one of them."""
    book = Book(Path(path))
    chosen = sheet or next(iter(book.wanted), "")
    cells = book.cells(chosen)
    said = {
        "is_workbook": book.is_workbook,
        "sheets": [asdict(one) for one in book.sheets()],
        "sheet": chosen,
        "rows": cells[:most_rows],
        "rows_in_all": len(cells),
    }
    Path(out).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def _workbook(path: Path) -> CalamineWorkbook:
    _refuse_bomb(path)
    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError as error:
        if "password" in f"{type(error).__name__} {error}".lower() or is_locked(path):
            raise UnusableFile("The workbook is locked with a password.") from error
        raise UnusableFile(
            f"The file begins like a workbook and is none that can be read: {_said(error)}."
        ) from error


def _refuse_bomb(path: Path) -> None:
    """A packed file that says it unpacks to more than any table is not unpacked at all."""
    if not zipfile.is_zipfile(path):
        return  # an old .xls; what is cut short is refused when it is opened
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnusableFile("The workbook is damaged: it cannot be unpacked.") from error
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnusableFile(
            f"The workbook unpacks to {size // 1024**2:,} MB in {len(parts):,} parts; "
            f"at most {MOST_UNPACKED // 1024**2} MB are read."
        )


def _refuse_size(name: str, rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise UnusableFile(
            f"The sheet “{name}” is {rows:,} rows by {columns:,} columns; "
            f"at most {MOST_CELLS:,} cells are read."
        )


def _csv_cells(path: Path) -> list[list[str]]:
    """Rows of a text file, whichever line ends, with the separator that its rows have in common."""
    text = reading.decoded(path.read_bytes())
    separator = _separator(text)
    memory: dict[str, str] = {}
    rows: list[list[str]] = []
    count = 0
    try:
        # newline="" leaves line ends inside quotes alone, and ends a row at LF, CRLF or a CR alone.
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False):
            count += len(row)
            if count > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise UnusableFile(f"The file has more than {MOST_CELLS:,} cells, or a row of too many.")
            rows.append([memory.setdefault(cell, cell) for cell in row])
    except csv.Error as error:
        raise UnusableFile(f"Row {len(rows) + 1} of the file is not a sound row: {_said(error)}.") from error
    reading.refuse_open_quote(text)
    return rows


def _separator(text: str) -> str:
    """A comma, unless the lines are plainly parted by tabs or semicolons."""
    lines = text[:65_536].splitlines()[:60]
    counts = {sign: sum(line.count(sign) for line in lines) for sign in (",", "\t", ";")}
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] > 4 * counts[","] else ","


def _said(error: Exception) -> str:
    return (str(error).splitlines() or ["unreadable"])[0].strip().rstrip(".")[:200]
