"""The boards, their meetings, the radar, and the packs that were issued."""

from panel.models.addendum import Addendum, AddendumFile
from panel.models.after import IssuedPaper, RecommendationOutcome
from panel.models.agenda import AgendaItem, Withdrawal
from panel.models.asking import AdviserWord, ParagraphAsk
from panel.models.attending import Answer, Presence
from panel.models.body import Body, BodyName, Membership
from panel.models.clearing import ChairDraft, Clearance
from panel.models.copies import CopyEvent
from panel.models.house import HouseTemplate
from panel.models.last_paper import LastPaper, LastPaperAnswer, LastPaperContent, LastPaperLine
from panel.models.meeting import (
    ActionProgress,
    Decision,
    Invitation,
    InvitationEnd,
    Meeting,
    MeetingChange,
)
from panel.models.pack import Pack, PackCopy, PackEntry, PackFile
from panel.models.preparing import CouncilTold, PackReason, Slot
from panel.models.radar import RadarEntry, RadarExport

__all__ = [
    "ActionProgress",
    "Addendum",
    "AddendumFile",
    "AdviserWord",
    "AgendaItem",
    "Answer",
    "Body",
    "BodyName",
    "ChairDraft",
    "Clearance",
    "CopyEvent",
    "CouncilTold",
    "Decision",
    "HouseTemplate",
    "Invitation",
    "InvitationEnd",
    "IssuedPaper",
    "LastPaper",
    "LastPaperAnswer",
    "LastPaperContent",
    "LastPaperLine",
    "Meeting",
    "MeetingChange",
    "Membership",
    "Pack",
    "PackCopy",
    "PackEntry",
    "PackFile",
    "PackReason",
    "ParagraphAsk",
    "Presence",
    "RadarEntry",
    "RadarExport",
    "RecommendationOutcome",
    "Slot",
    "Withdrawal",
]
