"""Reading webhooks: a client's own, whom an event is told to, and what a worker has to send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import Role, RoleHolding, User
from liaison.access_tokens import may_not_see_tokens
from liaison.access_webhooks import NEEDS
from liaison.models import ApiClient, InboundConcern, Release, Scope, Webhook, WebhookDelivery

WEBHOOK_NAME = r"^wh_[0-9a-f]{16}$"
EVENT_ID = r"^msg_[0-9a-f]{32}$"


def webhooks_of(client: ApiClient) -> QuerySet[Webhook]:
    """Those of this token alone, the ended ones too; another token's are not found."""
    return Webhook.objects.filter(client=client)


def deliveries_of(webhook: Webhook) -> QuerySet[WebhookDelivery]:
    """What was sent to it or waits."""
    return WebhookDelivery.objects.filter(webhook=webhook).select_related("webhook")


def delivery_by_id(pk: int) -> WebhookDelivery:
    """One delivery with its webhook and token as they stand, for the worker that sends it."""
    return WebhookDelivery.objects.select_related("webhook__client__organisation").get(pk=pk)


def told_of_release(release: Release, kind: str, at: datetime) -> QuerySet[Webhook]:
    """Webhooks that ask for the event, whose token reads this release, or the support that follows it, in its
    list (`served_to`, `support_served`)."""
    told = _standing(kind, at).filter(client__organisation=release.recipient_id)
    return told if release.is_fictional else told.filter(client__is_sandbox=False)


def told_of_concern(
    inbound: InboundConcern, kind: str, at: datetime, *, but: ApiClient | None
) -> QuerySet[Webhook]:
    """Webhooks whose token reads this concern (`concerns_served`), but for the token that changed it."""
    told = _standing(kind, at).filter(client__organisation=inbound.organisation_id)
    if but is not None:
        told = told.exclude(client=but)
    return told if inbound.council.is_fictional else told.filter(client__is_sandbox=False)


def _standing(kind: str, at: datetime) -> QuerySet[Webhook]:
    return Webhook.objects.filter(
        ended_at__isnull=True,
        events__contains=[kind],
        client__revoked_at__isnull=True,
        client__expires_at__gt=at,
        client__scopes__contains=[Scope.RECEIVE_WEBHOOKS.value, NEEDS[kind]],
    ).order_by("pk")


def webhook_for(user: User, pk: int) -> Webhook | None:
    """One webhook, for who may read of tokens."""
    if may_not_see_tokens(user):
        return None
    return Webhook.objects.select_related("client__organisation").filter(pk=pk).first()


def webhooks_with_last() -> list[tuple[Webhook, WebhookDelivery | None]]:
    """All that stand or ended, each with the last delivery written down for it."""
    newest = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    rows = list(Webhook.objects.select_related("ended_by").annotate(newest=Subquery(newest)).order_by("pk"))
    last = WebhookDelivery.objects.select_related("webhook").in_bulk(
        [row.newest for row in rows if row.newest is not None]
    )
    return [(row, last.get(row.newest)) for row in rows]


def who_looks_after_tokens() -> list[User]:
    """Governance and administration, as of today."""
    holding = RoleHolding.objects.current().filter(role__in=[Role.GOVERNANCE_OFFICER, Role.ADMINISTRATOR])
    return list(User.objects.filter(pk__in=holding.values("user"), is_active=True))


def webhook_served(webhook: Webhook) -> dict[str, Any]:
    """A webhook as its client reads it; the secret was shown once."""
    return {
        "id": webhook.name,
        "url": webhook.address,
        "events": webhook.events,
        "added_at": webhook.added_at,
        "secret_given_at": webhook.renewed_at or webhook.added_at,
        "ended_at": webhook.ended_at,
        "ended_why": webhook.ended_why or None,
    }


def delivery_served(delivery: WebhookDelivery) -> dict[str, Any]:
    """A delivery as its client reads it."""
    return {
        "event": delivery.event,
        "type": delivery.type,
        "happened_at": delivery.happened_at,
        "outcome": delivery.comes_to,
        "tries": delivery.tries,
        "last_tried_at": delivery.tried_at,
        "last_status": delivery.status,
        "last_failure": delivery.failure,
        "next_try_at": delivery.next_at if delivery.comes_to == WebhookDelivery.Outcome.WAITING else None,
    }


WEBHOOK_COLUMNS = ("id", "url", "events", "added_at", "secret_given_at", "ended_at", "ended_why")
DELIVERY_COLUMNS = (
    *("event", "type", "happened_at", "outcome", "tries", "last_tried_at", "last_status", "last_failure"),
    "next_try_at",
)
