"""What a client does with its webhooks: add one, try it, take a new secret, end it (issue 7)."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from liaison import access, access_webhooks
from liaison.models import ApiClient, Webhook, WebhookDelivery, WebhookEvent
from liaison.signing import secret_of
from liaison.workflow.announcing import written


@transaction.atomic
def add_webhook(
    *, by: None, at: datetime, client: ApiClient, address: str, events: Sequence[str]
) -> tuple[Webhook, str]:
    """A webhook of the token and its secret, which is shown once; `by` is nobody: the token asks."""
    held = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    refuse(access_webhooks.address_unfit(address))
    refuse(access_webhooks.events_unfit(held, events))
    refuse(access_webhooks.one_too_many(held.webhooks.filter(ended_at__isnull=True), address))
    webhook = Webhook.objects.create(
        client=held,
        name=f"wh_{secrets.token_hex(8)}",
        address=address,
        events=sorted(events),
        nonce=secrets.token_hex(32),
        added_at=at,
    )
    record(by=by, act="add_webhook", subject=webhook, details={"client": held.pk, "events": webhook.events})
    return webhook, secret_of(webhook.nonce)


@transaction.atomic
def renew_secret(*, by: None, at: datetime, client: ApiClient, webhook: Webhook) -> str:
    """A new secret, shown once. For a day what is sent is signed by the one before as well, by no earlier."""
    held = _own(client, webhook)
    held.nonce_before, held.nonce, held.renewed_at = held.nonce, secrets.token_hex(32), at
    held.save(update_fields=["nonce", "nonce_before", "renewed_at"])
    record(by=by, act="renew_webhook_secret", subject=held, details={"client": client.pk})
    return secret_of(held.nonce)


@transaction.atomic
def try_webhook(*, by: None, at: datetime, client: ApiClient, webhook: Webhook) -> WebhookDelivery:
    """A `ping` is sent to it, as everything else is."""
    held = _own(client, webhook)
    if held.deliveries.filter(type=WebhookEvent.PING, outcome=WebhookDelivery.Outcome.WAITING).exists():
        raise Refused("A ping waits to be sent already. Its deliveries say when it is tried next.")
    (delivery,) = written([held], kind=WebhookEvent.PING, number="", at=at)
    record(by=by, act="try_webhook", subject=held, details={"client": client.pk})
    return delivery


@transaction.atomic
def end_own_webhook(*, by: None, at: datetime, client: ApiClient, webhook: Webhook) -> Webhook:
    """The client ends it, for good; ending it twice changes nothing."""
    held = _locked(webhook, client=client)
    if held.ended_at is None:
        ended(held, why=Webhook.Ended.CLIENT, by=by, at=at)
    return held


@transaction.atomic
def end_webhook(*, by: User, at: datetime, webhook: Webhook) -> Webhook:
    """Whoever may revoke the token ends one of its webhooks; ending it twice changes nothing."""
    held = _locked(webhook)
    forbid(access.may_not_revoke_tokens(by))
    if held.ended_at is None:
        ended(held, why=Webhook.Ended.ADMINISTRATOR, by=by, at=at)
    return held


def ended(held: Webhook, *, why: Webhook.Ended, by: User | None, at: datetime) -> None:
    """End a webhook that is locked, within the act that ends it."""
    held.ended_at, held.ended_why, held.ended_by = at, why, by
    held.save(update_fields=["ended_at", "ended_why", "ended_by"])
    record(by=by, act="end_webhook", subject=held, details={"client": held.client_id, "why": why})


def _locked(webhook: Webhook, **own: ApiClient) -> Webhook:
    rows = Webhook.objects.select_for_update(of=("self",))
    return rows.filter(pk=webhook.pk, **own).first() or not_found("The webhook")


def _own(client: ApiClient, webhook: Webhook) -> Webhook:
    held = _locked(webhook, client=client)
    refuse(access_webhooks.has_ended(held))
    return held
