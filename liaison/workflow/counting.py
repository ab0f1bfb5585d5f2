"""Counting requests, so that nobody asks too often: one statement, the same count for every process."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

# Counts that ran out this long ago are swept when somebody begins a new one.
FORGOTTEN = timedelta(hours=1)
COUNTED = """
INSERT INTO liaison_requestcount AS held (key, began_at, count) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.began_at > %(since)s THEN held.count + 1 ELSE 1 END,
    began_at = CASE WHEN held.began_at > %(since)s THEN held.began_at ELSE excluded.began_at END
RETURNING count, began_at
"""


def count_request(*, key: str, window: timedelta, at: datetime) -> tuple[int, datetime]:
    """Count one more request of `key`; how many since when, in a window that its first begins."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"key": key, "at": at, "since": at - window})
        count, began_at = cursor.fetchone()
        if count == 1:
            cursor.execute("DELETE FROM liaison_requestcount WHERE began_at < %s", [at - FORGOTTEN])
    return count, began_at
