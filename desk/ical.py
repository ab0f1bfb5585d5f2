"""A person's dates as iCalendar (RFC 5545): all-day entries that say what kind of thing is due, no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac
from icalendar import Calendar, Event

from cases.queries import Due

MEDIA_TYPE = "text/calendar; charset=utf-8"
EVERY = timedelta(hours=6)


def calendar_of(
    dates: Iterable[Due], *, at: datetime, whose: int, service: str, home: str, names_councils: bool
) -> bytes:
    """The calendar, its lines folded and its text escaped by the library.

    A date says "Review due", with `names_councils` "Review due: Marchford", and never a word that somebody
    wrote. Its link is the calendar's page: a page's own address could name a council by its code.
    """
    made = Calendar()
    made.add("prodid", "-//slirisk//calendar//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", service)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    met: Counter[str] = Counter()
    for one in dates:
        said = f"{one.address} {one.plainly}"
        met[said] += 1
        entry = Event()
        entry.add("uid", _uid(f"{whose} {said} {met[said]}"))
        entry.add("dtstamp", at)
        entry.add("dtstart", one.on)
        entry.add("dtend", one.on + timedelta(days=1))
        entry.add("summary", _summary(one, names_councils=names_councils))
        entry.add("url", f"{home}/calendar?month={one.on:%Y-%m}")
        entry.add("class", "CONFIDENTIAL")
        entry.add("transp", "TRANSPARENT")
        made.add_component(entry)
    return made.to_ical()


def _summary(one: Due, *, names_councils: bool) -> str:
    if not names_councils or one.council is None:
        return one.plainly
    fictional = " (fictional)" if one.council.is_fictional else ""
    return f"{one.plainly}: {one.council.short_name}{fictional}"


def _uid(said: str) -> str:
    """The same for the same thing at each fetch, also when its day changes; it tells nothing of it."""
    return f"{salted_hmac('desk.calendar', said, algorithm='sha256').hexdigest()[:40]}@slirisk"
