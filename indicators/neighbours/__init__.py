"""Sets of similar councils as reviewed files (R109): who says it, when, who is like whom. Needs no Django."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Pair:
    """A council and one of its neighbours, by the register's keys; `place` 1 is the publisher's closest."""

    council: str
    place: int
    neighbour: str
    closeness: str


@dataclass(frozen=True, slots=True)
class SetFacts:
    """A set of similar councils as its file has it."""

    slug: str
    title: str
    short: str
    made: str
    publisher: str
    source: str
    page: str
    licence: str
    note: str


@cache
def sets() -> dict[str, SetFacts]:
    """Every set by slug, in the order in which they are offered."""
    held = tomllib.loads((HERE / "sets.toml").read_text(encoding="utf-8"))["sets"]
    return {one["slug"]: SetFacts(**one) for one in held}


def pairs(slug: str) -> list[Pair]:
    """The pairs of one set."""
    with (HERE / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Pair(row["council"], int(row["place"]), row["neighbour"], row["closeness"])
            for row in csv.DictReader(file)
        ]
