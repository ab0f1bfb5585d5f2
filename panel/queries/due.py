"""The dates of meetings, for the calendar: when each is, and what comes before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from accounts.models import User
from cases.queries import Due
from panel import access
from panel.models import Meeting
from panel.queries.meetings import meetings_for


def dates_for(user: User, since: date, until: date) -> list[Due]:
    """Meetings the person works for or attends, between the days (both included), by date.

    Whoever prepares the report is told too when it takes nothing more in, and when the department is met.
    None of it is ever late: a meeting that was held is over.
    """
    prepares = access.may_not_prepare(user) is None
    between = (since, until)
    near = Q(held_on__range=between)
    if prepares:
        near |= Q(cut_off_on__range=between) | Q(department_met_on__range=between)
    found = [
        one
        for meeting in meetings_for(user).filter(near)
        for one in _dates_of(meeting, prepares=prepares)
        if since <= one.on <= until
    ]
    return sorted(found, key=lambda one: one.place)


def _dates_of(meeting: Meeting, *, prepares: bool) -> Iterable[Due]:
    begins = f" at {meeting.begins:%H:%M}" if meeting.begins else ""
    yield _date(meeting, meeting.held_on, f"{meeting.body_name} meets{begins}", meeting.venue, "Meeting")
    if prepares:
        said = f"Last day for the report to the {meeting.body.called}"
        yield _date(meeting, meeting.cut_off_on, said, "", "Report: last day")
        if meeting.department_met_on:
            said = "Meeting with the department, before the Panel"
            yield _date(meeting, meeting.department_met_on, said, "", "Meeting with the department")


def _date(meeting: Meeting, on: date, what: str, about: str, plainly: str) -> Due:
    return Due(
        what=what,
        about=about,
        council=None,
        on=on,
        is_late=False,
        address=meeting.get_absolute_url(),
        plainly=plainly,
    )
