"""Notes, where they came from, and what was found when they were checked."""

from intelligence.models.asking import VerificationRequest
from intelligence.models.attachment import Attachment, AttachmentContent
from intelligence.models.begun import NoteBegun
from intelligence.models.contact import Contact, Network
from intelligence.models.draft_file import DraftFile
from intelligence.models.export import BriefingPrint, NoteExport
from intelligence.models.feed import Feed, FeedKind
from intelligence.models.intake import BroughtItem, Intake
from intelligence.models.note import Correction, Kind, Known, Marking, Note, NoteFactor, NoteReader
from intelligence.models.outcome import NoteOutcome, Outcome
from intelligence.models.personal import LegalHold, NoteRemoval, NoteReview, PersonalRequest
from intelligence.models.practice import Practice
from intelligence.models.sign import Factor, SourceType
from intelligence.models.source import Source, SourceDeputy, SourceIdentity, SourceReading
from intelligence.models.spoken import Spoken
from intelligence.models.story import (
    AttachedStory,
    CameBy,
    Certainty,
    Copy,
    Decision,
    InboxItem,
    Sentiment,
    Story,
    StoryCouncil,
    StoryNote,
    StorySign,
)
from intelligence.models.verification import Checked, NoteCheck
from intelligence.models.word import Word

__all__ = [
    "AttachedStory",
    "Attachment",
    "AttachmentContent",
    "BriefingPrint",
    "BroughtItem",
    "CameBy",
    "Certainty",
    "Checked",
    "Contact",
    "Copy",
    "Correction",
    "Decision",
    "DraftFile",
    "Factor",
    "Feed",
    "FeedKind",
    "InboxItem",
    "Intake",
    "Kind",
    "Known",
    "LegalHold",
    "Marking",
    "Network",
    "Note",
    "NoteBegun",
    "NoteCheck",
    "NoteExport",
    "NoteFactor",
    "NoteOutcome",
    "NoteReader",
    "NoteRemoval",
    "NoteReview",
    "Outcome",
    "PersonalRequest",
    "Practice",
    "Sentiment",
    "Source",
    "SourceDeputy",
    "SourceIdentity",
    "SourceReading",
    "SourceType",
    "Spoken",
    "Story",
    "StoryCouncil",
    "StoryNote",
    "StorySign",
    "VerificationRequest",
    "Word",
]
