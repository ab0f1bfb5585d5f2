"""The drill of the gate: releases, and the support that follows them, tried by every way there is.

Each attempt lacks one known thing, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from common.errors import DomainError
from liaison.models import Release, SharedSupport
from tests.liaison import gate_acts, gate_sql, gate_support, gate_support_sql
from tests.liaison.gate_acts import Said
from tests.liaison.gate_ground import Ground, lay, role

MOST_TOLD = 10
SHARES = {"acts": 40, "sql": 40, "pages": 14, "api": 4, "admin": 2}
GOOD_IN_TEN = 3


@dataclass(frozen=True)
class Attempt:
    """One way to something shared, `of` which table. `lacks`: the thing that is missing, or nothing; `names`:
    words that say so."""

    way: str
    of: type[Release | SharedSupport]
    what: str
    lacks: str
    names: str
    make: Callable[[Ground], None]

    @property
    def went_out(self) -> bool:
        """Whether anything of its table has gone out."""
        return self.of.objects.filter(approved_at__isnull=False).exists()


@dataclass
class Tried:
    """What came of all attempts; `faults` tells of those that did not end as they should."""

    attempts: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    good: int = 0
    bad: int = 0
    bad_accepted: int = 0
    good_refused: int = 0
    not_named: int = 0
    faults: list[str] = field(default_factory=list)


Bad = dict[str, tuple[str, Callable[[Ground], None]]]
Good = dict[str, Callable[[Ground], None]]


def _bad(way: str, of_releases: Bad, of_support: Bad) -> list[Attempt]:
    return [
        Attempt(way, of, what, what, names, make)
        for of, found in ((Release, of_releases), (SharedSupport, of_support))
        for what, (names, make) in found.items()
    ]


def _good(way: str, of_releases: Good, of_support: Good) -> list[Attempt]:
    return [
        Attempt(way, of, what, "", "", make)
        for of, found in ((Release, of_releases), (SharedSupport, of_support))
        for what, make in found.items()
    ]


def _good_sql(module: Any) -> Good:
    return {what: module.attempt(change) for what, change in module.GOOD.items()}


def _bad_sql(module: Any) -> Bad:
    return {what: (names, module.attempt(change)) for what, (names, change) in module.BAD.items()}


GOOD = {
    "acts": _good("acts", gate_acts.GOOD_ACTS, gate_support.GOOD_ACTS),
    "sql": _good("sql", _good_sql(gate_sql), _good_sql(gate_support_sql)),
    "pages": _good("pages", gate_acts.GOOD_PAGES, gate_support.GOOD_PAGES),
}
BAD = {
    "acts": _bad("acts", gate_acts.BAD_ACTS, gate_support.BAD_ACTS),
    "sql": _bad("sql", _bad_sql(gate_sql), _bad_sql(gate_support_sql)),
    "pages": _bad("pages", gate_acts.BAD_PAGES, gate_support.BAD_PAGES),
    "api": _bad("api", gate_acts.BAD_API, gate_support.BAD_API),
    "admin": _bad("admin", gate_acts.BAD_ADMIN, gate_support.BAD_ADMIN),
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
        came.of[str(one.of._meta.verbose_name)] += 1
        came.good += not one.lacks
        came.bad += bool(one.lacks)
        if fault:
            setattr(came, kind, getattr(came, kind) + 1)
            came.faults.append(f"{one.way}, {_told(one)}: {fault}")
    return came


def _told(one: Attempt) -> str:
    return f"{one.of._meta.verbose_name} {(one.lacks and 'without ') or ''}{one.what}"


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
        if isinstance(error, Said) and one.went_out:
            return "it went out, although refused in words", "bad_accepted"
        return "", ""
    if one.lacks:
        return "accepted", "bad_accepted"
    if not one.went_out:
        return "nothing went out", "good_refused"
    return "", ""


def figures(came: Tried) -> dict[str, Any]:
    """The line."""
    wrong = came.bad_accepted + came.good_refused + came.not_named
    return {
        "well": not wrong,
        "attempts": came.attempts,
        "by_way": dict(sorted(came.ways.items())),
        "of": dict(sorted(came.of.items())),
        "kinds": len(every()),
        "good": came.good,
        "bad": came.bad,
        "bad_accepted": came.bad_accepted,
        "good_refused": came.good_refused,
        "not_named": came.not_named,
        "told": came.faults[:MOST_TOLD],
    }
