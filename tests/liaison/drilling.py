"""The drill of the gate: releases tried by every way there is, each lacking one known thing or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from common.errors import DomainError
from liaison.models import Release
from tests.liaison import gate_sql
from tests.liaison.gate_acts import (
    BAD_ACTS,
    BAD_ADMIN,
    BAD_API,
    BAD_PAGES,
    GOOD_ACTS,
    GOOD_PAGES,
    Said,
)
from tests.liaison.gate_ground import Ground, lay, role

MOST_TOLD = 10
SHARES = {"acts": 40, "sql": 40, "pages": 14, "api": 4, "admin": 2}
GOOD_IN_TEN = 3


@dataclass(frozen=True)
class Attempt:
    """One way to a release. `lacks`: the thing that is missing, or nothing; `names`: words that say so."""

    way: str
    what: str
    lacks: str
    names: str
    make: Callable[[Ground], None]


@dataclass
class Tried:
    """What came of all attempts; `faults` tells of those that did not end as they should."""

    attempts: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    good: int = 0
    bad: int = 0
    bad_accepted: int = 0
    good_refused: int = 0
    not_named: int = 0
    faults: list[str] = field(default_factory=list)


def _bad(way: str, found: dict[str, tuple[str, Callable[[Ground], None]]]) -> list[Attempt]:
    return [Attempt(way, what, what, names, make) for what, (names, make) in found.items()]


def _good(way: str, found: dict[str, Callable[[Ground], None]]) -> list[Attempt]:
    return [Attempt(way, what, "", "", make) for what, make in found.items()]


GOOD = {
    "acts": _good("acts", GOOD_ACTS),
    "sql": _good("sql", {what: gate_sql.attempt(change) for what, change in gate_sql.GOOD.items()}),
    "pages": _good("pages", GOOD_PAGES),
}
BAD = {
    "acts": _bad("acts", BAD_ACTS),
    "sql": _bad(
        "sql", {what: (names, gate_sql.attempt(change)) for what, (names, change) in gate_sql.BAD.items()}
    ),
    "pages": _bad("pages", BAD_PAGES),
    "api": _bad("api", BAD_API),
    "admin": _bad("admin", BAD_ADMIN),
}


def every() -> list[Attempt]:
    """Each attempt there is, once."""
    return [one for found in (*GOOD.values(), *BAD.values()) for one in found]


def drawn(ground: Ground, number: int) -> Iterable[Attempt]:
    """So many, by their shares; three in ten are good."""
    for _ in range(number):
        way = ground.rng.choices(list(SHARES), weights=list(SHARES.values()))[0]
        good = GOOD.get(way, [])
        yield ground.rng.choice(good if good and ground.rng.randrange(10) < GOOD_IN_TEN else BAD[way])


def run(attempts: int, seed: int, at: datetime) -> dict[str, Any]:
    """The drill's line, in a database of its own; every attempt is undone."""
    ground = lay(seed, at)
    with role():
        return figures(tried(ground, drawn(ground, attempts)))


def tried(ground: Ground, attempts: Iterable[Attempt]) -> Tried:
    """What came of these, one after another."""
    came = Tried()
    for one in attempts:
        with transaction.atomic():
            fault, kind = _fault(ground, one)
            transaction.set_rollback(True)
        came.attempts += 1
        came.ways[one.way] += 1
        came.good += not one.lacks
        came.bad += bool(one.lacks)
        if fault:
            setattr(came, kind, getattr(came, kind) + 1)
            came.faults.append(f"{one.way}, {(one.lacks and 'without ') or ''}{one.what}: {fault}")
    return came


def _fault(ground: Ground, one: Attempt) -> tuple[str, str]:
    """What is wrong with how it ended, and which count that is of; empty: nothing."""
    try:
        with transaction.atomic():
            one.make(ground)
    except (DomainError, DatabaseError, Said) as error:
        said = str(error)
        if not one.lacks:
            return f"refused: {said[:200]}", "good_refused"
        if one.names not in said:
            return f"it was not named: {said[:200]}", "not_named"
        if isinstance(error, Said) and Release.objects.filter(approved_at__isnull=False).exists():
            return "released, although refused in words", "bad_accepted"
        return "", ""
    if one.lacks:
        return "accepted", "bad_accepted"
    if not Release.objects.filter(approved_at__isnull=False).exists():
        return "nothing was released", "good_refused"
    return "", ""


def figures(came: Tried) -> dict[str, Any]:
    """The line."""
    wrong = came.bad_accepted + came.good_refused + came.not_named
    return {
        "well": not wrong,
        "attempts": came.attempts,
        "by_way": dict(sorted(came.ways.items())),
        "kinds": len(every()),
        "good": came.good,
        "bad": came.bad,
        "bad_accepted": came.bad_accepted,
        "good_refused": came.good_refused,
        "not_named": came.not_named,
        "told": came.faults[:MOST_TOLD],
    }
