"""What an undescribed table seems to be: where its headings, areas, periods and figures stand.

A guess that a person looks at and corrects: nothing is loaded by it. Runs in the memory-limited child.
Columns are known by their letters and rows by their numbers, as a spreadsheet shows them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from ..catalogue.table import PLACE
from ..notations import fitting
from . import dividing
from .areas_known import council_of_code, council_of_name, is_area, is_england
from .cells import Cells, letter, plain_number
from .layout import FOOTNOTES, joined, plain

ENOUGH_COUNCILS = 3
MOST_ROWS = 20_000  # looked at: the rest of a long file is of the same kind
MOST_HEADER_ROWS = 8
MOST_MARKERS = 8
LONGEST_MARKER = 12
EXAMPLES = 3
HOLDS_FIGURES = re.compile(r"(obs_?)?values?|observation|outturn", re.IGNORECASE)
NO_FIGURES = re.compile(
    r"(?:^|[\W_])(codes?|id|ids|urn|sortable|offset)$|^la[ _]number$|^(geography|record)(_|$)",
    re.IGNORECASE,
)
SAYS_PERIOD = re.compile(r"\b(time|period|year|date|quarter|month)", re.IGNORECASE)
SAYS_KIND = re.compile(r"time[ _]identifier", re.IGNORECASE)


@dataclass
class Column:
    """One column as it seems: its heading, what it holds, and what stands where no figure does."""

    place: int
    heading: str
    kind: str = "words"  # code, name, period, figures, words, empty
    councils: int = 0
    numbers: int = 0
    blank: int = 0
    markers: dict[str, int] = field(default_factory=dict)
    examples: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass
class Seen:
    """A sheet as it seems. Rows count from 1; `first_row` 0 where no area was found."""

    columns: list[Column]
    header_rows: tuple[int, ...] = ()
    first_row: int = 0
    last_row: int = 0
    stop_at: str = ""
    code: Column | None = None
    name: Column | None = None
    councils: int = 0
    england: str = ""
    england_row: int = 0
    area_rows: list[int] = field(default_factory=list)

    @property
    def figures(self) -> list[Column]:
        """The columns that seem to hold figures."""
        return [one for one in self.columns if one.kind == "figures"]


def see(cells: Cells, header_rows: Sequence[int] = ()) -> Seen:
    """The sheet as it seems; `header_rows` where a person has said which they are."""
    rows = cells[:MOST_ROWS]
    width = max((len(row) for row in rows), default=0)
    columns = [Column(place, "") for place in range(width)]
    seen = Seen(columns)
    _find_areas(rows, seen)
    if not seen.first_row and header_rows:
        seen.first_row = max(header_rows) + 1
        seen.area_rows = [n for n in range(seen.first_row, len(rows) + 1) if any(rows[n - 1])]
    seen.header_rows = tuple(header_rows)
    if not header_rows and seen.first_row:
        seen.header_rows = _header_rows(rows, seen)
    _end_at_repeated_headings(rows, seen)
    headings = joined([rows[n - 1] for n in seen.header_rows if n <= len(rows)], width)
    for column in columns:
        column.heading = headings[column.place] if seen.header_rows else ""
        _describe(rows, column, seen)
    _end(rows, seen)
    return seen


def named(column: Column, columns: Sequence[Column]) -> str:
    """How a description names the column: by its heading, or by its place where that is not its own."""
    told = _reduced(column.heading)
    same = [one for one in columns if _reduced(one.heading) == told]
    odd = not told or len(same) > 1 or PLACE.fullmatch(column.heading) or set("*{}") & set(column.heading)
    return f"column {letter(column.place)}" if odd else column.heading


@cache
def _reduced(heading: str) -> str:
    """A heading as the description's reader compares it, whether footnotes are cut or not."""
    return FOOTNOTES.sub("", plain(heading)).strip()


# Areas.


def _find_areas(rows: Cells, seen: Seen) -> None:
    """The columns of codes and of names: those whose cells speak of most councils of the register."""
    by_code: dict[int, set[str]] = {}
    by_name: dict[int, set[str]] = {}
    official: Counter[int] = Counter()
    for column in seen.columns:
        words = {row[column.place] for row in rows if column.place < len(row)}
        by_code[column.place] = {council_of_code(word) for word in words} - {""}
        by_name[column.place] = {council_of_name(word) for word in words} - {""}
        official[column.place] = sum(len(word.strip()) == 9 for word in words if council_of_code(word))
    code = max(by_code, key=lambda n: (official[n], len(by_code[n]), -n), default=None)
    name = max(by_name, key=lambda n: (len(by_name[n]), -n), default=None)
    enough = min(ENOUGH_COUNCILS, max(1, len(rows) - 1))
    if code is not None and len(by_code[code]) >= enough:
        seen.code = seen.columns[code]
        seen.code.kind, seen.code.councils = "code", len(by_code[code])
    if name is not None and len(by_name[name]) >= enough and seen.columns[name] is not seen.code:
        seen.name = seen.columns[name]
        seen.name.kind, seen.name.councils = "name", len(by_name[name])
    keys = by_code[code] if seen.code and code is not None else set()
    keys = keys | (by_name[name] if seen.name and name is not None else set())
    seen.councils = len(keys)
    places = [one.place for one in (seen.code, seen.name) if one]
    for number, row in enumerate(rows, 1):
        said = [row[place] for place in places if place < len(row) and row[place]]
        if any(is_area(word) for word in said):
            seen.area_rows.append(number)
            if not seen.england and any(is_england(word) for word in said):
                seen.england = next(word for word in said if is_england(word))
                seen.england_row = number
    if seen.area_rows:
        seen.first_row = seen.area_rows[0]
        seen.last_row = seen.area_rows[-1]


