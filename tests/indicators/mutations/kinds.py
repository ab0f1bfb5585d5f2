"""What a kind of mutation is, and what the mutations share."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.indicators.publications import DoesNotApply, Row, Table

Spoil = Callable[[Table, random.Random], Table | bytes | None]


@dataclass(frozen=True)
class Kind:
    """One way in which a file differs from the true one. `held` says what is held before it comes."""

    name: str
    harmful: bool
    spoil: Spoil
    held: tuple[str, ...]


KINDS: dict[str, Kind] = {}


def _kind(*, harmful: bool, held: tuple[str, ...]) -> Callable[[Spoil], Spoil]:
    def known(spoil: Spoil) -> Spoil:
        name = spoil.__name__.strip("_").replace("_", " ")
        KINDS[name] = Kind(name, harmful, spoil, held)
        return spoil

    return known


BOTH = ("last year's", "the same periods")
NEXT, AGAIN = BOTH[:1], BOTH[1:]


def harmful(held: tuple[str, ...] = BOTH) -> Callable[[Spoil], Spoil]:
    return _kind(harmful=True, held=held)


def harmless(held: tuple[str, ...] = BOTH) -> Callable[[Spoil], Spoil]:
    return _kind(harmful=False, held=held)


# What the mutations share.


def only(applies: object) -> None:
    if not applies:
        raise DoesNotApply


def scaled(table: Table, by: float, rows: Iterator[Row] | list[Row], digits: int | None = None) -> None:
    for row in rows:
        for what in ("value", "lower", "upper"):
            text = table.get(row, what)
            try:
                figure = float(text.replace(",", "")) * by
            except ValueError:
                continue
            table.put(row, what, like(text, figure) if digits is None else f"{figure:.{digits}f}")


def like(text: str, figure: float) -> str:
    """A figure with the decimals of the text it stands for (and a few more where it became small)."""
    decimals = len(text.partition(".")[2])
    if figure and abs(figure) < 1:
        decimals = max(decimals, 1 - math.floor(math.log10(abs(figure))))
    return f"{figure:.{min(decimals, 12)}f}"


def council_rows(table: Table, *, newest: bool = False) -> list[Row]:
    return [r for r in table.rows if table.is_council(r) and (not newest or table.is_newest(r))]


def valued(table: Table, *, newest: bool = False) -> list[Row]:
    return [r for r in council_rows(table, newest=newest) if table.number(r) is not None]


def groups(table: Table, rows: list[Row]) -> list[list[Row]]:
    """Rows by indicator and period, each in order of code."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda r: table.get(r, "area")):
        found.setdefault((table.get(row, "indicator"), table.get(row, "period")), []).append(row)
    return list(found.values())


def hand_round(table: Table, group: list[Row], order: list[int]) -> None:
    """Row i of a group takes the figures of row order[i]."""
    said = [[table.get(r, what) for what in ("value", "lower", "upper")] for r in group]
    for place, row in enumerate(group):
        for what, text in zip(("value", "lower", "upper"), said[order[place]], strict=True):
            table.put(row, what, text)


def unvalued(table: Table) -> list[Row]:
    rows = [r for r in council_rows(table) if table.number(r) is None]
    only(rows)
    return rows
