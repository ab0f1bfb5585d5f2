"""Periods as Nomis, LAIT, Explore Education Statistics and LG Inform write them (FORMATS 0.2).

What a year means is never guessed from its text: the definition or the publisher's own identifier says it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ..periods import MONTHS, Period, PeriodError, from_interval, label

MONTH_NAMES = {name.lower(): n for n, name in enumerate(MONTHS, 1)} | {
    name[:3].lower(): n for n, name in enumerate(MONTHS, 1)
} | {"sept": 9}  # fmt: skip
BEGINS = {"calendar": (1, 1), "tax": (4, 6), "financial": (4, 1), "academic": (9, 1)}


def span(year: int, month: int, months: int, called: str = "") -> Period:
    """So many months from the first of one."""
    if not 1000 <= year <= 9000 or not 1 <= month <= 12:
        raise PeriodError(f"There is no month {month} of {year}.")
    start = date(year, month, 1)
    years, after = divmod(month - 1 + months, 12)
    end = date(year + years, after + 1, 1) - timedelta(days=1)
    return Period(start, end, called or label(start, end, months))


def year_ending(year: int, month: int, years: int = 1) -> Period:
    """The years that end with the last day of a month: the financial year 2015/16 ends in March 2016."""
    return span(year - years + 1, 1, 12 * years) if month == 12 else span(year - years, month + 1, 12 * years)


# Nomis.

MONTH = re.compile(r"([A-Za-z]{3,9})\.? (\d{4})")
RANGE = re.compile(r"\s*[-–]\s*|\s+to\s+")


def from_nomis(text: str) -> Period:
    """`2021`, `2023-10`, `October 2023`, `Jan 2023-Dec 2023`, `2021-03-21`."""
    said = " ".join(text.replace("mid-", "").split())
    if re.fullmatch(r"\d{4}", said):
        return span(int(said), 1, 12)
    found = re.fullmatch(r"(\d{4})-(\d{2})", said)
    if found:
        return span(int(found[1]), int(found[2]), 1)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        return from_interval(said)
    ends = [MONTH.fullmatch(part) for part in RANGE.split(said)]
    if not 1 <= len(ends) <= 2 or any(end is None or end[1].lower() not in MONTH_NAMES for end in ends):
        raise PeriodError(f'"{text}" is not a period such as 2021, 2023-10 or Jan 2023-Dec 2023.')
    first, last = [(int(end[2]), MONTH_NAMES[end[1].lower()]) for end in (ends[0], ends[-1]) if end]
    months = 12 * (last[0] - first[0]) + last[1] - first[1] + 1
    if months < 1:
        raise PeriodError(f'"{text}" ends before it begins.')
    return span(*first, months)


# LAIT. The words for the kinds of year are those of its data dictionary, column Year_Type.

LAIT_ENDS = {"Calendar Year": 12, "Financial Year": 3, "Academic Year": 8, "Annual (end of Sept)": 9}
LAIT_JANUARY = "Annual - January"
LAIT_YEAR_TYPES = (*LAIT_ENDS, LAIT_JANUARY)
LAIT = re.compile(r"(\d{4})(?:\s*[-/]\s*(\d{2}|\d{4}))?\s*(?:\(([A-Za-z]+)\))?")


def from_lait(text: str, year_type: str) -> Period:
    """`2016`, `2014-16`, `2016-17 (OT)`, `2018 (Rev)`: a single year is named by the one it ends in.

    That is how the tool counts: its 2024 of hospital admissions (a financial year) is the publisher's
    2023/24. 2016-17 is two calendar years, but one financial or academic year.
    """
    found = LAIT.fullmatch(" ".join(text.split()))
    if not found:
        raise PeriodError(f'"{text}" is not a year or years such as 2016, 2014-16 or 2016-17 (OT).')
    first = int(found[1])
    last = first if found[2] is None else int(found[2])
    last = first - first % 100 + last if last < 100 else last
    if last < first:
        raise PeriodError(f'"{text}" ends before it begins.')
    if year_type == LAIT_JANUARY and found[2] is None:
        return span(first, 1, 1)
    if year_type not in LAIT_ENDS:
        raise PeriodError(f'A year of the kind "{year_type}" does not say when it begins.')
    month = LAIT_ENDS[year_type]
    if found[2] is None:
        return year_ending(first, month)
    return year_ending(last, month, last - first + 1 if month == 12 else max(1, last - first))


# Explore Education Statistics: a number and what kind of time it is, in any case.

QUARTER = re.compile(r"(calendar|financial|academic|tax) year q([1-4])(?:-q([1-4]))?")
TERMS = {
    "autumn term": (9, 4, "Autumn term"),
    "spring term": (1, 3, "Spring term"),
    "summer term": (4, 5, "Summer term"),
    "autumn and spring term": (9, 7, "Autumn and spring term"),
}
EES_CODES = {
    "AY": "academic year", "CY": "calendar year", "FY": "financial year", "TY": "tax year",
    "RY": "reporting year", "T1": "autumn term", "T2": "spring term", "T3": "summer term",
    "T1T2": "autumn and spring term", "P1": "part 1 (april to september)", "P2": "part 2 (october to march)",
    **{f"M{n}": name.lower() for n, name in enumerate(MONTHS, 1)},
    **{f"W{n}": f"week {n}" for n in range(1, 54)},
    **{f"{c}YQ{n}": f"{kind} year q{n}" for c, kind in
       (("A", "academic"), ("C", "calendar"), ("F", "financial"), ("T", "tax")) for n in range(1, 5)},
}  # fmt: skip


def from_ees(text: str, identifier: str, reporting_year_ends: int = 0) -> Period:
    """`202425` with `Academic year`, `2025` with `Reporting year` (which ends as the definition says)."""
    kind = " ".join(identifier.split()).lower()
    kind = kind if kind in EES_CODES.values() else EES_CODES.get(identifier.strip().upper(), kind)
    year, split = _year(text)
    if kind == "reporting year":
        if not reporting_year_ends:
            raise PeriodError("A reporting year ends where its definition says, and that does not say.")
        return year_ending(year + split, reporting_year_ends)
    if kind in MONTH_NAMES:
        return span(year, MONTH_NAMES[kind], 1)
    if kind.startswith("week "):
        return _week(year, kind)
    quarter = QUARTER.fullmatch(kind)
    base = quarter[1] if quarter else _base(kind)
    if base not in BEGINS:
        raise PeriodError(f'"{identifier}" is a kind of period this service does not read.')
    if split != (base != "calendar"):
        raise PeriodError(f'"{text}" does not fit {identifier}: which two years does it mean?')
    return _within(year, kind, base, quarter)


def _year(text: str) -> tuple[int, bool]:
    """The first year of `2025` or `202425` (`2024/2025`), and whether it names two."""
    number = text.strip().replace("/", "")
    if not re.fullmatch(r"\d{4}(\d{2}|\d{4})?", number):
        raise PeriodError(f'"{text}" is not a year such as 2025 or 202425.')
    year, split = int(number[:4]), len(number) > 4
    if split and int(number[-2:]) != (year + 1) % 100:
        raise PeriodError(f'"{text}" does not run from one year to the next.')
    return year, split


def _base(kind: str) -> str:
    if kind in TERMS:
        return "academic"
    return "financial" if kind.startswith("part ") else kind.removesuffix(" year")


def _within(year: int, kind: str, base: str, quarter: re.Match[str] | None) -> Period:
    month, day = BEGINS[base]
    if kind in TERMS:
        begins, months, called = TERMS[kind]
        return span(year + (begins < 9), begins, months, f"{called} {year}/{(year + 1) % 100:02d}")
    if kind.startswith("part "):
        return span(year, 4, 6) if "1" in kind[:6] else span(year, 10, 6)
    if day != 1:
        if quarter:
            raise PeriodError("A quarter of the tax year is not read.")
        return Period(
            date(year, month, day),
            date(year + 1, month, day - 1),
            f"{year}/{(year + 1) % 100:02d} (tax year)",
        )
    if quarter:
        first, last = int(quarter[2]), int(quarter[3] or quarter[2])
        after = month - 1 + 3 * (first - 1)
        return span(year + after // 12, after % 12 + 1, 3 * (last - first + 1))
    return span(year, month, 12)


def _week(year: int, kind: str) -> Period:
    try:
        start = date.fromisocalendar(year, int(kind.removeprefix("week ")), 1)
    except ValueError as error:
        raise PeriodError(f"There is no {kind} in {year}.") from error
    return Period(start, start + timedelta(days=6), f"{kind} of {year}")


# LG Inform: an identifier (`sch_2018_19`), else its label (`2018/19 (academic)`).

PREFIXES = {"sch": "academic", "aca": "academic", "fin": "financial", "cal": "calendar"}
IDENTIFIER = re.compile(r"([a-z]+)_(\d{4})(?:_(\d{2}))?")
LABEL = re.compile(r"(\d{4})(?:/(\d{2}))?(?: \((academic|financial|calendar)[a-z ]*\))?")


def from_lg_inform(identifier: str, said: str = "") -> Period:
    """By the identifier where its beginning is known; else by the label, which says its kind of year."""
    found = IDENTIFIER.fullmatch(identifier.strip())
    if found and found[1] in PREFIXES:
        kind, year, short = PREFIXES[found[1]], found[2], found[3]
    else:
        found = LABEL.fullmatch(" ".join(said.split()))
        if not found or (found[2] and not found[3]):
            raise PeriodError(f'"{identifier or said}" is not a period this service reads.')
        kind, year, short = found[3] or "calendar", found[1], found[2]
    if (kind == "calendar") == bool(short) or (short and int(short) != (int(year) + 1) % 100):
        raise PeriodError(f'"{identifier or said}" does not run from one year to the next.')
    return span(int(year), BEGINS[kind][0], 12)
