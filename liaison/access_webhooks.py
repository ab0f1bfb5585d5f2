"""Which webhooks a client may have, in sentences (issue 7; TRUST section 3, 18)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings

from liaison.models import ApiClient, Scope, Webhook, WebhookEvent

MOST = 5
LONGEST = 500
# Names that mean a place inside whoever asks for them (RFC 6761, RFC 6762, RFC 8375, ICANN's "internal").
INSIDE = ("localhost", "local", "internal", "intranet", "lan", "corp", "home", "home.arpa")
# An event is told to a token that may read what it is about.
NEEDS = {
    WebhookEvent.RELEASED.value: Scope.READ_RELEASES.value,
    WebhookEvent.WITHDRAWN.value: Scope.READ_RELEASES.value,
    WebhookEvent.SUPERSEDED.value: Scope.READ_RELEASES.value,
    WebhookEvent.SUPPORT_CHANGED.value: Scope.READ_SUPPORT.value,
    WebhookEvent.CONCERN_CHANGED.value: Scope.SEND_CONCERNS.value,
}


def address_unfit(address: str) -> str | None:
    """An address on the public internet, over https, with nothing in it that signs somebody in.

    Names are not looked up here: a name that leads inside is refused each time something is sent to it.
    """
    loopback = bool(getattr(settings, "FETCH_LOOPBACK", False))
    if len(address) > LONGEST or not re.fullmatch(r"[!-~]+", address):
        return f"Give the address in at most {LONGEST} plain characters, without spaces."
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return "The address cannot be read. Give it as https://host.example/path."
    if not host:
        return "The address names no host. Give it as https://host.example/path."
    if parts.username is not None or parts.password is not None or parts.fragment or "#" in address:
        return "Leave user names, passwords and fragments (#) out of the address."
    if loopback and _is_loopback(host) and parts.scheme in ("http", "https"):
        return None
    if parts.scheme != "https":
        return "The address has to begin with https://."
    if port not in (None, 443):
        return "Leave the port out of the address: what we send goes out to port 443 alone."
    if _is_inside(host):
        return f"{host} is not an address on the public internet. Give one that is."
    return None


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    literal = _literal(host)
    return host == "localhost" if literal is None else literal.is_loopback


def _is_inside(host: str) -> bool:
    literal = _literal(host)
    if literal is not None:
        mapped = getattr(literal, "ipv4_mapped", None)
        return not (mapped or literal).is_global or literal.is_multicast
    if "." not in host or any(host == name or host.endswith(f".{name}") for name in INSIDE):
        return True
    # 127.1 and 0x7f.0.0.1 are read as numbers by whoever looks them up.
    return re.fullmatch(r"[0-9]+|0x[0-9a-f]*", host.rpartition(".")[2]) is not None


def events_unfit(client: ApiClient, events: Sequence[str]) -> str | None:
    """Some of the events, each once, and of what the token may read."""
    known = list(NEEDS)
    if not events or any(event not in known for event in events):
        return f"Choose the events from: {', '.join(known)}."
    if len(set(events)) != len(events):
        return "Name each event once."
    for event in events:
        if not client.may(NEEDS[event]):
            return f"{event} is told to a token with the scope {NEEDS[event]}, which this one has not."
    return None


def one_too_many(standing: Collection[Webhook], address: str) -> str | None:
    """So many for one token, and one for an address."""
    for webhook in standing:
        if webhook.address == address:
            return (
                f"{webhook.name} is sent to this address already. Give another address, or end that one; "
                "where its secret is lost, ask for a new one."
            )
    if len(standing) >= MOST:
        return f"This token has {MOST} webhooks, which is the most. End one first."
    return None


def has_ended(webhook: Webhook) -> str | None:
    """A webhook that has ended is not taken up again."""
    if webhook.ended_at is None:
        return None
    return f"{webhook.name} has ended: {webhook.get_ended_why_display()}. Add another."


def sends_nothing(webhook: Webhook, at: datetime) -> str | None:
    """Whether anything is sent to it at this moment: it stands, and so does its token."""
    client = webhook.client
    if webhook.ended_at is not None:
        return "The webhook has ended."
    if not client.stands(at) or (client.is_demonstration and not settings.DEMONSTRATION):
        return "The token does not stand any more."
    return None if client.may(Scope.RECEIVE_WEBHOOKS) else "The token may not receive webhooks."
