"""Days as people write them: day before month, in words, or as a spreadsheet counts them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?!\d)")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s\-]+([a-z]{3,9})\.?,?[\s\-]+(\d{4}|\d{2})(?!\d)", re.I
)
WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.I)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?$")
FIRST_SERIAL = date(1899, 12, 30)


def day_at_start(words: str) -> tuple[date | None, int]:
    """The day with which the words begin, and where what follows it stands; (None, 0) where there is none."""
    begun = WEEKDAY.match(words)
    start = begun.end() if begun else 0
    rest = words[start:]
    for pattern, order in ((ISO, "ymd"), (NUMERIC, "dmy"), (NAMED, "dmy")):
        match = pattern.match(rest)
        if match:
            parts = dict(zip(order, match.groups(), strict=True))
            day = _made(parts["y"], parts["m"], parts["d"])
            return (day, start + match.end()) if day else (None, 0)
    return None, 0


def day_of(words: str) -> date | None:
    """The day that a cell says, and nothing but a day (with a time after it, or a spreadsheet's number)."""
    words = words.strip()
    serial = SERIAL.match(words)
    if serial and 20_000 <= int(serial[1]) <= 60_000:
        return FIRST_SERIAL + timedelta(days=int(serial[1]))
    day, end = day_at_start(words)
    rest = words[end:].strip(" ,T")
    return day if day and (not rest or re.match(r"\d{1,2}[:.]\d{2}|at\b", rest)) else None


def is_month_first(cells: Iterable[str]) -> bool:
    """Whether any of them can only be read with the month first: then none of them is surely read."""
    for cell in cells:
        match = NUMERIC.match(cell.strip())
        if match and int(match[2]) > 12 >= int(match[1]):
            return True
    return False


def _made(year: str, month: str, day: str) -> date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not month.isdigit():
        if month[:3].casefold() not in MONTHS:
            return None
        month = str(MONTHS.index(month[:3].casefold()) + 1)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None
