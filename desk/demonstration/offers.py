"""What fictional councils were offered and use, their peer challenges and one on its way to recognition."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases import workflow
from cases.models import PeerChallenge
from cases.workflow import Arranged, Plan
from councils import queries as councils
from councils.models import Council
from desk.demonstration.people import content, held

Row = dict[str, Any]


def load_offers(people: dict[str, User], *, at: datetime) -> dict[str, int]:
    """All of it, by the acts a person would do; returns how many of each."""
    made = {"offers": 0, "peer challenges": 0, "ways to recognition": 0}
    challenges: dict[str, PeerChallenge] = {}
    for row in content("offers"):
        by, council = people[row["by"]], held(councils.council_by_code(row["council"]))
        if row["act"] == "offer":
            _offer(by, council, row, at)
            made["offers"] += 1
        elif row["act"] == "recognition":
            _recognition(by, council, row, challenges.get(council.code), at)
            made["ways to recognition"] += 1
        else:
            challenges[council.code] = _challenge(by, council, row, at)
            made["peer challenges"] += 1
    return made


def _ago(at: datetime, days: int | None) -> date | None:
    """So many days before the loading, in London; None where the row says nothing."""
    return None if days is None else timezone.localdate(at) - timedelta(days=days)


def _ahead(at: datetime, days: int | None) -> date | None:
    return None if days is None else timezone.localdate(at) + timedelta(days=days)


def _offer(by: User, council: Council, row: Row, at: datetime) -> None:
    change = None
    if row["offer"] == "change-of-control":
        change = councils.people_of(council).changes[0]
    use = workflow.make_offer(
        by=by,
        at=at,
        council=council,
        offer=row["offer"],
        to_whom=row.get("to_whom", ""),
        happened_on=_ago(at, row["days"]),
        change=change,
    )
    workflow.answer_offer(
        by=by,
        at=at,
        use=use,
        version=1,
        answer="declined" if row.get("declined") else "taken_up",
        line=row["line"],
        happened_on=_ago(at, row["answered"]),
    )
    if "planned_in" in row:
        plan = Plan(
            planned_from_on=_ahead(at, row["planned_in"]),
            planned_until_on=_ahead(at, row["planned_until_in"]),
            days_offered=use.days_offered,
            people=row["people"],
        )
        workflow.plan_offer(by=by, at=at, use=use, version=2, plan=plan)
    for days in row.get("used", ()):
        workflow.record_days(
            by=by,
            at=at,
            use=use,
            days=Decimal(days["of"]),
            line=days["line"],
            happened_on=_ago(at, days["days"]),
        )


def _challenge(by: User, council: Council, row: Row, at: datetime) -> PeerChallenge:
    arranged = Arranged(
        asked_on=_ago(at, row.get("asked")),
        on_site_from_on=row.get("on") or _ago(at, row.get("days")) or _ahead(at, row.get("in")),
        on_site_until_on=_ago(at, row.get("until")) or _ahead(at, row.get("until_in")),
        report_due_on=_ago(at, row.get("report_due")),
        local_focus=row["focus"],
        team=row.get("team", "").strip(),
    )
    made = workflow.record_challenge(by=by, at=at, kind=row["kind"], councils=[council], arranged=arranged)
    if "given" not in row:
        return made
    workflow.give_report(
        by=by, at=at, challenge=made, given_to=row["given_to"], happened_on=_ago(at, row["given"])
    )
    workflow.record_publication(
        by=by,
        at=at,
        challenge=made,
        version=2,
        publication="published" if "published" in row else "not_published",
        published_on=_ago(at, row.get("published")),
        said=row["said"],
    )
    if consent := row.get("consent"):
        workflow.record_consent(
            by=by,
            at=at,
            challenge=made,
            council=council,
            agreed_by=consent["by"],
            recipient=consent["to"],
            what=consent["what"],
            happened_on=_ago(at, consent["days"]),
        )
    return made


def _recognition(by: User, council: Council, row: Row, challenge: PeerChallenge | None, at: datetime) -> None:
    begun = workflow.begin_recognition(
        by=by,
        at=at,
        council=council,
        rated="Invented for the demonstration: rated “adequate” for adult social care",
        happened_on=_ago(at, row["days"]),
    )
    for step in row["steps"]:
        workflow.record_element(
            by=by,
            at=at,
            recognition=begun,
            kind=step["kind"],
            aligns=True,
            who=step.get("who", ""),
            line_of=step["line"],
            happened_on=_ago(at, step["days"]),
            challenge=challenge if step.get("challenge") else None,
        )
