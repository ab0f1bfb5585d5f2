"""What receiving systems hear of by the time of its change is done one act at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

Given = ParamSpec("Given")
Done = TypeVar("Done")
TURN = 0x534C52  # any number that no other act locks


def in_order(act: Callable[Given, Done]) -> Callable[Given, Done]:
    """In a transaction that no other such act begins before its end.

    The database stamps a change when it is made, and others see it when it is committed. Without this a
    change with the earlier stamp could come to light after one with a later: a system that asks for what
    changed since the latest it saw would never hear of it. Such acts are few and short. The turn is waited
    for before any row is locked, so that nobody waits in a ring.
    """

    @wraps(act)
    def done(*args: Given.args, **kwargs: Given.kwargs) -> Done:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            return act(*args, **kwargs)

    return done
