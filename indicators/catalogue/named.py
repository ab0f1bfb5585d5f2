"""The published data that the paper names, and which sources stand here in its place (R085, R087-R090)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

NAMED = Path(__file__).parent / "papers" / "named.toml"


@dataclass(frozen=True, kw_only=True)
class Named:
    """One of them. `ended_on`: its last day, where it has come to an end; `here`: slugs of sources."""

    name: str
    publisher: str
    row: str
    what: str
    here: tuple[str, ...]
    ended_on: date | None = None


@cache
def named_in_the_paper() -> tuple[Named, ...]:
    """All of them, in the paper's order."""
    entries = tomllib.loads(NAMED.read_text(encoding="utf-8"))["named"]
    return tuple(Named(**{**entry, "here": tuple(entry["here"])}) for entry in entries)
