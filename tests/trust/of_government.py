"""What government brings to us and answers, in the world of the crawl."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Concern
from liaison.models import InboundEntry, Officer, Organisation, ReleaseAnswer
from liaison.submission import GivenEvidence, Originator
from tests.factories.liaison import received
from tests.trust.things import Things


def of_government_bodies(things: Things) -> dict[str, dict[str, Any]]:
    """What is sent to each act of the inbox and of an organisation's own door."""
    sent = {
        "council_code": things.council.code,
        "matter": "It is late.",
        "told": "no",
        "told_reason": "It is being checked.",
        "handling": "In confidence.",
    }
    return {
        "inbound_answer": {"version": 1, "kind": "resolved", "text": "It was explained."},
        "inbound_note": {"text": "Ask her."},
        "inbound_ask": {"to": "panel", "text": "May it go further?"},
        "inbound_open": {
            "summary": "Late.",
            "basis": "So it was heard.",
            "stage": "local-intelligence",
            "review_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
        },
        "inbound_beside": {"concern": things.held["concerns"]["supported"].pk},
        "answer_release": {"text": "Thank you."},
        "deleted": {},
        "asked": {
            "received_on": timezone.localdate().isoformat(),
            "category": "public",
            "asked": "Everything.",
        },
        "send": sent,
        "correct_sent": sent | {"version": 1},
        "withdraw_sent": {"reason": "It was another."},
        "consent": {"given": "yes"},
        "join_network": {
            "organisation": Organisation.objects.get_or_create(slug="outside", name="Outside")[0].pk,
            "source": "A letter",
        },
        "leave_network": {
            "organisation": Organisation.objects.get(slug="ofsted").pk,
            "until_on": timezone.localdate().isoformat(),
        },
        "name_officer": {"organisation": Organisation.objects.get(slug="ofsted").pk, "name": "A. New"},
        "end_officer": {},
    }


def plant_inbound(things: Things, later: Concern, department: Any, at: datetime) -> None:
    """What the department brought, ORIGINATOR-CONTROLLED, beside a concern that the group office knows."""
    officer = Officer.objects.get(organisation=department)
    brought = received(
        at,
        council=things.council,
        by=Originator(organisation=department, name=officer.name, officer=officer),
        key=things.plant("unread"),
        own_reference=things.plant("inbound"),
        matter=things.plant("inbound"),
        told_reason=things.plant("inbound"),
        handling=things.plant("inbound"),
        evidence=(
            GivenEvidence(
                kind="hard",
                line=things.plant("inbound"),
                link=f"https://example.org/{things.plant('inbound')}",
            ),
        ),
    )
    signed = {"inbound": brought, "by": things.owner, "who": things.owner.name, "at": at}
    for kind, right, about in (
        ("noted", "inbound_here", None),
        ("attached", "inbound_here", later),
        ("answered", "inbound", None),
    ):
        InboundEntry.objects.create(kind=kind, text=things.plant(right), concern=about, **signed)
    InboundEntry.objects.create(
        kind="consent_asked", is_for_panel=True, text=things.plant("inbound"), **signed
    )
    answer = ReleaseAnswer(
        release=later.releases.filter(approved_at__isnull=False, withdrawn_at__isnull=True).first(), at=at
    )
    answer.officer, answer.who, answer.text = officer, officer.name, things.plant("answer_to_release")
    answer.key = things.plant("unread")
    answer.save()
    things.held |= {"inbound": brought.number, "liaison_officer": officer.pk}
    things.held["inbound_question"] = 2  # after our answer; our triage has no place there
