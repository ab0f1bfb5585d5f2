"""The dates of meetings, for the calendar: when each is, and what comes before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q

from accounts.models import User
from cases.queries import Due
from panel import access
from panel.models import Meeting
from panel.queries.attending import invitations_for
from panel.queries.meetings import meetings_answered_by, meetings_for


def dates_for(user: User, since: date, until: date) -> list[Due]:
    """Meetings the person works for, attends, answers for or is invited to; days both included, by date.

    Whoever prepares the report is told too by when what it should say is wanted, and when the department is
    met. None of it is ever late: a meeting that was held is over.
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
    known = {meeting.pk for meeting in meetings_for(user).filter(near)}
    for meeting in meetings_answered_by(user).filter(held_on__range=between):
        if meeting.pk not in known:
            found.append(_held(meeting, f"{meeting.get_absolute_url()}/attendance"))
    for meeting in {each.meeting for each in invitations_for(user).filter(meeting__held_on__range=between)}:
        found.append(_held(meeting, f"{meeting.get_absolute_url()}/invited"))
    return sorted(found, key=lambda one: one.place)


def _held(meeting: Meeting, address: str) -> Due:
    begins = f" at {meeting.begins:%H:%M}" if meeting.begins else ""
    said = f"{meeting.body_name} meets{begins}"
    return replace(_date(meeting, meeting.held_on, said, meeting.venue, "Meeting"), address=address)


def _dates_of(meeting: Meeting, *, prepares: bool) -> Iterable[Due]:
    yield _held(meeting, meeting.get_absolute_url())
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
