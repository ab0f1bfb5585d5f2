"""Offers, peer challenges and recognition in the world of the crawl, and what is sent to their acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import User
from cases.models import ASKED, RecognitionStep, Step
from councils.models import Council
from tests.factories.councils import ChangeOfControlFactory, CouncilFactory, InterestFactory
from tests.factories.of_councils import (
    ConsentFactory,
    OfferDaysFactory,
    OfferUseFactory,
    PeerChallengeFactory,
    RecognitionFactory,
)
from tests.trust.things import Things

RIGHT = "offered"


def plant_of_councils(things: Things, people: dict[str, User], at: datetime) -> None:
    """Each at the point from which its acts go on, and one of each of which everything was said."""
    council, by = things.council, things.owner

    def said() -> str:
        return things.plant(RIGHT)

    full = OfferUseFactory(
        council=council,
        by=by,
        ended=True,
        to_whom=said(),
        answer_line=said(),
        people=said(),
        outcome=said(),
    )
    OfferDaysFactory(use=full, line=said())
    challenges = {"councils": [council], "recorded_by": by}
    given = PeerChallengeFactory(**challenges, given=True, given_to=said())
    told = PeerChallengeFactory(
        **challenges,
        not_published=True,
        partners=said(),
        local_focus=said(),
        team=said(),
        given_to=said(),
        publication_line=said(),
    )
    ended = {"ended_at": at, "ended_by": by, "ended_reason": said()}
    ConsentFactory(challenge=told, agreed_by=said(), to_whom=said(), what=said(), **ended)
    link = f"https://example.org/{things.plant('challenge_published')}"
    shared = PeerChallengeFactory(**challenges, published=True, link=link, team=said())
    held = RecognitionFactory(council=council, by=by, rated=said())
    RecognitionStep.objects.create(
        recognition=held,
        kind=Step.PROGRESS_REPORT,
        aligns=True,
        happened_on=at.date(),
        by=by,
        who=said(),
        line=said(),
    )
    ways = {
        name: RecognitionFactory(council=_another(things, people), by=by, having=having).pk
        for name, having in (
            ("way_aligned", ASKED),
            ("way_invited", (*ASKED, Step.INVITED)),
            ("way_recognised", (*ASKED, Step.INVITED, Step.RECOGNISED)),
        )
    }
    change = ChangeOfControlFactory(
        council=council, answer="offered", answered_on=at.date(), answered_at=at, answered_by=by
    )
    things.held |= ways | {
        "use": OfferUseFactory(council=council, by=by).pk,
        "use_taken": OfferUseFactory(council=council, by=by, taken_up=True).pk,
        "use_full": full.pk,
        "change_offered": change.pk,
        "challenge": PeerChallengeFactory(**challenges, on_site_from_on=date(2026, 1, 5)).pk,
        "challenge_given": given.pk,
        "challenge_told": told.pk,
        "challenge_published": shared.pk,
        "challenge_off": PeerChallengeFactory(**challenges, called_off=True, called_off_reason=said()).pk,
        "consent": ConsentFactory(challenge=given).pk,
        "way": held.pk,
    }


def _another(things: Things, people: dict[str, User]) -> Council:
    """Another council of the region, in which RECUSED has an interest as in the first."""
    council = CouncilFactory(region=things.council.region, fictional=things.place == "fictional")
    if things.place != "other":
        InterestFactory(user=people["RECUSED"], council=council)
    return council


def of_council_bodies(things: Things) -> dict[str, dict[str, Any]]:
    """What each act takes."""
    return {
        "make_offer": {"to_whom": "The leader"},
        "answer_offer": {"version": 1, "answer": "taken_up"},
        "answer_change_offer": {"answer": "taken_up"},
        "plan_offer": {"version": 1, "people": "A mentor"},
        "offer_days": {"days": "1"},
        "end_offer": {"version": 1, "outcome": "It helped."},
        "record_challenge": {"kind": "corporate"},
        "change_challenge": {"version": 1, "local_focus": "The cabinet"},
        "give_report": {"given_to": "The leader"},
        "publication": {"version": 1, "publication": "not_published"},
        "consent": {"agreed_by": "The leader", "recipient": "board"},
        "end_consent": {"reason": "It thought anew."},
        "call_off": {"reason": "Another year."},
        "challenge_evidence": {
            "concern": things.held["concerns"]["early"].number,
            "why": "Savings rest on one plan.",
        },
        "begin_recognition": {"rated": "“adequate”, CQC 2010"},
        "element": {"aligns": "yes", "who": "D. Irector", "line_of": "It does."},
        "invite": {},
        "recognise": {},
        "learning": {"line_of": "How the plan was led."},
    }
