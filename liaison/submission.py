"""What an originator hands in, and who hands it in: the same shape from the browser's form and the API."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from liaison.models import ApiClient, InboundConcern, InboundVersion, Officer, Organisation
from liaison.models.release import HANDLING

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Originator:
    """On whose behalf a person or a system speaks. `name`: the officer's, by whom every act is known."""

    organisation: Organisation
    name: str
    officer: Officer | None = None
    client: ApiClient | None = None


@dataclass(frozen=True, kw_only=True)
class GivenEvidence:
    """A line of evidence: `kind` "hard" or "soft", `link` where it is published or empty."""

    kind: str
    line: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A concern as it is handed in. `told`: "yes" with `told_on`, "no" or "not_yet" with `told_reason`.

    `key` is the idempotency key, `own_reference` the originator's; either makes a repeated posting known.
    `service_area` is a slug ("children") or empty.
    """

    council_code: str
    matter: str
    told: str
    evidence: tuple[GivenEvidence, ...] = ()
    told_on: date | None = None
    told_reason: str = ""
    handling: str = HANDLING
    is_originator_controlled: bool = True
    is_urgent: bool = False
    own_reference: str = ""
    service_area: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the originator is told at once. `is_new` is False where the same was received before."""

    inbound: InboundConcern
    version: InboundVersion
    is_new: bool

    @property
    def number(self) -> str:
        return self.inbound.number


@dataclass(frozen=True, kw_only=True)
class Kept(Generic[Row]):
    """What was kept of what a recipient said. `is_new` is False where the same came before."""

    row: Row
    is_new: bool


def canonical_submission(given: Submission, organisation: Organisation, council_code: str) -> str:
    """What was sent as JSON with sorted keys and no spaces; the key it came under is no part of it."""
    said = {
        "organisation": organisation.slug,
        "council": council_code,
        "concern": given.matter.strip(),
        "service_area": given.service_area.strip(),
        "evidence": [
            {"kind": one.kind, "line": one.line.strip(), "link": one.link.strip()} for one in given.evidence
        ],
        "council_told": {
            "answer": given.told,
            "on": given.told_on.isoformat() if given.told_on else None,
            "reason": given.told_reason.strip(),
        },
        "handling": given.handling.strip(),
        "originator_controlled": given.is_originator_controlled,
        "urgent": given.is_urgent,
        "own_reference": given.own_reference.strip(),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 hex."""
    return hashlib.sha256(text.encode()).hexdigest()
