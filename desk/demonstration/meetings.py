"""The demonstration's boards and meetings ahead: seats, agendas, apologies, an invitation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from cases.workflow import post_to_group_office
from councils import queries as councils
from councils.models import Council
from desk.demonstration.people import content, held
from liaison.workflow import keep_department_note
from panel import queries as panel
from panel.models import Body, Meeting
from panel.workflow import (
    add_item,
    add_member,
    answer_for,
    invite,
    order_agenda,
    plan_meeting,
    record_presence,
)

JOINT = timedelta(days=38)
CAME = ("ames", "byrne", "fenwick", "rowe", "okafor", "marsh", "singh", "lyle")  # one adviser could not


def load_meetings(
    people: dict[str, User], places: dict[str, Council], past: Meeting, ahead: Meeting, *, at: datetime
) -> None:
    """Who sits on the boards, what the next meetings talk about, and who comes to the Panel's."""
    secretariat = people["pryce"]
    groups = {group.slug: group for group in councils.political_groups()}
    seats = {
        (row["body"], row["person"]): add_member(
            body=_body(row["body"]),
            user=people[row["person"]],
            capacity=row["capacity"],
            group=groups[row["group"]],
            reason=row.get("reason", ""),
            since_on=date(2024, 9, 1),
            by=secretariat,
            at=at,
        )
        for row in content("meetings")
    }
    today = timezone.localdate(at)
    joint = plan_meeting(
        body=_body("improvement-board"),
        with_body=_body("community-wellbeing"),
        held_on=today + JOINT,
        begins=time(11, 0),
        ends=time(12, 30),
        venue="Bevin Hall, Local Government House, London",
        cut_off_on=today + JOINT - timedelta(days=9),
        by=secretariat,
        at=at,
    )
    for row in content("agendas"):
        said = {name: value for name, value in row.items() if name != "meeting"}
        add_item(meeting=ahead if row["meeting"] == "panel" else joint, by=secretariat, at=at, **said)
    order_agenda(meeting=ahead, numbers={0: 3}, by=secretariat, at=at)
    since_on = date(2020, 4, 1)
    post_to_group_office(by=None, at=at, user=people["marlow"], group=groups["labour"], since_on=since_on)
    answer_for(
        meeting=ahead,
        seat=seats["psp", "byrne"],
        attends=False,
        substitute=seats["psp", "cole"],
        by=people["marlow"],
        at=at,
    )
    invite(meeting=ahead, user=people["vale"], council=places["X00000002"], by=secretariat, at=at)
    there = [person for key, person in people.items() if key in CAME]
    record_presence(meeting=past, came=there, by=secretariat, at=at)
    keep_department_note(
        meeting=past,
        text="Each side went through what it shares and how the support goes. Nothing new was asked for.",
        agreed_with="Lee Novak",
        agreed_on=past.held_on,
        by=people["okafor"],
        at=at,
    )


def _body(slug: str) -> Body:
    return held(panel.body_by_slug(slug))
