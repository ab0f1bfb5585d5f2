"""Where the columns and rows of a described table stand in the cells of a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..catalogue.table import NEXT, PLACE, TableDescription, ValueColumn
from .reading import UnusableFile

# Digits of footnotes glued to a word: "area4 (000s)", "TA1,2,3"; and "[note 3]" anywhere.
FOOTNOTES = re.compile(r"(?<=[A-Za-z)])\d{1,2}(?:\s?,\s?\d{1,2})*(?=\W|$)|\s*\[notes? [\d, ]+\]")
AREA_CODE = re.compile(r"[EKNSW]\d{8}|[EKNSW]\d{2}")
NO_CODE = "-–—. "
BETWEEN = ": "  # between the headings of several rows


@dataclass(frozen=True)
class Figures:
    """One column of figures in this sheet; `period` is what its heading says, where headings say it."""

    said: ValueColumn
    place: int
    heading: str
    flag: int | None = None
    lower: int | None = None
    upper: int | None = None
    period: str = ""


@dataclass
class Layout:
    """The places of a description's columns, counted from 0, and the rows that hold its lines."""

    figures: list[Figures]
    code: int | None = None
    name: int | None = None
    indicator: int | None = None
    sex: int | None = None
    age: int | None = None
    categories: list[int] = field(default_factory=list)
    flag: int | None = None
    remark: int | None = None
    period: int | None = None
    identifier: int | None = None
    keep: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # headings that are no period, over figures


class Headings:
    """The headings of a sheet: which place a column's name means."""

    def __init__(self, cells: list[list[str]], table: TableDescription) -> None:
        self.notes_cut = table.footnote_digits
        rows = [cells[n - 1] if n <= len(cells) else [] for n in table.header_rows]
        self.width = max(map(len, rows), default=0)
        self.texts = joined(rows, self.width)
        self._plain = [self._reduced(text) for text in self.texts]
        if not any(self._plain):
            said = ", ".join(str(n) for n in table.header_rows)
            raise UnusableFile(f"There are no headings in row {said}. The table may have moved.")

    def place(self, column: str) -> int:
        """The place of a column named by its heading, by "column G", or with * for what changes."""
        wanted = self._reduced(column)
        found = [n for n, text in enumerate(self._plain) if text == wanted]
        if not found and PLACE.fullmatch(column.strip()):
            return letters(PLACE.fullmatch(column.strip())[1])  # type: ignore[index]
        if not found and "*" in column:
            pattern = starred(wanted)
            found = [n for n, text in enumerate(self._plain) if text and pattern.fullmatch(text)]
        if not found:
            begins = ", ".join(filter(None, self.texts))[:80]
            raise UnusableFile(
                f"The columns are not those of this table: “{column}” is missing. It begins “{begins}”."
            )
        if len(found) > 1:
            raise UnusableFile(f"The heading “{column}” stands {len(found)} times; say which by its place.")
        return found[0]

    def optional(self, column: str) -> int | None:
        """The place, or None where no column is named."""
        return self.place(column) if column else None

    def periods(self, column: str) -> list[tuple[int, str]]:
        """Every place whose heading has the form, with what stands where its {} is."""
        pattern = starred(self._reduced("{}" if column == "*" else column))
        found = [(n, pattern.fullmatch(text)) for n, text in enumerate(self._plain) if text]
        return [(n, match[1].strip()) for n, match in found if match]

    def repeated(self, row: list[str]) -> bool:
        """Whether a row is the headings again, over a second table."""
        said = [self._reduced(cell) for cell in row[: self.width]]
        alike = sum(1 for n, text in enumerate(said) if text and text == self._plain[n])
        return alike > 1 and alike >= 0.8 * sum(1 for text in said if text)

    def _reduced(self, text: str) -> str:
        plain = " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()).casefold()
        return " ".join(FOOTNOTES.sub("", plain).split()) if self.notes_cut else plain


def lay_out(cells: list[list[str]], table: TableDescription, headings: Headings) -> Layout:
    """The places of everything the description names; a sentence where something is not there."""
    across = table.period.of == "headings"
    figures = [one for said in table.values for one in _figures(said, headings, across=across)]
    layout = Layout(
        figures=figures,
        code=headings.optional(table.code),
        name=headings.optional(table.name),
        indicator=headings.optional(table.indicator),
        sex=headings.optional(table.sex),
        age=headings.optional(table.age),
        categories=[headings.place(column) for column in table.categories],
        flag=headings.optional(table.flag),
        remark=headings.optional(table.remark),
        period=headings.optional(table.period.column if table.period.of == "column" else ""),
        identifier=headings.optional(table.period.identifier),
        keep=[
            (headings.place(column), frozenset(plain(word) for word in words))
            for column, words in table.keep.items()
        ],
    )
    if across:
        used = {place for place in (layout.code, layout.name, layout.sex, layout.age, layout.indicator,
                                    layout.flag, layout.remark) if place is not None}  # fmt: skip
        used |= {place for place, _ in layout.keep} | set(layout.categories)
        layout.figures = [one for one in figures if one.place not in used]
    return layout


