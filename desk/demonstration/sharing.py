"""What has been shared with government in the demonstration, and the token that reads it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from cases import queries as cases
from cases.models import Concern
from desk.demonstration.people import content
from liaison import queries as liaison
from liaison.models import ApiClient, Officer, Organisation, Release
from liaison.submission import GivenEvidence, Originator, Submission
from liaison.workflow import (
    add_organisation,
    answer_inbound,
    approve_release,
    approve_support,
    issue_token,
    log_said,
    name_officer,
    propose_release,
    propose_support,
    receive,
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
    _support(people, made, at=at)
    issue_token(
        by=None,
        at=at,
        organisation=dclg,
        officer=people["novak"].name,
        expires_at=at + LASTS,
        token=TOKEN,
    )
    return {"releases": 3, "tokens": 1, "inbound": load_inbound(people, concerns, dclg, at=at)}


def load_inbound(
    people: dict[str, User], concerns: dict[str, Concern], dclg: Organisation, *, at: datetime
) -> int:
    """Three concerns of fictional officers about fictional councils: one answered, two that wait."""
    officer = name_officer(
        by=None,
        at=at,
        organisation=dclg,
        name=people["novak"].name,
        position="Liaison officer",
        user=people["novak"],
    )
    sent = 0
    for row in content("inbound"):
        organisation = liaison.organisation(row["from"])
        if organisation is None:
            continue
        speaks = officer
        if organisation != dclg:
            speaks = name_officer(by=None, at=at, organisation=organisation, name=row["officer"])
        receipt = receive(
            by=None,
            at=at,
            originator=Originator(organisation=organisation, name=speaks.name, officer=speaks),
            given=Submission(
                council_code=concerns[row["council"]].council.code,
                matter=row["matter"],
                told=row["told"],
                told_on=(at - timedelta(days=3)).date() if row["told"] == "yes" else None,
                told_reason=row.get("told_reason", ""),
                evidence=tuple(GivenEvidence(**one) for one in row["evidence"]),
                is_urgent=row.get("urgent", False),
                own_reference=row["reference"],
            ),
        )
        sent += 1
        if answer := row.get("answer"):
            answer_inbound(
                by=people[answer["by"]],
                at=at,
                inbound=receipt.inbound,
                version=receipt.version.version,
                kind="resolved",
                text=answer["text"],
            )
    return sent


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


def _support(people: dict[str, User], release: Release, *, at: datetime) -> None:
    """How the support goes that followed the release, as the department reads it."""
    for one in liaison.shareable(release, people["singh"])[:1]:
        shared = propose_support(
            by=people["singh"],
            at=at,
            release=release,
            package=one.package,
            version=one.package.version,
            looked_at=one.progress.pk if one.progress else None,
        )
        approve_support(by=people["lyle"], at=at, shared=shared)


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


def demonstration_officers() -> set[int]:
    """The invented officers who do not sign in, for its removal: by the names that its content gives them."""
    found: set[int] = set()
    for row in content("inbound"):
        held = Officer.objects.filter(organisation__slug=row["from"], name=row["officer"], user__isnull=True)
        found |= set(held.values_list("pk", flat=True))
    return found
