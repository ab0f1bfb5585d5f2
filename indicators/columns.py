"""Whole columns to and from PostgreSQL in its binary COPY format: no row is ever a Python object.

A row of fixed-width numbers is a fixed number of bytes, so a table of them is one numpy array. NULL is
carried as NaN (floats) or 0 (ids) and turned back in SQL.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
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


def copy_in(cursor: Any, table: str, columns: Mapping[str, tuple[str, np.ndarray]]) -> None:
    """COPY columns, name → (numpy type, values), into a table that has them; `SQL_TYPES` names the types."""
    count = len(next(iter(columns.values()))[1])
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, (kind, _) in columns.items():
        layout += [(f"{name}.size", ">i4"), (name, kind)]
    rows = np.empty(count, dtype=np.dtype(layout))
    rows["fields"] = len(columns)
    for name, (kind, values) in columns.items():
        rows[f"{name}.size"] = np.dtype(kind).itemsize
        rows[name] = values
    names = ", ".join(f'"{name}"' for name in columns)
    stream = _Chain(HEADER, rows.view(np.uint8).reshape(-1).data, TRAILER)
    cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)", stream, size=1 << 20)


def copy_out(cursor: Any, query: str, columns: Mapping[str, str]) -> dict[str, np.ndarray]:
    """The rows of a query as columns; it must give no NULL and exactly the numpy types named."""
    buffer = io.BytesIO()
    cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer)
    layout: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        layout += [(f"{name}.size", ">i4"), (name, kind)]
    body = buffer.getbuffer()[len(HEADER) : -len(TRAILER)]
    rows = np.frombuffer(body, dtype=np.dtype(layout))
    return {name: rows[name].astype(rows[name].dtype.newbyteorder("=")) for name in columns}


class _Chain(io.RawIOBase):
    """Several buffers read one after another, without joining them in memory."""

    def __init__(self, *parts: Any) -> None:
        self._parts = [memoryview(part) for part in parts]

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while self._parts and not len(self._parts[0]):
            self._parts.pop(0)
        if not self._parts:
            return b""
        part = self._parts[0]
        size = len(part) if size < 0 else size
        self._parts[0] = part[size:]
        return bytes(part[:size])
