"""Concerns and what is done about them."""

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
    "AwarenessRecord",
    "Board",
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
    "LookBack",
    "LookBackPutOff",
    "Met",
    "NarrativeEntry",
    "Nature",
    "PanelLine",
    "PoliticalAction",
    "Scope",
    "StageChange",
    "SupportPackage",
    "SupportProgress",
    "Weight",
    "WhyDiffer",
]
