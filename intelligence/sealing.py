"""Who a source is, encrypted at rest with a key from the settings; the database never holds the key."""

from __future__ import annotations

import hmac
import unicodedata

from django.conf import settings

from common import sealing

SALT = b"slirisk source"


def seal(identity: str) -> str:
    """The text, encrypted and authenticated; two seals of one text differ."""
    return sealing.seal(identity, _key(b"seal"))


def unseal(sealed: str) -> str:
    """The text again. Raises Refused where the key is not the one it was sealed with."""
    return sealing.unseal(sealed, _key(b"seal"), what="This source")


def fingerprint(identity: str, *, owner_id: int) -> str:
    """64 hex digits, the same for one owner's same spelling of a person, and nobody else's."""
    plain = " ".join(unicodedata.normalize("NFKC", identity).casefold().split())
    return hmac.new(_key(b"fingerprint"), f"{owner_id}:{plain}".encode(), "sha256").hexdigest()


def seal_bytes(content: bytes) -> bytes:
    """A file or a list, encrypted and authenticated."""
    return sealing.seal_bytes(content, _key(b"bytes"))


def unseal_bytes(sealed: bytes) -> bytes:
    """The bytes again. Raises Refused where the key is not the one they were sealed with."""
    return sealing.unseal_bytes(sealed, _key(b"bytes"), what="This file")


def mark_of(text: str, *, owner_id: int) -> str:
    """64 hex digits by which one owner's same words are known again, and by nobody without the key."""
    return hmac.new(_key(b"mark"), f"{owner_id}:{text}".encode(), "sha256").hexdigest()


def _key(purpose: bytes) -> bytes:
    return sealing.derived(settings.SOURCE_KEY, salt=SALT, purpose=purpose)
