"""A table with headings, by whatever names people give them: each row a note or a person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intelligence.bringing.days import is_month_first
from intelligence.bringing.found import NOTE, PERSON, Found

# The headings people use, by what they mean; the first of a row's columns that means a thing is it.
MEANS: dict[str, str] = {
    "council": "council|authority|local authority|la|borough|organisation|council name|area",
    "day": "date|day|when|date of note|date of contact|happened|date heard|on|meeting date",
    "text": "note|notes|text|detail|details|intelligence|soft intelligence|what|summary|issue|issues|comment|"
    "comments|update|observation|heard|description|discussion|information",
    "source": "source|source type|where from|came from|origin",
    "who": "who|told by|spoke to|spoken to|contact|informant|from whom|source name|who said",
    "known": "how known|known|basis|first hand|how do we know|reliability|provenance",
    "name": "name|full name|officer|contact name|person|councillor|cllr",
    "first": "first name|forename|given name",
    "last": "last name|surname|family name",
    "office": "role|office|position|job title|title|post|job",
    "email": "email|e mail|email address|e mail address|mail",
    "phone": "phone|telephone|mobile|tel|phone number",
}
NOTES = ("council", "day", "text", "source", "who", "known")
LOOKED_FOR_IN = 15
WORD = re.compile(r"[^a-z0-9]+")


def read_table(rows: Sequence[Sequence[str]], named: str, found: Found) -> None:
    """Add what the rows hold; `named` is what the table is called in a report ("sheet Notes")."""
    start, columns = _headings(rows)
    if start is None:
        said = " | ".join(cell for cell in (rows[0] if rows else []) if cell)
        found.pass_over(named, "No row of headings such as Council, Date and Note was found.", said)
        return
    body = rows[start + 1 :]
    if "day" in columns and is_month_first([_cell(row, columns["day"]) for row in body]):
        found.pass_over(named, "Its days are written month first, or in two ways: each is asked for.")
        del columns["day"]
    council = ""
    for number, row in enumerate(body, start + 2):
        cells = {means: _cell(row, place) for means, place in columns.items()}
        if not any(cell.strip() for cell in row):
            continue
        where = f"row {number} of {named}"
        filled = [cell for cell in row if cell.strip()]
        if len(filled) == 1 and len(filled[0]) < 80 and len(columns) > 2 and "council" not in columns:
            council = filled[0]  # a row that is a heading of its own: the council the next rows are about
            continue
        _one(cells, where, council, row, found)


def _one(said: dict[str, str], where: str, council: str, row: Sequence[str], found: Found) -> None:
    said["council"] = said.get("council", "") or council
    name = said.pop("name", "") or " ".join(filter(None, (said.pop("first", ""), said.pop("last", ""))))
    said.pop("first", None), said.pop("last", None)
    if said.get("text"):
        said["who"] = said.get("who", "") or ", ".join(filter(None, (name, said.pop("office", ""))))
        found.add(
            NOTE,
            where,
            **{one: said.get(one, "") for one in NOTES},
        )
    elif name:
        found.add(
            PERSON,
            where,
            council=said["council"],
            name=name,
            title=said.get("office", ""),
            email=said.get("email", ""),
            phone=said.get("phone", ""),
        )
    else:
        found.pass_over(where, "It has neither a note nor a name.", " | ".join(cell for cell in row if cell))


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int | None, dict[str, int]]:
    """The first row with two or more headings that are known, of which one is a note's or a name's."""
    for number, row in enumerate(rows[:LOOKED_FOR_IN]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            means = _means(cell)
            if means and means not in columns:
                columns[means] = place
        if len(columns) >= 2 and {"text", "name", "last"} & columns.keys():
            return number, columns
    return None, {}


def _means(cell: str) -> str | None:
    plain = WORD.sub("", cell.casefold())
    if not plain or len(plain) > 40:
        return None
    for means, names in MEANS.items():
        if plain in names.replace(" ", "").split("|"):
            return means
    return None


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
