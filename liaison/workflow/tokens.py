"""Tokens: issued once, kept only as an HMAC, revoked at once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, refuse
from liaison import access
from liaison.models import ApiClient, Organisation, Scope

PREFIX_LENGTH = 10
USE_STEP = timedelta(minutes=1)


def token_hmac(token: str) -> str:
    """HMAC-SHA256 of a token under the service's own key, 64 hex: what the database holds of it."""
    return salted_hmac("liaison.token", token, algorithm="sha256").hexdigest()


@transaction.atomic
def add_organisation(
    *, by: User | None, at: datetime, slug: str, name: str, short_name: str = ""
) -> Organisation:
    """An organisation that may be a recipient; `by` None is the set-up command on the server (R062)."""
    forbid(access.may_not_manage_tokens(by))
    organisation = Organisation.objects.create(slug=slug, name=name, short_name=short_name or name)
    record(by=by, act="add_organisation", subject=organisation, details={"slug": slug})
    return organisation


@transaction.atomic
def issue_token(
    *,
    by: User | None,
    at: datetime,
    organisation: Organisation,
    officer: str,
    expires_at: datetime,
    purpose: str = "Reading the releases made to the organisation",
    scopes: Iterable[str] = Scope.values,
    allowed_addresses: Iterable[str] = (),
    is_sandbox: bool = False,
    token: str | None = None,
) -> tuple[ApiClient, str]:
    """A token for an organisation's system, and the token itself, which is never shown again.

    `by` None is the command on the server. `allowed_addresses` are networks ("192.0.2.0/24"), none meaning
    anywhere. A `token` of one's own choice is for the demonstration, and refused outside it.
    """
    forbid(access.may_not_manage_tokens(by))
    if token is not None and not settings.DEMONSTRATION:
        raise Refused("A token of your own choice can be used in the demonstration only. Leave it out.")
    refuse(access.token_cannot_be_issued(at=at, officer=officer, purpose=purpose, expires_at=expires_at))
    is_demonstration = token is not None
    token = token or f"slr_{secrets.token_urlsafe(32)}"
    client = ApiClient.objects.create(
        organisation=organisation,
        officer=officer.strip(),
        purpose=purpose.strip(),
        scopes=sorted(Scope(scope).value for scope in scopes),
        allowed_addresses=networks(allowed_addresses),
        is_demonstration=is_demonstration,
        is_sandbox=is_sandbox,
        token_prefix=token[:PREFIX_LENGTH],
        token_hmac=token_hmac(token),
        issued_by=by,
        issued_at=at,
        expires_at=expires_at,
    )
    record(by=by, act="issue_api_token", subject=client, details={"organisation": organisation.slug})
    return client, token


@transaction.atomic
def revoke_token(*, by: User | None, at: datetime, client: ApiClient) -> ApiClient:
    """The token is refused from the next request on; revoking it twice changes nothing."""
    client = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    forbid(access.may_not_revoke_tokens(by))
    if client.revoked_at is not None:
        return client
    client.revoked_at, client.revoked_by = at, by
    client.save(update_fields=["revoked_at", "revoked_by"])
    record(by=by, act="revoke_api_token", subject=client)
    return client


def note_use(*, client: ApiClient, at: datetime) -> None:
    """Keep when the token was last used, to the minute; what was read is kept read by read."""
    if client.last_used_at is not None and client.last_used_at >= at - USE_STEP:
        return
    ApiClient.objects.filter(pk=client.pk).filter(
        Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - USE_STEP)
    ).update(last_used_at=at)


@transaction.atomic(savepoint=False)  # in the request's own transaction
def note_figures_read(*, client: ApiClient, what: str) -> None:
    """The record keeps that a client read published figures, or the list of councils or indicators."""
    record(by=None, act=f"api_read_{what}", subject=client)


def networks(addresses: Iterable[str]) -> list[str]:
    """As they are kept; `Refused` where one is none."""
    try:
        return [str(ip_network(address.strip())) for address in addresses]
    except ValueError as error:
        raise Refused(
            f"An allowed address could not be read: {error}. Give addresses or networks such as 192.0.2.0/24."
        ) from error
