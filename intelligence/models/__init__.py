"""Notes, where they came from, and what was found when they were checked."""

from intelligence.models.note import Correction, Kind, Known, Marking, Note, NoteFactor, NoteReader
from intelligence.models.sign import Factor, SourceType
from intelligence.models.source import Source, SourceDeputy, SourceIdentity, SourceReading
from intelligence.models.verification import Checked, NoteCheck
from intelligence.models.word import Word

__all__ = [
    "Checked",
    "Correction",
    "Factor",
    "Kind",
    "Known",
    "Marking",
    "Note",
    "NoteCheck",
    "NoteFactor",
    "NoteReader",
    "Source",
    "SourceDeputy",
    "SourceIdentity",
    "SourceReading",
    "SourceType",
    "Word",
]
