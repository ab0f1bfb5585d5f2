"""The Panel's part of the demonstration: who sits there, the radar, a report issued, the next meeting."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from cases.models import Concern
from councils import queries as councils
from councils.models import Council
from desk.demonstration.after_issue import load_after_issue
from desk.demonstration.decisions import load_decisions
from desk.demonstration.meetings import load_meetings
from desk.demonstration.paragraphs import load_paragraphs
from desk.demonstration.people import content, held
from panel import queries as panel
from panel.models import Meeting, Membership, RadarEntry
from panel.workflow import (
    add_member,
    issue_pack,
    plan_meeting,
    put_on_radar,
    record_told,
    sign_reason,
    take_off_radar,
)

Capacity = Membership.Capacity
MET, NEXT, CUT_OFF = timedelta(days=18), timedelta(days=24), timedelta(days=7)


def load_panel(
    people: dict[str, User], places: dict[str, Council], concerns: dict[str, Concern], *, at: datetime
) -> dict[str, int]:
    """A radar, last meeting's report as issued, what changed since, and the next meeting planned."""
    today = timezone.localdate(at)
    secretariat = people["pryce"]
    body = held(panel.psp())
    _seat(people, at=at)
    advisers = {row["code"]: people[row["adviser"]] for row in content("radar")}
    entries = {
        row["code"]: put_on_radar(
            council=places[row["code"]],
            reason=row["reason"],
            by=advisers[row["code"]],
            at=at,
            next_look_on=today + timedelta(days=row["look_in"]),
        )
        for row in content("radar")
        if not row.get("since_the_meeting")
    }
    meeting = plan_meeting(
        body=body,
        held_on=today - MET,
        cut_off_on=today - MET - CUT_OFF,
        by=secretariat,
        at=at,
        venue="Local Government House, Smith Square, London",
        begins=time(11, 0),
        department_met_on=today - MET - timedelta(days=6),
    )
    for row in content("radar"):
        if row["code"] in entries:
            _say_who_knows(row, meeting, places[row["code"]], advisers[row["code"]], at=at)
    sign_reason(
        meeting=meeting,
        council=concerns["thurrock"].council,
        reason="A worked example from a published paper: it says nothing that the council has not read.",
        by=people["okafor"],
        at=at,
    )
    pack = issue_pack(meeting=meeting, marking=settings.MARKING, by=secretariat, at=at)
    load_after_issue(pack, people, places, at=at)
    load_decisions(meeting, pack, people, places, at=at)
    _since_the_meeting(entries, places, advisers, at=at)
    following = plan_meeting(
        body=body,
        held_on=today + NEXT,
        cut_off_on=today + NEXT - CUT_OFF,
        by=secretariat,
        at=at,
        venue="Local Government House, Smith Square, London",
        begins=time(11, 0),
        department_met_on=today + NEXT - timedelta(days=6),
    )
    load_paragraphs(people, places, following, at=at)
    load_meetings(people, places, meeting, following, at=at)
    return {"on the radar": len(content("radar")) - 1, "meetings": 3, "reports issued": 1}


def _seat(people: dict[str, User], *, at: datetime) -> None:
    """A member, an invited Board member, and those in attendance (R144-R146)."""
    groups = {group.slug: group for group in councils.political_groups()}
    seats = [
        ("fenwick", Capacity.MEMBER, "independent"),
        ("rowe", Capacity.IN_ATTENDANCE, "independent"),
        *((key, Capacity.IN_ATTENDANCE, "") for key in ("okafor", "marsh", "singh", "lyle", "ashby")),
    ]
    for key, capacity, group in seats:
        add_member(
            body=held(panel.psp()),
            user=people[key],
            capacity=capacity,
            since_on=date(2024, 9, 1),
            by=people["pryce"],
            at=at,
            group=groups.get(group),
        )


def _say_who_knows(
    row: dict[str, Any], meeting: Meeting, council: Council, adviser: User, *, at: datetime
) -> None:
    """The council was told that it is in the paper, or its adviser signs why not."""
    said: dict[str, Any] = {"meeting": meeting, "council": council, "by": adviser, "at": at}
    if why_not := row.get("not_told_because"):
        sign_reason(**said, reason=why_not)
    else:
        record_told(
            **said,
            whom=row["told"],
            how="By telephone, with the paragraph read out",
            happened_on=meeting.cut_off_on,
        )


def _since_the_meeting(
    entries: dict[str, RadarEntry], places: dict[str, Council], advisers: dict[str, User], *, at: datetime
) -> None:
    """What the next report will say is new, and what has left."""
    today = timezone.localdate(at)
    for row in content("radar"):
        code = row["code"]
        if row.get("since_the_meeting"):
            put_on_radar(
                council=places[code],
                reason=row["reason"],
                by=advisers[code],
                at=at,
                next_look_on=today + timedelta(days=row["look_in"]),
            )
        elif "taken_off" in row:
            take_off_radar(entry=entries[code], reason=row["taken_off"], by=advisers[code], at=at)
