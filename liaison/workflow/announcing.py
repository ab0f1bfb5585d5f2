"""What changed is written down for the webhooks that ask for it, within the act that changed it.

A release passes here where it is approved and where it is withdrawn, support that follows one where it is
shared and where it is withdrawn, a concern wherever its originator may read something new of it. One row a
webhook, and a job of the ledger that sends it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from ledger.workflow import leave
from liaison.models import ApiClient, InboundConcern, Release, Webhook, WebhookDelivery, WebhookEvent
from liaison.queries.support import support_follows
from liaison.queries.webhooks import told_of_concern, told_of_release

SENDING = "liaison.webhook"  # a job of the ledger


def announce_released(release: Release, at: datetime) -> None:
    """A release went out; where it took another's place, that one and the support after it changed too."""
    _announce_release(release, WebhookEvent.RELEASED, at)
    if release.supersedes is not None:
        _announce_release(release.supersedes, WebhookEvent.SUPERSEDED, at)
        _announce_support_after(release.supersedes, at)


def announce_withdrawn(release: Release, at: datetime) -> None:
    """A release became a tombstone, and with it the support that follows it."""
    _announce_release(release, WebhookEvent.WITHDRAWN, at)
    _announce_support_after(release, at)


def announce_support(release: Release, at: datetime) -> None:
    """An entry of the list of support changed that follows this release: its number alone is told (R083)."""
    _announce_release(release, WebhookEvent.SUPPORT_CHANGED, at)


def announce_concern(inbound: InboundConcern, at: datetime, *, but: ApiClient | None = None) -> None:
    """Its originator may read something new of it; `but` is the token that brought that."""
    kind = WebhookEvent.CONCERN_CHANGED
    written(told_of_concern(inbound, kind, at, but=but), kind=kind, number=inbound.number, at=at)


def _announce_support_after(release: Release, at: datetime) -> None:
    if support_follows(release):
        announce_support(release, at)


def _announce_release(release: Release, kind: WebhookEvent, at: datetime) -> None:
    written(told_of_release(release, kind, at), kind=kind, number=release.number, at=at)


def written(
    webhooks: Iterable[Webhook], *, kind: WebhookEvent, number: str, at: datetime
) -> list[WebhookDelivery]:
    """One event for each of the webhooks, under one id, in the caller's transaction."""
    event = f"msg_{secrets.token_hex(16)}"
    with transaction.atomic():
        rows = WebhookDelivery.objects.bulk_create(
            WebhookDelivery(webhook=one, event=event, type=kind, number=number, happened_at=at, next_at=at)
            for one in webhooks
        )
        for row in rows:
            leave(kind=SENDING, key=str(row.pk), arguments={"delivery": row.pk}, at=at)
    return rows
