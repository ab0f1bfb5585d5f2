"""The twenty working days in which a freedom-of-information request is answered (section 10 of the Act).

A working day there is any but a Saturday, a Sunday, Christmas Day, Good Friday and what is a bank holiday in
any part of the United Kingdom, Scotland's and Northern Ireland's among them. Days that were proclaimed for
one year stand in `ONCE`; one proclaimed later is added there: till then one is a day early, never late.
"""

from __future__ import annotations

from datetime import date, timedelta

DAYS_TO_ANSWER = 20
ONCE = frozenset(
    {
        date(2011, 4, 29),
        date(2012, 6, 4),
        date(2012, 6, 5),
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    }
)
MOVED_FROM = frozenset({date(2012, 5, 28), date(2020, 5, 4), date(2022, 5, 30)})
# Of St Patrick, of the Boyne, of St Andrew; on a Saturday or Sunday the next Monday is the holiday.
FIXED = ((3, 17), (7, 12), (11, 30))


def working_days_after(day: date, number: int) -> date:
    """So many working days later; the day itself is not counted."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """Whether the Act counts the day."""
    if day.isoweekday() > 5 or day in ONCE:
        return False
    return day in MOVED_FROM or day not in _bank_holidays(day.year)


def _bank_holidays(year: int) -> set[date]:
    easter = easter_sunday(year)
    days = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _first_monday(year, 8),
        _last_monday(year, 8),
        *(_moved_on(date(year, month, day)) for month, day in FIXED),
    }
    # New Year's Day and 2 January, Christmas Day and Boxing Day: each pair takes the next two free weekdays.
    for first in (date(year, 1, 1), date(year, 12, 25)):
        for day in (first, first + timedelta(days=1)):
            while day.isoweekday() > 5 or day in days:
                day += timedelta(days=1)
            days.add(day)
    return days


def easter_sunday(year: int) -> date:
    """Of the Gregorian calendar, by the golden number and the moon's age in centuries (Knuth, 1.3.2)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    leaps = 3 * century // 4 - 12
    moon = (8 * century + 5) // 25 - 5
    sunday = 5 * year // 4 - leaps - 10
    epact = (11 * golden + 20 + moon - leaps) % 30
    if epact == 24 or (epact == 25 and golden > 11):
        epact += 1
    full = 44 - epact
    if full < 21:
        full += 30
    full += 7 - (sunday + full) % 7
    return date(year, 3, 1) + timedelta(days=full - 1)


def _moved_on(day: date) -> date:
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())
