"""Tokens and their proposals in the world of the crawl: governance and administration alone read of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from liaison.models import ApiClient, TokenProposal, Webhook
from liaison.workflow import add_webhook, try_webhook
from tests.factories.liaison import issued
from tests.trust.things import Things


def plant_tokens(things: Things, people: dict[str, User], department: Any, at: datetime) -> None:
    """A token that stands with a webhook, a proposal that waits, and one that was not issued."""
    asked = {
        "organisation": department,
        "scopes": ["councils:read"],
        "days": 30,
        "proposed_by": people["ADM"],
        "proposed_at": at,
    }
    waiting = TokenProposal.objects.create(
        officer=things.plant("tokens"), purpose=things.plant("tokens"), **asked
    )
    TokenProposal.objects.create(
        officer="P. Lowe",
        purpose="Its own list",
        refused_reason=things.plant("tokens"),
        decided_by=people["IGO"],
        decided_at=at,
        **asked,
    )
    client, _ = issued(at, organisation=department)
    webhook = plant_webhook(things, client, at)
    things.held |= {
        "token": client.pk,
        "token_asked": waiting.pk,
        "webhook": webhook.pk,
        "webhook_name": webhook.name,
    }


def plant_webhook(things: Things, client: ApiClient, at: datetime) -> Webhook:
    """A webhook of the token that did not answer its ping, so that its host is said twice."""
    host = f"{things.plant('tokens')}.example.gov.uk"
    webhook, _ = add_webhook(
        by=None, at=at, client=client, address=f"https://{host}/", events=["release.released"]
    )
    delivery = try_webhook(by=None, at=at, client=client, webhook=webhook)
    delivery.tries, delivery.tried_at, delivery.failure = 1, at, f"{host} could not be reached."
    delivery.save()
    return webhook
