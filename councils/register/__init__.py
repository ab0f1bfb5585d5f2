"""Reads the register of councils that stands beside this file (README.md says where its facts come from)."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region: `slug`, `name`, its GSS code, and the number by which DfE files call it."""

    slug: str
    name: str
    gss: str
    dfe: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilFacts:
    """A council as the register holds it; dates are the first and the last day, None where not held."""

    key: str
    code: str
    name: str
    short_name: str
    kind: str
    region: str
    county: str
    existed_from_on: date | None
    existed_until_on: date | None


@dataclass(frozen=True, slots=True)
class NameFacts:
    """A former name or a usual spelling, with the days it held where they are known."""

    key: str
    name: str
    kind: str
    since_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """A code in one of the schemes gss, snac, dfe, ecode, with the days it was in force."""

    key: str
    scheme: str
    code: str
    since_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class SuccessionFacts:
    """The key of the council that went, of the one that took its place, and the first day of the new one."""

    predecessor: str
    successor: str
    on: date


@dataclass(frozen=True, slots=True)
class AdviserFacts:
    """A person named as Principal Adviser of regions in dated documents (R028-R032): names only."""

    name: str
    regions: tuple[str, ...]
    capacity: str
    known_from_on: date
    known_until_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Named:
    """A slug and a name: a service area or a political group."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Register:
    """Everything the register holds, in the order of its files."""

    regions: tuple[RegionFacts, ...]
    councils: tuple[CouncilFacts, ...]
    names: tuple[NameFacts, ...]
    codes: tuple[CodeFacts, ...]
    successions: tuple[SuccessionFacts, ...]
    advisers: tuple[AdviserFacts, ...]
    service_areas: tuple[Named, ...]
    political_groups: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a text may name that is no English council of this register.

    `places`: a name → what it is ("council in Wales"). `ended`: a GSS code → its last day, of a council
    abolished before the register begins. `ambiguous`: a spelling → the keys of the councils it may mean.
    """

    regions: tuple[RegionFacts, ...]
    places: tuple[tuple[str, str], ...]
    ended: dict[str, date]
    ambiguous: dict[str, tuple[str, ...]]


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _toml(name: str) -> dict[str, list[dict]]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(row: dict[str, str], *fields: str) -> dict:
    return {**row, **{field: _day(row[field]) for field in fields}}


def _regions() -> tuple[RegionFacts, ...]:
    return tuple(
        RegionFacts(**{**region, "also": tuple(region.get("also", ()))})
        for region in _toml("regions.toml")["region"]
    )


@cache
def read_register() -> Register:
    """The register, read once a process (about 20 ms)."""
    return Register(
        regions=_regions(),
        councils=tuple(
            CouncilFacts(**_days(row, "existed_from_on", "existed_until_on")) for row in _rows("councils.csv")
        ),
        names=tuple(NameFacts(**_days(row, "since_on", "until_on")) for row in _rows("names.csv")),
        codes=tuple(CodeFacts(**_days(row, "since_on", "until_on")) for row in _rows("codes.csv")),
        successions=tuple(
            SuccessionFacts(row["predecessor"], row["successor"], date.fromisoformat(row["on"]))
            for row in _rows("successions.csv")
        ),
        advisers=tuple(
            AdviserFacts(**{**adviser, "regions": tuple(adviser["regions"])})
            for adviser in _toml("advisers.toml")["adviser"]
        ),
        service_areas=tuple(Named(**area) for area in _toml("service_areas.toml")["service_area"]),
        political_groups=tuple(Named(**group) for group in _toml("political_groups.toml")["group"]),
    )


@cache
def read_beyond() -> Beyond:
    """What is no English council of the register, read once a process."""
    return Beyond(
        regions=_regions(),
        places=tuple((row["name"], row["what"]) for row in _rows("elsewhere.csv")),
        ended={row["code"]: date.fromisoformat(row["until_on"]) for row in _rows("ended_codes.csv")},
        ambiguous={row["spelling"]: tuple(row["councils"]) for row in _toml("ambiguous.toml")["ambiguous"]},
    )
