"""Periods in every notation the sources write, each with a first and a last day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

# A year that is not the calendar's, by the month it begins in.
YEAR_BEGINS = {"calendar": 1, "financial": 4, "academic": 9}


class PeriodError(ValueError):
    """A period that cannot be read, with the sentence that says so."""


@dataclass(frozen=True, order=True)
class Period:
    """From the first day to the last, both within it; a date is a period of one day."""

    start_on: date
    end_on: date
    label: str

    def __post_init__(self) -> None:
        if self.end_on < self.start_on:
            raise PeriodError(f"The period {self.label} ends before it begins.")


INTERVAL = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00)?(?:/P(?:(\d{1,2})Y)?(?:(\d{1,2})M)?)?")


def from_interval(text: str) -> Period:
    """ISO 8601 as ONS Explore Local Statistics has it: `2004-01-01/P1Y`, `2014-04-01/P3Y`, `2025-04-30`."""
    found = INTERVAL.fullmatch(text.strip())
    if not found:
        raise PeriodError(f'"{text}" is not a period such as 2004-01-01/P1Y or 2025-04-30.')
    try:
        start = date.fromisoformat(found[1])
    except ValueError as error:
        raise PeriodError(f'"{text}" has no such day in the calendar.') from error
    months = 12 * int(found[2] or 0) + int(found[3] or 0)
    if not months:
        if "/" in text:
            raise PeriodError(f'"{text}" gives no length.')
        return Period(start, start, _day(start))
    end = _months_later(start, months) - timedelta(days=1)
    return Period(start, end, label(start, end, months))


YEARS = re.compile(
    r"(\d{4})(?:/(\d{2}))?"  # 2015, 2022/23
    r"(?:\s*-\s*(?:(\d{4})|(\d{2}))(?:/(\d{2}))?)?"  # 2014-16, 2013/14-15/16, 2020/21 - 24/25, 2014 - 2016
)


def from_years(text: str, year: str = "calendar") -> Period:
    """As Fingertips writes it: `2015`, `2022/23`, `2014-16`, `2013/14-15/16`, `2020/21 - 24/25`.

    `year` says what a year such as 2022/23 means in this source: "financial" begins on 1 April,
    "academic" on 1 September; it is metadata, never guessed from the text.
    """
    found = YEARS.fullmatch(text.strip())
    if not found:
        raise PeriodError(f'"{text}" is not a year or years such as 2015, 2022/23 or 2014-16.')
    first, first_tail, last_full, last_short, last_tail = found.groups()
    start_year = int(first)
    split = first_tail is not None
    if split and int(first_tail) != (start_year + 1) % 100:
        raise PeriodError(f'"{text}" does not run from one year to the next.')
    if split and year == "calendar":
        raise PeriodError(f'"{text}" spans two years; the source must say whether financial or academic.')
    last_year = start_year
    if last_full or last_short:
        last_year = int(last_full) if last_full else _near(start_year, int(last_short))
        if split != (last_tail is not None) or (split and int(last_tail) != (last_year + 1) % 100):
            raise PeriodError(f'"{text}" mixes two ways of writing a year.')
    elif last_tail is not None:
        raise PeriodError(f'"{text}" is not a year or years.')
    month = YEAR_BEGINS[year] if split else 1
    start = date(start_year, month, 1)
    months = 12 * (last_year - start_year + 1)
    if months <= 0:
        raise PeriodError(f'"{text}" ends before it begins.')
    return Period(start, _months_later(start, months) - timedelta(days=1), label(start, None, months))


def label(start: date, end: date | None, months: int) -> str:
    """How a period is printed: 2023 · 2022/23 · 2020 to 2022 · 2020/21 to 2022/23 · year to 15 May 2016."""
    years, rest = divmod(months, 12)
    if rest == 0 and start.day == 1 and start.month in (1, 4, 8, 9):
        one = _year(start.year, split=start.month != 1)
        return one if years == 1 else f"{one} to {_year(start.year + years - 1, split=start.month != 1)}"
    end = end or _months_later(start, months) - timedelta(days=1)
    if months == 1 and start.day == 1:
        return f"{MONTHS[start.month - 1]} {start.year}"
    if months == 12:
        return f"year to {_day(end)}"
    if start.day == 1 and start.year == end.year:
        return f"{MONTHS[start.month - 1]} to {MONTHS[end.month - 1]} {end.year}"
    return (
        f"{start.day} {MONTHS[start.month - 1]} {start.year} to {end.day} {MONTHS[end.month - 1]} {end.year}"
    )


def lasting(start: date, months: int) -> Period:
    """The period of so many months from a day."""
    return Period(start, _months_later(start, months) - timedelta(days=1), label(start, None, months))


def _day(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _year(first: int, *, split: bool) -> str:
    return f"{first}/{(first + 1) % 100:02d}" if split else str(first)


def _near(first: int, short: int) -> int:
    """The year with these last two figures at or after `first`."""
    year = first - first % 100 + short
    return year if year >= first else year + 100


def _months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    try:
        return start.replace(year=start.year + years, month=month + 1)
    except ValueError as error:
        raise PeriodError(f"There is no day {months} months after {start.isoformat()}.") from error
