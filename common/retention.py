"""The one way past the append-only rule: an act of retention, over named tables, under a role of its own.

Where `RETENTION_ROLE` is set, the statements inside run as that database role, which may change what
redaction and retention change and nothing else (docs/operating.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.conf import settings
from django.db import connection, models

GUARDS = ("append_only", "as_kept", "no_delete")


@contextmanager
def lifted(*tables: type[models.Model]) -> Iterator[None]:
    """These tables may be changed inside, in the caller's transaction, and no others of those guarded."""
    if not connection.in_atomic_block:
        raise RuntimeError("The append-only rule is lifted within an act only.")
    guards = [
        f"{table._meta.label}:{trigger.name}"
        for table in tables
        for trigger in getattr(table._meta, "triggers", ())
        if trigger.name in GUARDS
    ]
    role = settings.RETENTION_ROLE
    with pgtrigger.ignore(*guards):
        with connection.cursor() as cursor:
            if role:
                cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(role)}")
        try:
            yield
        finally:
            if role and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")
