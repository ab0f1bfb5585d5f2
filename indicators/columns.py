"""Whole columns to and from PostgreSQL in its binary COPY format: no row is ever a Python object.

A row of fixed-width numbers is a fixed number of bytes, so a table of them is one numpy array. An empty
cell has no bytes, so rows are written in runs of one shape: those that are empty in the same places.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
SQL_TYPES = {
    ">i4": "integer",
    ">i2": "smallint",
    ">f8": "double precision",
    ">i8": "bigint",
    "|i1": "boolean",
}
AT_ONCE = 200_000  # rows laid out at a time: some ten megabytes

Columns = Mapping[str, tuple[str, np.ndarray]]


def copy_in(cursor: Any, table: str, columns: Columns, empty: Mapping[str, np.ndarray] | None = None) -> int:
    """COPY columns, name → (numpy type, values), into a table that has them; how many rows it took.

    `empty` masks the cells of a column that become NULL. `SQL_TYPES` names the database's types.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    stream = _Stream(_laid_out(columns, empty or {}))
    cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)", stream, size=1 << 20)
    return int(cursor.cursor.rowcount)


def copy_out(cursor: Any, query: str, columns: Mapping[str, str]) -> dict[str, np.ndarray]:
    """The rows of a query as columns; it must give no NULL and exactly the numpy types named."""
    buffer = io.BytesIO()
    cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer, size=1 << 20)
    body = buffer.getbuffer()[len(HEADER) : -len(TRAILER)]
    rows = np.frombuffer(body, dtype=_shape(columns, ()))
    return {name: rows[name].astype(np.dtype(kind).newbyteorder("=")) for name, kind in columns.items()}


def _shape(columns: Mapping[str, str], empty: Sequence[str]) -> np.dtype[Any]:
    """One row as it travels: how many fields, then each field's size and, unless empty, its value."""
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        layout.append((f"{name}.size", ">i4"))
        if name not in empty:
            layout.append((name, kind))
    return np.dtype(layout)


def _laid_out(columns: Columns, empty: Mapping[str, np.ndarray]) -> Iterator[memoryview | bytes]:
    """The whole stream, a piece at a time."""
    yield HEADER
    count = len(next(iter(columns.values()))[1])
    for start in range(0, count, AT_ONCE):
        piece = slice(start, min(start + AT_ONCE, count))
        which = np.zeros(piece.stop - start, dtype=np.uint8)
        for place, mask in enumerate(empty.values()):
            which |= mask[piece].astype(np.uint8) << place
        for pattern in np.flatnonzero(np.bincount(which)).tolist():
            without = [name for place, name in enumerate(empty) if pattern >> place & 1]
            chosen = slice(None) if (which == pattern).all() else which == pattern
            yield _rows(columns, piece, chosen, without)
    yield TRAILER


def _rows(columns: Columns, piece: slice, chosen: Any, without: Sequence[str]) -> memoryview:
    kinds = {name: kind for name, (kind, _) in columns.items()}
    count = len(next(iter(columns.values()))[1][piece][chosen])
    rows = np.empty(count, dtype=_shape(kinds, without))
    rows["fields"] = len(columns)
    for name, (kind, values) in columns.items():
        if name in without:
            rows[f"{name}.size"] = -1
        else:
            rows[f"{name}.size"] = np.dtype(kind).itemsize
            rows[name] = values[piece][chosen]
    return rows.view(np.uint8).reshape(-1).data


class _Stream(io.RawIOBase):
    """Pieces read one after another, without joining them in memory."""

    def __init__(self, pieces: Iterator[memoryview | bytes]) -> None:
        self._pieces = pieces
        self._part = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not len(self._part):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._part = memoryview(piece)
        size = len(self._part) if size < 0 else size
        given, self._part = bytes(self._part[:size]), self._part[size:]
        return given
