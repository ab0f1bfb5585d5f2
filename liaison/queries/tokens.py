"""Reading the tokens, for those who look after them: each organisation's, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from liaison.access_tokens import may_not_see_tokens
from liaison.models import ApiClient, Organisation, Scope, TokenProposal, Webhook, WebhookDelivery
from liaison.queries.webhooks import webhooks_with_last

SCOPES = dict(Scope.choices)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A webhook of a token, and the last that was written down for it."""

    webhook: Webhook
    last: WebhookDelivery | None


@dataclass(frozen=True, kw_only=True)
class Token:
    """A token as its page shows it; its webhooks are those that stand, and those that ended."""

    client: ApiClient
    scopes: list[str]
    stands: bool
    webhooks: list[Told]
    webhooks_ended: list[Told]


@dataclass(frozen=True, kw_only=True)
class Holder:
    """An organisation and its tokens, the newest first; `ended` are expired or revoked."""

    organisation: Organisation
    standing: list[Token]
    ended: list[Token]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A proposal, with its scopes in words."""

    proposal: TokenProposal
    scopes: list[str]


def in_words(scopes: list[str]) -> list[str]:
    """What a token may be used for."""
    return [str(SCOPES.get(scope, scope)) for scope in scopes]


def holders(user: User, at: datetime) -> list[Holder]:
    """Every organisation that may have tokens, by name; nobody else reads of any."""
    if may_not_see_tokens(user):
        return []
    rows = ApiClient.objects.select_related("issued_by", "revoked_by").order_by("-issued_at", "-pk")
    told: dict[int, list[Told]] = {}
    for webhook, last in webhooks_with_last():
        told.setdefault(webhook.client_id, []).append(Told(webhook=webhook, last=last))
    held: dict[int, list[Token]] = {}
    for client in rows:
        token = Token(
            client=client,
            scopes=in_words(client.scopes),
            stands=client.stands(at),
            webhooks=[one for one in told.get(client.pk, []) if one.webhook.ended_at is None],
            webhooks_ended=[one for one in told.get(client.pk, []) if one.webhook.ended_at is not None],
        )
        held.setdefault(client.organisation_id, []).append(token)
    return [
        Holder(
            organisation=organisation,
            standing=[token for token in held.get(organisation.pk, []) if token.stands],
            ended=[token for token in held.get(organisation.pk, []) if not token.stands],
        )
        for organisation in Organisation.objects.order_by("name")
    ]


def proposals(user: User) -> list[Asked]:
    """What waits, the oldest first, then what was not issued; what was issued stands among the tokens."""
    if may_not_see_tokens(user):
        return []
    rows = TokenProposal.objects.filter(client__isnull=True).select_related(
        "organisation", "proposed_by", "decided_by"
    )
    found = sorted(rows, key=lambda one: (one.decided_at is not None, one.pk))
    return [Asked(proposal=one, scopes=in_words(one.scopes)) for one in found]


def proposal_for(user: User, pk: int) -> TokenProposal | None:
    """The proposal, for who may read of tokens."""
    if may_not_see_tokens(user):
        return None
    return TokenProposal.objects.select_related("organisation").filter(pk=pk).first()


def token_for(user: User, pk: int) -> ApiClient | None:
    """The token, for who may read of tokens."""
    if may_not_see_tokens(user):
        return None
    return ApiClient.objects.select_related("organisation").filter(pk=pk).first()
