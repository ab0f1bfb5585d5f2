"""The acts of the record: to record, and to seal what was recorded."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

from audit.chain import FIRST, event_hash, link
from audit.models import Event, Seal, Unsealed

SEALING_LOCK = 0x5EA1


def record(
    *,
    by: Any,
    act: str,
    subject: models.Model,
    scope: str = "",
    details: dict[str, Any] | None = None,
) -> Event:
    """Add an event in the caller's transaction: if it cannot be written, nothing happened.

    `by` is a user, or None for the system. `details` holds ids and codes, never content.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded in the transaction of the act it records.")
    return Event.objects.create(
        by=by,
        act=act,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        scope=scope,
        details=details or {},
    )


@transaction.atomic
def seal_events(*, limit: int = 5_000) -> int:
    """Chain the events that wait, oldest first; returns how many. One sealer at a time.

    An event waits from when it is committed: one that took long comes after younger ones, and is not missed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = Seal.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, FIRST)
    seals = []
    for event in Event.objects.filter(unsealed__isnull=False).order_by("id")[:limit]:
        hashed = event_hash(event)
        position, digest = position + 1, link(digest, hashed)
        seals.append(Seal(position=position, event=event, event_hash=hashed, digest=digest))
    Seal.objects.bulk_create(seals)
    Unsealed.objects.filter(pk__in=[seal.event_id for seal in seals]).delete()
    return len(seals)
