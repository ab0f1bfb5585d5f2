"""What has been shared with government in the demonstration, and the token that reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from cases import queries as cases
from cases.models import Concern
from liaison import queries as liaison
from liaison.models import ApiClient, Organisation, Release
from liaison.workflow import (
    add_organisation,
    approve_release,
    issue_token,
    log_said,
    propose_release,
    register_request,
    withdraw_release,
)
from panel import queries as panel

# Known to all on purpose: it opens invented releases on the loopback, in demonstration mode only.
TOKEN = "slr_demonstration_of_what_is_shared_with_government"  # noqa: S105
LASTS = timedelta(days=90)
PURPOSE = "So that support to the council is timely, appropriate and effective."


def load_sharing(people: dict[str, User], concerns: dict[str, Concern], *, at: datetime) -> dict[str, int]:
    """One release that stands, one withdrawn, one that waits for a second person; what was said; a token."""
    dclg = liaison.organisation("dclg") or add_organisation(
        by=None, at=at, slug="dclg", name="Department for Communities and Local Government", short_name="DCLG"
    )
    made = _proposed(
        concerns["penhallow"],
        dclg,
        people["singh"],
        "The council's medium-term plan did not balance. An improvement board is in place, two budgets are "
        "to be agreed in time, and the council asked for this support itself.",
        at=at,
    )
    approve_release(by=people["lyle"], at=at, release=made)
    withdrawn = _proposed(
        concerns["northmere"],
        dclg,
        people["ashby"],
        "The council asked for an outside look at an inherited savings plan before it sets its budget.",
        at=at,
    )
    approve_release(by=people["okafor"], at=at, release=withdrawn)
    withdraw_release(
        by=people["ashby"],
        at=at,
        release=withdrawn,
        reason="Released before the feedback was agreed with the council; a new text will follow.",
    )
    _proposed(
        concerns["marchford"],
        dclg,
        people["okafor"],
        "The budget gap for the coming year is not fully identified while the section 151 officer leaves. "
        "The council has a recovery plan and an interim officer.",
        at=at,
    )
    _around(people, concerns, dclg, made, at=at)
    issue_token(
        by=None,
        at=at,
        organisation=dclg,
        officer=people["novak"].name,
        expires_at=at + LASTS,
        token=TOKEN,
    )
    return {"releases": 3, "tokens": 1}


def _around(
    people: dict[str, User], concerns: dict[str, Concern], dclg: Organisation, made: Release, *, at: datetime
) -> None:
    """What was said aloud at the last meeting with the department, and a request that touches a release."""
    today = timezone.localdate(at)
    meetings = panel.meetings_for(people["pryce"]).filter(department_met_on__lte=today)
    last = meetings.order_by("-department_met_on").first()
    if last and last.department_met_on:
        log_said(
            by=people["okafor"],
            at=at,
            meeting=last,
            council=concerns["marchford"].council,
            to_organisation=dclg,
            said_by=people["okafor"].name,
            to_whom=people["novak"].name,
            text="That the section 151 officer leaves at the end of the year, and that the council has an "
            "interim officer.",
            said_on=last.department_met_on,
            awareness=None,
        )
    register_request(
        by=people["hart"],
        at=at,
        release=made,
        received_on=today,
        category="journalist",
        asked="Everything that the department holds about support to councils with an improvement board.",
        told_by=people["novak"].name,
    )


def _proposed(concern: Concern, recipient: Organisation, by: User, matter: str, *, at: datetime) -> Release:
    awareness = next(iter(cases.awareness_about(concern)), None)
    ground = cases.ground_of(concern, by)
    return propose_release(
        by=by,
        at=at,
        concern=concern,
        recipient=recipient,
        purpose=PURPOSE,
        matter=matter,
        awareness=awareness,
        evidence=[*ground.hard, *ground.soft],
    )


def demonstration_clients() -> set[int]:
    """The tokens of the demonstration, for its removal."""
    return set(ApiClient.objects.filter(is_demonstration=True).values_list("pk", flat=True))
