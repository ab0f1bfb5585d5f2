"""When a publisher is asked: every so many hours, or at a time of the day, week or month in London.

A time that the clocks leave out in spring is the hour after it; one that comes twice in autumn is the first.
The 31st of a shorter month is its last day.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KINDS = ("hours", "daily", "weekly", "monthly")
MOST_HOURS = 24 * 31


@dataclass(frozen=True)
class Schedule:
    """One way of saying when; what its kind does not use stays as it is here."""

    kind: str
    every_hours: int = 24
    at_time: time = time(6, 0)
    weekday: int = 0
    monthday: int = 1

    @property
    def in_words(self) -> str:
        """As on the page: “every Monday at 06:00”."""
        at = f"at {self.at_time:%H:%M}"
        if self.kind == "hours":
            return "every hour" if self.every_hours == 1 else f"every {self.every_hours} hours"
        if self.kind == "daily":
            return f"every day {at}"
        if self.kind == "weekly":
            return f"every {WEEKDAYS[self.weekday]} {at}"
        last = ", or its last day where it is shorter" if self.monthday > 28 else ""
        return f"on day {self.monthday} of each month {at}{last}"

    @property
    def rhythm(self) -> timedelta:
        """The longest that may pass from one time to the next."""
        if self.kind == "hours":
            return timedelta(hours=self.every_hours)
        return timedelta(days={"daily": 1, "weekly": 7, "monthly": 31}[self.kind])

    def next_after(self, moment: datetime) -> datetime:
        """The first time after `moment` (the last asking), in UTC."""
        if self.kind == "hours":
            return moment.astimezone(UTC) + timedelta(hours=self.every_hours)  # not the clock's hours
        day = moment.astimezone(LONDON).date()
        if self.kind == "monthly":
            found = self._on(_in_month(day.year, day.month, self.monthday))
            if found <= moment:
                later = day.replace(day=1) + timedelta(days=32)
                found = self._on(_in_month(later.year, later.month, self.monthday))
            return found
        if self.kind == "weekly":
            day += timedelta(days=(self.weekday - day.weekday()) % 7)
        found = self._on(day)
        if found <= moment:
            found = self._on(day + timedelta(days=7 if self.kind == "weekly" else 1))
        return found

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, self.at_time, tzinfo=LONDON).astimezone(UTC)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
