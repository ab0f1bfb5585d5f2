"""Tokens and their proposals in the world of the crawl: governance and administration alone read of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from liaison.models import TokenProposal
from tests.factories.liaison import issued
from tests.trust.things import Things


def plant_tokens(things: Things, people: dict[str, User], department: Any, at: datetime) -> None:
    """A token that stands, a proposal that waits, and one that was not issued."""
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
    things.held |= {"token": client.pk, "token_asked": waiting.pk}
