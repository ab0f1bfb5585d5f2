"""Who a source is, encrypted at rest with a key from the settings; the database never holds the key."""

from __future__ import annotations

import base64
import hmac
import unicodedata
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from common.errors import Refused


@lru_cache(maxsize=8)
def _derived(key: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose out of the one key."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=b"slirisk source", info=purpose).derive(
        key.encode()
    )


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(settings.SOURCE_KEY, b"seal")))


def seal(identity: str) -> str:
    """The text, encrypted and authenticated; two seals of one text differ."""
    return _fernet().encrypt(identity.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again. Raises Refused where the key is not the one it was sealed with."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Refused(
            "This source cannot be read with the key this service runs with. Nothing is lost: ask the "
            "technical administrator to start it with the key it was sealed with (SOURCE_KEY)."
        ) from error


def fingerprint(identity: str, *, owner_id: int) -> str:
    """64 hex digits, the same for one owner's same spelling of a person, and nobody else's."""
    plain = " ".join(unicodedata.normalize("NFKC", identity).casefold().split())
    return hmac.new(
        _derived(settings.SOURCE_KEY, b"fingerprint"), f"{owner_id}:{plain}".encode(), "sha256"
    ).hexdigest()
