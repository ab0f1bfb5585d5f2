"""Concerns and what is done about them."""

from cases.models.answering import Answer
from cases.models.board import (
    OPEN_WORDS,
    ActionReview,
    BoardAction,
    BoardMeeting,
    ImprovementBoard,
    OnTrack,
)
from cases.models.challenges import ChallengeConsent, PeerChallenge, Publication, Recipient
from cases.models.concern import (
    Concern,
    ConcernFactor,
    ConcernReader,
    Ending,
    Met,
    Nature,
    Scope,
    StageChange,
)
from cases.models.discussion import (
    LOCAL_CHOICE,
    Conclusion,
    ConclusionKind,
    Contact,
    Discussion,
    DiscussionPeer,
    WhyDiffer,
)
from cases.models.evidence import Evidence, EvidenceKind
from cases.models.explaining import ComesTo, Explanation, ExplanationGround, ExplanationOutcome, Side
from cases.models.government import EXPECTATIONS, OF_ONE_STEP, Chance, Followed, WhatFollowed
from cases.models.inputs import Provider, SupportInput
from cases.models.looking_back import LookBack, LookBackPutOff
from cases.models.offers import OfferAnswer, OfferDays, OfferUse
from cases.models.paragraph import PanelParagraph, ParagraphShown
from cases.models.recognition import ASKED, FOLLOWS, Recognition, RecognitionStep, Step
from cases.models.support import (
    Board,
    GovernmentAct,
    PoliticalAction,
    SupportPackage,
    SupportProgress,
    Weight,
)
from cases.models.telling import (
    AwarenessRecord,
    GroupOfficeFlag,
    GroupOfficePost,
    NarrativeEntry,
    PanelLine,
)

__all__ = [
    "ASKED",
    "EXPECTATIONS",
    "FOLLOWS",
    "LOCAL_CHOICE",
    "OF_ONE_STEP",
    "OPEN_WORDS",
    "ActionReview",
    "Answer",
    "AwarenessRecord",
    "Board",
    "BoardAction",
    "BoardMeeting",
    "ChallengeConsent",
    "Chance",
    "ComesTo",
    "Concern",
    "ConcernFactor",
    "ConcernReader",
    "Conclusion",
    "ConclusionKind",
    "Contact",
    "Discussion",
    "DiscussionPeer",
    "Ending",
    "Evidence",
    "EvidenceKind",
    "Explanation",
    "ExplanationGround",
    "ExplanationOutcome",
    "Followed",
    "GovernmentAct",
    "GroupOfficeFlag",
    "GroupOfficePost",
    "ImprovementBoard",
    "LookBack",
    "LookBackPutOff",
    "Met",
    "NarrativeEntry",
    "Nature",
    "OfferAnswer",
    "OfferDays",
    "OfferUse",
    "OnTrack",
    "PanelLine",
    "PanelParagraph",
    "ParagraphShown",
    "PeerChallenge",
    "PoliticalAction",
    "Provider",
    "Publication",
    "Recipient",
    "Recognition",
    "RecognitionStep",
    "Scope",
    "Side",
    "StageChange",
    "Step",
    "SupportInput",
    "SupportPackage",
    "SupportProgress",
    "Weight",
    "WhatFollowed",
    "WhyDiffer",
]