# Headings.


def _header_rows(rows: Cells, seen: Seen) -> tuple[int, ...]:
    """The rows above the first area that together give every column of figures a heading.

    The fewest that do, from the bottom up: the captions a spreadsheet hides above them are not wanted. Rows
    of figures among them are of areas that are not known; the table begins with those.
    """
    wanted = {
        place
        for place in range(len(seen.columns))
        if any(
            place < len(rows[n - 1]) and plain_number(rows[n - 1][place]) is not None
            for n in seen.area_rows[:40]
        )
    }
    found: list[int] = []
    covered: set[int] = set()
    for number in range(seen.first_row - 1, 0, -1):
        row = rows[number - 1]
        filled = {place for place, cell in enumerate(row) if cell}
        if not found and _is_of_figures(row):
            seen.first_row = number
            continue
        if not filled:
            if found:
                break
            continue
        if len(filled) == 1 and len(seen.columns) > 1 and (found or filled == {0}):
            break  # a title
        found.insert(0, number)
        covered |= filled
        if wanted <= covered or len(found) == MOST_HEADER_ROWS:
            break
    return tuple(found)


def _is_of_figures(row: Sequence[str]) -> bool:
    """Whether a row holds figures; years are headings too."""
    numbers = [cell for cell in row if plain_number(cell) is not None]
    years = all(re.fullmatch(r"(19|20)\d\d", cell) for cell in numbers)
    return bool(numbers) and not years and len(numbers) >= 0.2 * sum(1 for cell in row if cell)


def _end_at_repeated_headings(rows: Cells, seen: Seen) -> None:
    """A second table under its own headings is another table: the first ends where they stand again."""
    if not seen.header_rows:
        return
    first = rows[seen.header_rows[-1] - 1]
    said = {(place, cell) for place, cell in enumerate(first) if cell}
    for number in range(seen.first_row + 1, len(rows) + 1):
        row = rows[number - 1]
        again = sum((place, cell) in said for place, cell in enumerate(row) if cell)
        if len(said) > 2 and again > 0.6 * len(said):
            seen.area_rows = [n for n in seen.area_rows if n < number]
            seen.last_row = seen.area_rows[-1] if seen.area_rows else number - 1
            seen.stop_at = next((cell for cell in row if cell), "")
            return


def _end(rows: Cells, seen: Seen) -> None:
    """Where the notes under the table begin, if there are any."""
    if seen.stop_at or not seen.area_rows:
        return
    for row in rows[seen.last_row :]:
        first = next((cell for cell in row if cell), "")
        if first:
            seen.stop_at = "" if is_area(first) else first[:60].strip()
            break
    again = any(
        next((cell for cell in rows[n - 1] if cell), "").startswith(seen.stop_at) for n in seen.area_rows
    )
    if again or plain_number(seen.stop_at) is not None:
        seen.stop_at = ""


# What a column holds.


def _describe(rows: Cells, column: Column, seen: Seen) -> None:
    place = column.place
    held = [rows[n - 1][place] if place < len(rows[n - 1]) else "" for n in seen.area_rows]
    counted = Counter(word for word in held if word)
    column.blank = len(held) - counted.total()
    column.words = tuple(word for word, _ in counted.most_common(dividing.MOST_WORDS + 1))
    if column.blank and counted:
        column.words = ("", *column.words)
    column.examples = tuple(list(counted)[:EXAMPLES])
    if column.kind in ("code", "name"):
        return
    if not counted:
        column.kind = "empty"
        return
    others = Counter({word: n for word, n in counted.items() if plain_number(word) is None})
    column.numbers = counted.total() - others.total()
    if _is_period(column, counted):
        column.kind = "period"
    elif _is_figures(column, others):
        column.kind = "figures"
        column.markers = dict(others.most_common(40))
        column.examples = tuple(word for word in counted if plain_number(word) is not None)[:EXAMPLES]


def _is_period(column: Column, counted: Counter[str]) -> bool:
    words = list(counted)[:200]
    if len(words) > 150 or (NO_FIGURES.search(column.heading) and not SAYS_PERIOD.search(column.heading)):
        return False
    if not all(any(sign.isdigit() for sign in word) for word in words):
        return False
    years = all(re.fullmatch(r"(19|20)\d\d", word) for word in words)
    if not SAYS_PERIOD.search(column.heading) and not (years and len(words) < 60):
        return not column.numbers and bool(words) and bool(fitting(words, year="financial"))
    return any(fitting(words, year=year) for year in ("financial", "calendar"))


def _is_figures(column: Column, others: Counter[str]) -> bool:
    if not column.numbers or NO_FIGURES.search(column.heading) or SAYS_KIND.search(column.heading):
        return False
    short = len(others) <= MOST_MARKERS and all(len(word) <= LONGEST_MARKER for word in others)
    return short or column.numbers >= 4 * others.total()


def worth_ticking(seen: Seen) -> list[Column]:
    """The columns of figures a person most likely wants: the one called a value, or all of a few."""
    called = [one for one in seen.figures if HOLDS_FIGURES.fullmatch(one.heading)]
    if called:
        return called[:1]
    return seen.figures if len(seen.figures) <= dividing.MOST_TICKED else []
