"""The text of a release as it is approved and served: canonical JSON, and what stands around it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from liaison.models import Release, ReleaseEvidence, Standing

ORIGINATOR = "Local Government Association"


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_json(
    release: Release, evidence: Sequence[ReleaseEvidence], *, approved_by: str, approved_at: datetime
) -> str:
    """What is released, field by field, as JSON with sorted keys and no spaces; nothing else is served."""
    supersedes = release.supersedes
    return _dumped(
        {
            "number": release.number,
            "recipient": {"code": release.recipient.slug, "name": release.recipient.name},
            "council": {
                "code": release.council_code,
                "name": release.council_name,
                "fictional": release.is_fictional,
            },
            "purpose": release.purpose,
            "concern": release.matter,
            "evidence": [{"kind": line.kind, "line": line.line} for line in evidence],
            "awareness": {
                "told": release.told_whom,
                "by": release.told_by,
                "how": release.told_how,
                "on": release.told_on.isoformat(),
                "recorded_at": instant(release.told_recorded_at),
            },
            "handling": release.handling,
            "originator": {"organisation": ORIGINATOR, "contact": release.proposed_by.name},
            "approved": {"by": approved_by, "at": instant(approved_at)},
            "supersedes": supersedes.number if supersedes else None,
        }
    )


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def envelope(release: Release, *, changed_at: datetime, superseded_by: str | None) -> dict[str, Any]:
    """What a recipient is given: the text as approved, or the tombstone of one withdrawn."""
    withdrawn = release.standing is Standing.WITHDRAWN
    return {
        "number": release.number,
        "standing": release.standing.value,
        "changed_at": instant(changed_at),
        "sha256": release.sha256,
        "superseded_by": superseded_by,
        "withdrawn": {
            "at": instant(release.withdrawn_at),
            "reason": release.withdrawn_reason,
            "ask": "Delete every copy.",
        }
        if withdrawn and release.withdrawn_at
        else None,
        "release": None if withdrawn else json.loads(release.canonical),
    }


def etag(served: dict[str, Any]) -> str:
    """A strong entity tag over what is served, quoted."""
    return f'"{digest(_dumped(served))}"'


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
