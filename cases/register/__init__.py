"""What public documents say of the offer, peer challenges and recognition: reviewed TOML files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PARTS = {
    "corporate": "For every council",
    "children": "In children’s services",
    "adult": "In adult social care",
}


# The kind of peer challenge on which recognition rests (R172).
ADULT = "adult"


@dataclass(frozen=True, slots=True)
class OfferKind:
    """One offer of the sector to its councils (R131-R136). `days`: free days of one use; `every_years`: free
    once in so many years; `per_year`: places of a financial year; None: no limit that can be counted."""

    slug: str
    name: str
    part: str
    what: str
    source: str
    when: str = ""
    since_on: date | None = None
    until_on: date | None = None
    limit: str = ""
    days: int | None = None
    every_years: int | None = None
    per_year: int | None = None
    challenge: str = ""
    change_of_control: bool = False
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChallengeKind:
    """A kind of peer challenge (R138), and what every one of its kind looks at."""

    slug: str
    name: str
    source: str
    core: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a public document said, and for when it said so (R141)."""

    as_at: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class RatedCouncil:
    """One of the seven councils of 2012 and what is publicly known of it (R173); nothing is added."""

    code: str
    name: str
    said: str
    source: str


@dataclass(frozen=True, slots=True)
class BoardName:
    """A name of the board for adult social care, as a document gives it (R061)."""

    name: str
    as_at: str
    source: str


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def offers() -> dict[str, OfferKind]:
    """Every offer by its slug, in the order of the file."""
    rows = _toml("offers.toml")["offer"]
    return {row["slug"]: OfferKind(**row | {"triggers": tuple(row.get("triggers", ()))}) for row in rows}


@cache
def challenge_kinds() -> dict[str, ChallengeKind]:
    """Every kind of peer challenge by its slug, in the order of the file."""
    rows = _toml("challenges.toml")["kind"]
    return {row["slug"]: ChallengeKind(**row | {"core": tuple(row.get("core", ()))}) for row in rows}


@cache
def challenge_facts() -> tuple[Fact, ...]:
    """What was said of all peer challenges together, as it stood then."""
    return tuple(Fact(**row) for row in _toml("challenges.toml")["fact"])


@cache
def rated_councils() -> tuple[RatedCouncil, ...]:
    """The seven councils whose way to recognition is public (R173)."""
    return tuple(RatedCouncil(**row) for row in _toml("recognition.toml")["council"])


@cache
def board_names() -> tuple[BoardName, ...]:
    """The names of the board, the earlier first."""
    return tuple(BoardName(**row) for row in _toml("recognition.toml")["name"])


def rated_words() -> str:
    """What the councils were rated, in the Care Quality Commission's own word, quoted."""
    return str(_toml("recognition.toml")["rated"])
