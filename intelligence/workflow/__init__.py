"""What may be done with a note, one function an act."""

from intelligence.workflow.checking import check_note
from intelligence.workflow.reading import name_source_deputy, open_note_to, read_note, read_source_identity
from intelligence.workflow.writing import Told, correct_note, log_note, set_follow_up, withdraw_note

__all__ = [
    "Told",
    "check_note",
    "correct_note",
    "log_note",
    "name_source_deputy",
    "open_note_to",
    "read_note",
    "read_source_identity",
    "set_follow_up",
    "withdraw_note",
]
