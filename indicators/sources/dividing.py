"""Columns that divide a long table: several rows for one council and period, told apart by sex, age, kind."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from .cells import Cells

if TYPE_CHECKING:
    from .detecting import Column, Seen

MOST_TICKED = 8
MOST_DIVIDING = 6
MOST_WORDS = 120
NO_DIVISION = re.compile(r"\b(urn|note|notes|link|url|trend|sortable|confidence|compared)\b", re.IGNORECASE)
EVERYBODY = ("persons", "all", "all ages", "total", "all people", "all persons", "both", "all categories")


def dividing_columns(rows: Cells, seen: Seen, period: Column | None) -> list[Column]:
    """The columns whose words differ between the rows of one area and period, one of each equal pair."""
    area = seen.code or seen.name
    if area is None:
        return []
    groups: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
    for number in seen.area_rows:
        row = rows[number - 1]
        when = row[period.place] if period and period.place < len(row) else ""
        groups[_cell(row, area.place), when].append(row)
    several = [group for group in groups.values() if len(group) > 1]
    most = [group for group in several if len(group) >= 20] or several
    if not several:
        return []
    found: list[Column] = []
    for column in seen.columns:
        if column.kind not in ("words", "period") or column is period or NO_DIVISION.search(column.heading):
            continue
        if not 1 < len(column.words) <= MOST_WORDS:
            continue
        # In most of the rows told apart, or in those of an area that has very many (England by decile).
        differ = [
            sum(len({_cell(row, column.place) for row in group}) > 1 for group in of)
            for of in (several, most)
        ]
        if differ[0] >= 0.5 * len(several) or differ[1] >= 0.5 * len(most):
            found.append(column)
    return _without_what_follows(rows, seen, found)[:MOST_DIVIDING]


def everybody(rows: Cells, seen: Seen, column: Column) -> str | None:
    """The word of a dividing column that stands for all together; None where that must be asked.

    It stands in the rows of most areas: the only one that does, or the one that says so.
    """
    area = seen.code or seen.name
    assert area is not None  # noqa: S101  (for the type checker: it divides rows of areas)
    of: dict[str, set[str]] = defaultdict(set)
    for number in seen.area_rows:
        row = rows[number - 1]
        of[_cell(row, column.place)].add(_cell(row, area.place))
    areas = len(set().union(*of.values()))
    common = [word for word in column.words if 2 * len(of[word]) >= areas]
    if len(common) == 1:
        return common[0]
    return next((word for word in common if not word or word.lower() in EVERYBODY), None)


def _without_what_follows(rows: Cells, seen: Seen, found: list[Column]) -> list[Column]:
    """Only the columns that do not follow from another: of a code and its name the one that reads better."""
    kept: list[Column] = []
    for column in sorted(found, key=lambda one: (-len(one.words), -_letters(one))):
        if not any(_follows(rows, seen, column, other) for other in kept):
            kept.append(column)
    return sorted(kept, key=lambda one: one.place)


def _follows(rows: Cells, seen: Seen, one: Column, other: Column) -> bool:
    """Whether what stands in `one` follows from what stands in `other`."""
    pairs = {(_cell(rows[n - 1], one.place), _cell(rows[n - 1], other.place)) for n in seen.area_rows[:5000]}
    return len(pairs) == len({b for _, b in pairs})


def _letters(column: Column) -> int:
    return sum(sign.isalpha() for word in column.words for sign in word)


def _cell(row: list[str], place: int) -> str:
    return row[place] if place < len(row) else ""
