"""A month of what is due and of what meets, for one person: the page at /calendar and the feed."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from accounts.models import User
from cases.queries import Due
from desk.due import due_for
from panel import queries as panel

IN_A_CELL = 3
YEARS = 10  # how far from today a month may be asked for
BACK = timedelta(days=31)  # how long a meeting that was held stays in a fetched calendar
AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Day:
    """A day of the month. `shown` is what a cell of the grid has room for, `more` how many it has not."""

    on: date
    entries: tuple[Due, ...]
    is_today: bool
    is_here: bool

    @property
    def shown(self) -> tuple[Due, ...]:
        """What stands in the grid."""
        return self.entries if len(self.entries) <= IN_A_CELL else self.entries[: IN_A_CELL - 1]

    @property
    def more(self) -> int:
        """How much is only in the list."""
        return len(self.entries) - len(self.shown)


@dataclass(frozen=True)
class Month:
    """One month of a person's calendar. In the month of today `late` stands first, then today and the rest;
    `earlier` are the days of it that are over.
    """

    first: date
    on: date
    late: tuple[Due, ...]
    days: tuple[Day, ...]
    earlier: tuple[Day, ...]
    weeks: tuple[tuple[Day, ...], ...]
    before: str
    after: str

    @property
    def is_now(self) -> bool:
        """Whether today is in it."""
        return (self.first.year, self.first.month) == (self.on.year, self.on.month)


def month_asked(asked: str, on: date) -> date | None:
    """The first day of the month "2026-11"; of today's where none is asked for, None where there is none."""
    if not asked:
        return on.replace(day=1)
    year, _, month = asked.partition("-")
    if not (len(asked) == 7 and asked.isascii() and year.isdigit() and month.isdigit()):
        return None
    if not 1 <= int(month) <= 12 or abs(int(year) - on.year) > YEARS:
        return None
    return date(int(year), int(month), 1)


def month_of(user: User, first: date, on: date) -> Month:
    """The month that begins on the day, as this person may read it.

    In the grid what is late stands on its own day; in the list of this month it stands first.
    """
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    since, until = weeks[0][0], weeks[-1][-1]
    due = due_for(user, on, max(until, on))
    entries = sorted(
        [one for one in due if since <= one.on <= until] + panel.dates_for(user, since, until),
        key=lambda one: one.place,
    )
    by_day = {day: tuple(ones) for day, ones in groupby(entries, key=lambda one: one.on)}
    drawn = tuple(
        tuple(Day(day, by_day.get(day, ()), day == on, day.month == first.month) for day in week)
        for week in weeks
    )
    now = (first.year, first.month) == (on.year, on.month)
    of_month = [day for week in drawn for day in week if day.is_here]
    if now:
        of_month = [replace(day, entries=tuple(e for e in day.entries if not e.is_late)) for day in of_month]
    return Month(
        first=first,
        on=on,
        late=tuple(one for one in due if one.is_late) if now else (),
        days=tuple(d for d in of_month if d.is_today or (d.entries and not (now and d.on < on))),
        earlier=tuple(d for d in of_month if now and d.on < on and d.entries),
        weeks=drawn,
        before=_asked_for(first - timedelta(days=1), on),
        after=_asked_for(first + timedelta(days=31), on),
    )


def dates_to_fetch(user: User, on: date) -> list[Due]:
    """What a person's own calendar is given: all that is late or due within a year, and meetings."""
    until = on + AHEAD
    return sorted(
        due_for(user, on, until) + panel.dates_for(user, on - BACK, until), key=lambda one: one.place
    )


def _asked_for(day: date, on: date) -> str:
    """ "2026-12", as the address has it; empty where it is too far off."""
    asked = f"{day:%Y-%m}"
    return asked if month_asked(asked, on) else ""
