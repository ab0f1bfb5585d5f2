"""A sheet as rows of text for finding out what it is, and what a cell of it says."""

from __future__ import annotations

import re

Cells = list[list[str]]
NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE)


def letter(place: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    said = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        said = chr(ord("A") + rest) + said
    return said


def place_of(letters: str) -> int:
    """The place of a column by its letters: A is 0, AA is 26."""
    place = 0
    for sign in letters.upper():
        place = place * 26 + ord(sign) - ord("A") + 1
    return place - 1


def plain_number(text: str) -> float | None:
    """The number a cell is, or None."""
    said = text.strip()
    if not NUMBER.fullmatch(said):
        return None
    return float(said.replace(",", ""))
