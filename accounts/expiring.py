"""What runs out by the clock and that nobody reads again: sessions, and what the limits of asking counted."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection


def clear_expired(at: datetime) -> tuple[int, int]:
    """Delete it; how many sessions and how many counts. No act of a person's, so nothing is recorded.

    A session's row says who signed in and what was last said to them: it is not kept longer than it lasts.
    Django's cache deletes its rows only where there are too many.
    """
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache_entries WHERE expires < %s", [at])
        return sessions, cursor.rowcount
