"""How a count is printed in a paper that names no council, so that no figure singles one out (R165, R168)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from panel.remits import LEAST

FEWER, NOT_GIVEN, TOO_FEW = f"fewer than {LEAST}", "not given", "too few to say"
HIDDEN = (FEWER, NOT_GIVEN)


def told(number: int) -> str:
    """A count as it is printed: never one or two."""
    return "none" if number == 0 else FEWER if number < LEAST else str(number)


def share(part: int, whole: int) -> str:
    """So many of so many, printed so that nobody is singled out at either end."""
    if whole < LEAST:
        return TOO_FEW
    if 0 < whole - part < LEAST:
        return f"all but {FEWER}"
    return "all" if part == whole else told(part)


def spread(total: int, *tables: Mapping[str, int]) -> tuple[str, list[dict[str, str]]]:
    """A total and the tables that each add up to it, printed so that no hidden number can be worked out.

    As long as one could, the next smallest of its table is not given either; then the total is not; then the
    smallest of another table is not; and a table that still gives one away says nothing. A table that does
    not add up to the total is held against its own.
    """
    said, shown = told(total), [{name: told(each) for name, each in table.items()} for table in tables]
    while (weak := _weak(total, said, tables, shown)) is not None:
        first, *others = [weak, *(place for place in range(len(tables)) if place != weak)]
        if name := _smallest(tables[first], shown[first]):
            shown[first][name] = NOT_GIVEN
        elif said != NOT_GIVEN:
            said = NOT_GIVEN
        elif left := [place for place in others if _smallest(tables[place], shown[place])]:
            shown[left[0]][_smallest(tables[left[0]], shown[left[0]])] = NOT_GIVEN
        else:
            shown[first] = dict.fromkeys(shown[first], TOO_FEW)
    return said, shown


def _smallest(table: Mapping[str, int], shown: Mapping[str, str]) -> str:
    """The smallest figure that is printed, by its name; empty where none is."""
    given = sorted((each, name) for name, each in table.items() if shown[name] == str(each))
    return given[0][1] if given else ""


def _weak(
    total: int, said: str, tables: Sequence[Mapping[str, int]], shown: Sequence[Mapping[str, str]]
) -> int | None:
    """The first table with a hidden number that can be one thing only, by all that is printed."""
    # No figure bounds what is not given where none is printed; a little beyond the total is beyond enough.
    top = total + 2 * LEAST
    cells = [_could_be(table, each, top) for table, each in zip(tables, shown, strict=True)]
    totals = {NOT_GIVEN: set(range(top + 1)), FEWER: set(range(1, LEAST))}.get(said, {total})
    adds_up = [sum(table.values()) == total for table in tables]
    for each in compress(cells, adds_up):
        totals &= _sums(each.values(), top)
    for place, each in enumerate(cells):
        known = totals if adds_up[place] else {sum(tables[place].values())}
        for name, numbers in each.items():
            others = _sums((more for other, more in each.items() if other != name), top)
            possible = [number for number in numbers if any(number + one in known for one in others)]
            if shown[place][name] in HIDDEN and len(possible) < 2:
                return place
    return None


def _could_be(table: Mapping[str, int], shown: Mapping[str, str], top: int) -> dict[str, range]:
    """What each number of a table could be, by what is printed in its place."""
    least = table[name] if (name := _smallest(table, shown)) else top
    bounds = {FEWER: range(1, LEAST), NOT_GIVEN: range(LEAST, least + 1), TOO_FEW: range(top + 1)}
    return {name: bounds.get(shown[name], range(each, each + 1)) for name, each in table.items()}


def _sums(cells: Iterable[range], top: int) -> set[int]:
    sums = {0}
    for cell in cells:
        sums = {one + number for one in sums for number in cell if one + number <= top}
    return sums
