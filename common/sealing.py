"""Text encrypted at rest with a key from the settings, which the database never holds."""

from __future__ import annotations

import base64
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from common.errors import Refused

NONCE = 12


@lru_cache(maxsize=32)
def derived(key: str, *, salt: bytes, purpose: bytes) -> bytes:
    """32 bytes for one purpose out of the one key."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=purpose).derive(key.encode())


def seal(text: str, key: bytes) -> str:
    """The text, encrypted and authenticated; two seals of one text differ."""
    return Fernet(base64.urlsafe_b64encode(key)).encrypt(text.encode()).decode()


def unseal(sealed: str, key: bytes, *, what: str) -> str:
    """The text again; `what` begins the sentence of Refused, where it was sealed with another key."""
    try:
        return Fernet(base64.urlsafe_b64encode(key)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise _other_key(what) from error


def seal_bytes(content: bytes, key: bytes) -> bytes:
    """Bytes, encrypted and authenticated (AES-256-GCM, the nonce before them); no longer for being text."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, None)


def unseal_bytes(sealed: bytes, key: bytes, *, what: str) -> bytes:
    """The bytes again; Refused as of `unseal`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except InvalidTag as error:
        raise _other_key(what) from error


def _other_key(what: str) -> Refused:
    return Refused(
        f"{what} cannot be read with the key this service runs with. Nothing is lost: ask the technical "
        "administrator to start it with the key it was sealed with (SOURCE_KEY)."
    )
