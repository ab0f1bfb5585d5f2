"""The arithmetic of the chain: an event's salted hash, and a link over the one before."""

from __future__ import annotations

import hashlib
import json
from typing import Any

FIRST = "0" * 64


def event_hash(event: Any) -> str:
    """SHA-256 (hex) over the salt and the event's own fields in canonical JSON."""
    fields = {
        "id": event.pk,
        "at": event.at.isoformat(),
        "by": event.by_id,
        "act": event.act,
        "subject": [event.subject_kind, event.subject_id],
        "scope": event.scope,
        "details": event.details,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((event.salt + text).encode()).hexdigest()


def link(before: str, hashed: str) -> str:
    """The digest (hex) of the next link."""
    return hashlib.sha256((before + hashed).encode()).hexdigest()
