"""What government brings to us and answers, in the world of the crawl."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.models import Concern
from liaison.models import InboundEntry, Officer, ReleaseAnswer
from liaison.submission import GivenEvidence, Originator
from tests.factories.liaison import received
from tests.trust.things import Things


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
    asked = InboundEntry.objects.create(kind="consent_asked", text=things.plant("inbound"), **signed)
    answer = ReleaseAnswer(release=later.releases.filter(approved_at__isnull=False).first(), at=at)
    answer.officer, answer.who, answer.text = officer, officer.name, things.plant("answer_to_release")
    answer.save()
    things.held |= {"inbound": brought.number, "consent": asked.pk}
