"""One request at a time for each host, whoever asks: a worker, another worker, the command line.

The turn is a lock of the database that goes with the connection: a killed worker gives it back at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db import connection

LOOK_EVERY = 0.1
PATIENCE = 20.0  # seconds; a worker has other things to do than to wait for a slow publisher


class NotYourTurn(Exception):
    """The host is being asked by somebody else for longer than one waits."""


@contextlib.contextmanager
def turn_at(address: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """While the block runs nobody else asks this address's host."""
    parts = urlsplit(address)
    host = f"{parts.hostname}:{parts.port or parts.scheme}"
    key = int.from_bytes(hashlib.sha256(f"turn at {host}".encode()).digest()[:8], "big", signed=True)
    until = time.monotonic() + patience
    while not _said("SELECT pg_try_advisory_lock(%s)", key):
        if time.monotonic() > until:
            raise NotYourTurn(host)
        time.sleep(LOOK_EVERY)
    try:
        yield
    finally:
        _said("SELECT pg_advisory_unlock(%s)", key)


def _said(sql: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return bool(cursor.fetchone()[0])
