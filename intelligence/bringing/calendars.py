"""A calendar (.ics): meetings that were held, each a note of whom one spoke with."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from intelligence.bringing.content_lines import Line, lines_of
from intelligence.bringing.found import NOTE, Found

LONDON = ZoneInfo("Europe/London")
MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$")


def read_calendar(text: str, found: Found) -> None:
    """Add its meetings. Of one that repeats only the first day is read, and that is said."""
    event: dict[str, list[Line]] | None = None
    number, inside = 0, 0
    for line in lines_of(text):
        if line.name == "BEGIN" and line.value.upper() == "VEVENT":
            event, number, inside = {}, number + 1, 0
        elif event is not None and line.name == "BEGIN":
            inside += 1  # a reminder within the meeting
        elif line.name == "END" and line.value.upper() == "VEVENT" and event is not None:
            _meeting(event, f"meeting {number}", found)
            event = None
        elif line.name == "END" and inside:
            inside -= 1
        elif event is not None and not inside:
            event.setdefault(line.name, []).append(line)


def _meeting(event: dict[str, list[Line]], where: str, found: Found) -> None:
    def one(name: str) -> str:
        return event[name][0].text if name in event else ""

    summary = one("SUMMARY").strip()
    if one("STATUS").upper() == "CANCELLED":
        found.pass_over(where, "It was cancelled.", summary)
        return
    day = _day(event["DTSTART"][0]) if "DTSTART" in event else None
    if day is None:
        found.pass_over(where, "It has no day that can be read.", summary)
        return
    if "RRULE" in event or "RDATE" in event:
        found.pass_over(
            where, f"It repeats: only {day.day} {day:%B %Y} was read. Log the others by hand.", summary
        )
    people = [_named(line) for line in event.get("ATTENDEE", [])]
    who = ", ".join(dict.fromkeys(name for name in people if name))
    said = [f"Spoke with {who}." if who else "", summary, one("DESCRIPTION").strip()]
    found.add(NOTE, where, day=day.isoformat(), text="\n".join(part for part in said if part), who=who)


def _named(line: Line) -> str:
    return line.parameters.get("CN", "").strip() or line.value.lower().removeprefix("mailto:")


def _day(line: Line) -> date | None:
    """The day in London; a zone that is not known is taken as the wall clock it shows."""
    match = MOMENT.match(line.value.strip())
    if not match:
        return None
    try:
        if not match[4]:
            return date(int(match[1]), int(match[2]), int(match[3]))
        zone: tzinfo = UTC if match[7] else LONDON
        named = line.parameters.get("TZID", "")
        if named and not match[7]:
            try:
                zone = ZoneInfo(named.lstrip("/"))
            except (KeyError, ValueError, OSError):
                zone = LONDON
        moment = datetime(
            int(match[1]), int(match[2]), int(match[3]), int(match[4]), int(match[5]), tzinfo=zone
        )
    except ValueError:
        return None
    return moment.astimezone(LONDON).date()
