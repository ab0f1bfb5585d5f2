"""What a draft says, encrypted at rest: it may hold the name of who told it."""

from __future__ import annotations

import json

from django.conf import settings

from common import sealing

Fields = dict[str, list[str]]


def seal_fields(fields: Fields) -> str:
    """The fields of a form, as one sealed text."""
    return sealing.seal(json.dumps(fields), _key())


def unseal_fields(sealed: str) -> Fields:
    """The fields again; none of a draft that was used or discarded. Raises Refused under another key."""
    return json.loads(sealing.unseal(sealed, _key(), what="This draft")) if sealed else {}


def _key() -> bytes:
    return sealing.derived(settings.SOURCE_KEY, salt=b"slirisk draft", purpose=b"seal")
