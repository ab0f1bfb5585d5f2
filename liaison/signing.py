"""What a webhook sends, and its signatures, as Standard Webhooks has them (standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

import orjson
from django.utils.crypto import salted_hmac

from liaison.document import instant

PREFIX = "whsec_"


def secret_of(nonce: str) -> str:
    """The secret made from a webhook's nonce and the service's own key: the database alone gives none."""
    return PREFIX + base64.b64encode(_key(nonce)).decode()


def body_of(*, kind: str, number: str, at: datetime) -> bytes:
    """The message as JSON: what happened, when, and the number of what it happened to. No other word."""
    data = {"number": number} if number else {}
    return orjson.dumps({"type": kind, "timestamp": instant(at), "data": data})


def headers_of(*, event: str, body: bytes, nonces: Sequence[str], at: datetime) -> dict[str, str]:
    """The three headers of one try at this moment, signed by each secret."""
    second = str(int(at.timestamp()))
    signed = b".".join([event.encode(), second.encode(), body])
    return {
        "webhook-id": event,
        "webhook-timestamp": second,
        "webhook-signature": " ".join(_signature(nonce, signed) for nonce in nonces),
    }


def _signature(nonce: str, signed: bytes) -> str:
    digest = hmac.new(_key(nonce), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(nonce: str) -> bytes:
    return salted_hmac("liaison.webhook", nonce, algorithm="sha256").digest()
