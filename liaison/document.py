"""The text of a release as it is approved and served: canonical JSON, and what stands around it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from liaison.models import Release, ReleaseEvidence, Standing

ORIGINATOR = "Local Government Association"


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_json(
    release: Release, evidence: Sequence[ReleaseEvidence], *, approved_by: str, approved_at: datetime
) -> str:
    """What is released, field by field, as JSON with sorted keys and no spaces; nothing else is served.

    The database makes the same of the rows (`models/gate.py`) and lets no other text go out.
    """
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
            "awareness": _awareness(release),
            "exception": _exception(release),
            "handling": release.handling,
            "originator": {"organisation": ORIGINATOR, "contact": release.proposed_by.name},
            "approved": {"by": approved_by, "at": instant(approved_at)},
            "supersedes": supersedes.number if supersedes else None,
        }
    )


def _awareness(release: Release) -> dict[str, str] | None:
    if release.told_on is None or release.told_recorded_at is None:
        return None
    return {
        "told": release.told_whom,
        "by": release.told_by,
        "how": release.told_how,
        "on": release.told_on.isoformat(),
        "recorded_at": instant(release.told_recorded_at),
    }


def _exception(release: Release) -> dict[str, str] | None:
    """Why the council was not told first, and who gave that reason; None: it was told."""
    if release.excepted_by is None or release.excepted_at is None:
        return None
    return {
        "ground": release.exception_ground,
        "reason": release.excepted_reason,
        "by": release.excepted_by.name,
        "at": instant(release.excepted_at),
    }


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def envelope(served: Mapping[str, Any]) -> dict[str, Any]:
    """What a recipient is given of a row that `queries.served_to` gave: the text, or the tombstone.

    The text goes out as the very bytes that were approved (`orjson.Fragment`), not read and written anew.
    """
    withdrawn_at = served["withdrawn_at"]
    return {
        "number": served["number"],
        "standing": Standing.RELEASED.value if withdrawn_at is None else Standing.WITHDRAWN.value,
        "changed_at": instant(served["changed_at"]),
        "sha256": served["sha256"],
        "superseded_by": served["superseded_by"],
        "withdrawn": None
        if withdrawn_at is None
        else {
            "at": instant(withdrawn_at),
            "reason": served["withdrawn_reason"],
            "ask": "Delete every copy.",
        },
        "release": orjson.Fragment(served["canonical"]) if withdrawn_at is None else None,
    }


# The columns of a list as CSV: what the envelope says, then the text field by field.
COLUMNS = (
    "number",
    "standing",
    "changed_at",
    "superseded_by",
    "withdrawn_at",
    "withdrawn_reason",
    "council_code",
    "council_name",
    "council_fictional",
    "purpose",
    "concern",
    "evidence",
    "told",
    "told_by",
    "told_how",
    "told_on",
    "exception_ground",
    "exception_reason",
    "exception_by",
    "handling",
    "contact",
    "approved_by",
    "approved_at",
    "supersedes",
    "sha256",
)


def flat(served: Mapping[str, Any]) -> dict[str, Any]:
    """The same as `envelope`, as one line of `COLUMNS`; of what was withdrawn no more than the tombstone."""
    told = envelope(served)
    line = dict.fromkeys(COLUMNS)
    line |= {name: told[name] for name in ("number", "standing", "changed_at", "superseded_by", "sha256")}
    if told["withdrawn"]:
        return line | {
            "withdrawn_at": told["withdrawn"]["at"],
            "withdrawn_reason": told["withdrawn"]["reason"],
        }
    text = json.loads(served["canonical"])
    awareness = text["awareness"] or dict.fromkeys(("told", "by", "how", "on"))
    exception = text["exception"] or dict.fromkeys(("ground", "reason", "by"))
    return line | {
        "council_code": text["council"]["code"],
        "council_name": text["council"]["name"],
        "council_fictional": text["council"]["fictional"],
        "purpose": text["purpose"],
        "concern": text["concern"],
        "evidence": "\n".join(f"{item['kind']}: {item['line']}" for item in text["evidence"]),
        "told": awareness["told"],
        "told_by": awareness["by"],
        "told_how": awareness["how"],
        "told_on": awareness["on"],
        "exception_ground": exception["ground"],
        "exception_reason": exception["reason"],
        "exception_by": exception["by"],
        "handling": text["handling"],
        "contact": text["originator"]["contact"],
        "approved_by": text["approved"]["by"],
        "approved_at": text["approved"]["at"],
        "supersedes": text["supersedes"],
    }


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
