"""Concerns and what is done about them."""

from cases.models.board import (
    OPEN_WORDS,
    ActionReview,
    BoardAction,
    BoardMeeting,
    ImprovementBoard,
    OnTrack,
)
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
    WhyDiffer,
)
from cases.models.evidence import Evidence, EvidenceKind
from cases.models.inputs import Provider, SupportInput
from cases.models.looking_back import LookBack, LookBackPutOff
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
    "LOCAL_CHOICE",
    "OPEN_WORDS",
    "ActionReview",
    "AwarenessRecord",
    "Board",
    "BoardAction",
    "BoardMeeting",
    "Concern",
    "ConcernFactor",
    "ConcernReader",
    "Conclusion",
    "ConclusionKind",
    "Contact",
    "Discussion",
    "Ending",
    "Evidence",
    "EvidenceKind",
    "GovernmentAct",
    "GroupOfficeFlag",
    "GroupOfficePost",
    "ImprovementBoard",
    "LookBack",
    "LookBackPutOff",
    "Met",
    "NarrativeEntry",
    "Nature",
    "OnTrack",
    "PanelLine",
    "PoliticalAction",
    "Provider",
    "Scope",
    "StageChange",
    "SupportInput",
    "SupportPackage",
    "SupportProgress",
    "Weight",
    "WhyDiffer",
]
