"""Values that leave for a spreadsheet: as text, never as a formula (TRUST section 3, 16)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(value: object) -> object:
    """The value, with an apostrophe before text that a spreadsheet would run; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip().startswith(STARTS):
        return "'" + value
    return value


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV (RFC 4180, CRLF) with a header row; None becomes an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([neutral("" if cell is None else cell) for cell in row] for row in rows)
    return file.getvalue()