def _figures(said: ValueColumn, headings: Headings, *, across: bool) -> list[Figures]:
    places = headings.periods(said.column) if across else [(headings.place(said.column), "")]
    return [
        Figures(
            said=said,
            place=place,
            heading=headings.texts[place] if place < len(headings.texts) else "",
            flag=place + 1 if said.flag == NEXT else headings.optional(said.flag),
            lower=headings.optional(said.lower),
            upper=headings.optional(said.upper),
            period=period,
        )
        for place, period in places
    ]


@dataclass
class Lines:
    """The rows of the sheet that are lines of the table, from 0; those that are not, by their reason."""

    places: list[int]
    turned_away: dict[str, list[str]]


def find_lines(
    cells: list[list[str]], table: TableDescription, headings: Headings, layout: Layout, *, ragged: bool
) -> Lines:
    """The lines from the first to the last, or to where the table stops; blank rows are no lines."""
    first = (table.first_row or max(table.header_rows) + 1) - 1
    last = min(table.last_row or len(cells), len(cells))
    passed = [starred(plain(word)) for word in table.pass_over]
    lines = Lines([], {})
    for place in range(first, last):
        row = cells[place]
        filled = next((cell.strip() for cell in row if cell.strip()), "")
        if not filled:
            if table.stop_at_blank and lines.places:
                break
            continue
        if table.stop_at and filled.casefold().startswith(table.stop_at.casefold()):
            break
        reason = _turned_away(row, layout, headings, passed)
        if reason:
            shown = at(row, layout.name) or filled
            lines.turned_away.setdefault(reason, []).append(shown[:80])
            continue
        if ragged:
            _refuse_torn(row, place, layout, headings, is_last=place == len(cells) - 1)
        lines.places.append(place)
    return lines


def _turned_away(row: list[str], layout: Layout, headings: Headings, passed: list[re.Pattern[str]]) -> str:
    code, name = at(row, layout.code).strip(NO_CODE), at(row, layout.name)
    figures = any(at(row, one.place) for one in layout.figures)
    if headings.repeated(row):
        return "the headings stand again"
    if not figures and not (layout.code is not None and AREA_CODE.fullmatch(code)):
        return "a line without figures, such as a note"
    if any(pattern.fullmatch(plain(word)) for pattern in passed for word in (code, name) if word):
        return "passed over, as the definition says"
    if any(plain(at(row, place)) not in words for place, words in layout.keep):
        return "of a kind the definition leaves out"
    if not code and not name:
        return "no area code and no name"
    return ""


def _refuse_torn(row: list[str], place: int, layout: Layout, headings: Headings, *, is_last: bool) -> None:
    """A line of a text file that stops in the middle: the file is the beginning of a longer one."""
    width = max((n for n, text in enumerate(headings.texts) if text), default=0) + 1
    sure = AREA_CODE.fullmatch(at(row, layout.code).strip()) or (is_last and len(row) > 1)
    if len(row) < width and sure:
        raise UnusableFile(f"The file is cut short: row {place + 1} has fewer columns than the headings.")


def at(row: list[str], place: int | None) -> str:
    """A cell without spaces around it; "" where the row does not reach so far."""
    if place is None or place >= len(row):
        return ""
    return row[place].replace("\N{NO-BREAK SPACE}", " ").strip()


def plain(text: str) -> str:
    """A text for comparing: one space between words, small letters."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()).casefold()


def starred(text: str) -> re.Pattern[str]:
    """A pattern in which * stands for anything and {} for what is looked for."""
    parts = [re.escape(part).replace(r"\*", ".*?") for part in text.split("{}")]
    return re.compile("(.+?)".join(parts), re.IGNORECASE | re.DOTALL)


def letters(said: str) -> int:
    """The place of column "AB", from 0."""
    number = 0
    for letter in said:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def joined(rows: list[list[str]], width: int) -> list[str]:
    """One heading a column: an upper heading goes on over the columns to its right that have a lower one."""
    texts = [""] * width
    above = [[at(row, n) for n in range(width)] for row in rows]
    for depth, row in enumerate(above):
        if depth == len(above) - 1:
            continue
        over = ""
        for n in range(width):
            over = row[n] or over
            if not row[n] and any(below[n] for below in above[depth + 1 :]):
                row[n] = over
    for n in range(width):
        texts[n] = BETWEEN.join(filter(None, (row[n] for row in above)))
    return texts
