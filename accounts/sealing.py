"""What a draft says and what second factors are made from, encrypted at rest; the database has no key."""

from __future__ import annotations

import json

from django.conf import settings

from common import sealing

Fields = dict[str, list[str]]
DRAFT = b"slirisk draft"
SECOND_FACTOR = b"slirisk second factor"


def seal_fields(fields: Fields) -> str:
    """The fields of a form, as one sealed text: it may hold the name of who told it."""
    return sealing.seal(json.dumps(fields), _key(DRAFT))


def unseal_fields(sealed: str) -> Fields:
    """The fields again; none of a draft that was used or discarded. Raises Refused under another key."""
    return json.loads(sealing.unseal(sealed, _key(DRAFT), what="This draft")) if sealed else {}


def seal_second_factor(secret: str) -> str:
    """The seed of a person's codes: whoever reads it makes the same codes for ever."""
    return sealing.seal(secret, _key(SECOND_FACTOR))


def unseal_second_factor(sealed: str) -> str:
    """The seed again. Raises Refused under another key."""
    return sealing.unseal(sealed, _key(SECOND_FACTOR), what="This second factor")


def _key(salt: bytes) -> bytes:
    return sealing.derived(settings.SOURCE_KEY, salt=salt, purpose=b"seal")
