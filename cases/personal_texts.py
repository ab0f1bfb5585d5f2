"""Texts of concerns in which somebody may be named."""

from __future__ import annotations

from typing import Any

from cases.models import (
    ActionReview,
    Answer,
    AwarenessRecord,
    BoardAction,
    BoardMeeting,
    ChallengeConsent,
    Concern,
    Conclusion,
    Discussion,
    Ending,
    Evidence,
    Explanation,
    ExplanationGround,
    ExplanationOutcome,
    GovernmentAct,
    GroupOfficeFlag,
    ImprovementBoard,
    LookBack,
    LookBackPutOff,
    NarrativeEntry,
    OfferDays,
    OfferUse,
    PanelLine,
    PanelParagraph,
    ParagraphShown,
    PeerChallenge,
    PoliticalAction,
    Recognition,
    RecognitionStep,
    StageChange,
    SupportInput,
    SupportPackage,
    SupportProgress,
    WhatFollowed,
)
from common.personal_texts import Place, Thing, each

HEADING = "Concerns"
AWARENESS_STAYS = (
    "That a council was told is never changed: a release to government may rest on it. "
    "Whoever looks after the concern records another in its place."
)


def _concern(row: Concern) -> Thing:
    return Thing(
        f"Concern {row.number} about {row.council.short_name}", row.get_absolute_url(), row.council_id
    )


def _of_concern(row: Any) -> Thing:
    return _concern(row.concern)


def _awareness(row: AwarenessRecord) -> Thing:
    held = _concern(row.concern)
    return Thing(held.what, held.address, held.council, AWARENESS_STAYS)


def _offer(row: OfferUse) -> Thing:
    return Thing(f"{row.name}, {row.council.short_name}", row.get_absolute_url(), row.council_id)


def _challenge(row: PeerChallenge) -> Thing:
    first = next(iter(row.councils.all()), None)
    return Thing(f"{row.name} of {row.whose}", row.get_absolute_url(), first.pk if first else None)


def _recognition(row: Recognition) -> Thing:
    return Thing(f"Recognition of {row.council.short_name}", row.get_absolute_url(), row.council_id)


def _place(table: Any, thing: Any = _of_concern, **texts: str) -> Place:
    return Place(HEADING, table, texts, each(thing), ("concern__council",))


PLACES = (
    Place(
        HEADING,
        Concern,
        {"summary": "its summary", "next_step": "its next step", "coming_off_point": "its coming-off point"},
        each(_concern),
        ("council",),
    ),
    _place(
        StageChange,
        basis="why it moved",
        told="who was told of a move",
        next_step="a next step",
        soft_absent="why there was no soft intelligence",
        hard_absent="why there were no published figures",
    ),
    _place(NarrativeEntry, text="the narrative"),
    _place(Ending, lessons="its lessons"),
    _place(LookBack, lasted="what lasted", did_not_last="what did not last"),
    _place(LookBackPutOff, why="why a look-back was put off"),
    _place(
        Discussion,
        who="who took part in a discussion",
        text="a discussion",
        peers="member peers of a discussion",
        regional_bodies="regional bodies of a discussion",
    ),
    _place(
        Conclusion,
        text="a conclusion",
        correct_appearance="what was done about the appearance",
        council_view="the council’s view",
        pursue_with="whom it is pursued with",
    ),
    _place(
        Evidence,
        why="why a thing is evidence",
        title="the title of evidence",
        publisher="the publisher of evidence",
        link="a link of evidence",
    ),
    _place(
        AwarenessRecord,
        _awareness,
        told="who at the council was told",
        how="how it was told",
        what="what it was told",
        reason="why another account took its place",
    ),
    _place(GroupOfficeFlag, text="what a group office was told", ended_reason="why that ended"),
    _place(PanelLine, challenge="the line to PSP", support="the line to PSP", ended_reason="why that ended"),
    _place(
        SupportPackage,
        objectives="what support is for",
        provider="who provides support",
        people="the people of support",
        money_from="whose money it is",
        terms_of_engagement="its terms of engagement",
        terms_agreed_by_council="who agreed its terms for the council",
        terms_agreed_by_lga="who agreed its terms for the LGA",
        attention_reason="why the Panel’s attention is asked",
        ended_reason="why support ended",
    ),
    _place(SupportProgress, text="how support goes"),
    _place(
        SupportInput,
        name="who gives support",
        gives="what a provider gives",
        people="the people of a provider",
        ended_reason="why a provider’s part ended",
    ),
    _place(
        ImprovementBoard,
        name="the name of a board",
        chair="who chairs a board",
        members="who sits on a board",
        ended_reason="why a board was stood down",
    ),
    _place(BoardMeeting, text="a meeting of a board"),
    _place(BoardAction, what="an action of a board", whose="whose action it is"),
    _place(ActionReview, text="a review of an action"),
    _place(PoliticalAction, blockage="a blockage", action="a political action", whose="whose action it is"),
    _place(
        GovernmentAct,
        department="the department",
        legal_basis="the legal basis",
        body="the body that inspects or takes over",
        text="what government did",
        expectations_note="what was expected of government",
        proportionate="how it is kept proportionate",
    ),
    _place(WhatFollowed, text="what followed government’s act", body="the body that took functions over"),
    _place(Explanation, text="an explanation"),
    _place(ExplanationGround, line="what speaks for or against an explanation"),
    _place(ExplanationOutcome, line="what an explanation came to"),
    _place(PanelParagraph, text="the paragraph for the Panel"),
    _place(
        ParagraphShown,
        shown_to="to whom the paragraph was shown",
        how="how the paragraph was shown",
        reply="what was said of the paragraph",
    ),
    _place(Answer, text="an answer to what was told"),
    Place(
        HEADING,
        OfferUse,
        {
            "to_whom": "to whom it was offered",
            "answer_line": "what the council answered",
            "people": "the people of an offer",
            "outcome": "what came of an offer",
        },
        each(_offer),
        ("council",),
    ),
    Place(
        HEADING,
        OfferDays,
        {"line": "who came on days used"},
        each(lambda row: _offer(row.use)),
        ("use__council",),
    ),
    Place(
        HEADING,
        PeerChallenge,
        {
            "partners": "partners of a peer challenge",
            "local_focus": "its local focus",
            "team": "its team",
            "given_to": "who was given its report",
            "link": "where its report stands",
            "publication_line": "who said whether it is published",
            "called_off_reason": "why it was called off",
        },
        each(_challenge),
    ),
    Place(
        HEADING,
        ChallengeConsent,
        {
            "agreed_by": "who agreed that a report is shared",
            "to_whom": "with whom",
            "what": "what is shared",
            "ended_reason": "why that was taken back",
        },
        each(lambda row: _challenge(row.challenge)),
        ("challenge",),
    ),
    Place(HEADING, Recognition, {"rated": "how it had been rated"}, each(_recognition), ("council",)),
    Place(
        HEADING,
        RecognitionStep,
        {"who": "whose an element is", "line": "a line of an element"},
        each(lambda row: _recognition(row.recognition)),
        ("recognition__council",),
    ),
)
