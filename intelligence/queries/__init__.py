"""What is read of notes, always starting from what the person may see."""

from intelligence.queries.begun import note_made_of
from intelligence.queries.files import attachment_of, attachments_of
from intelligence.queries.intakes import brought_before, brought_from, intake_of, intakes_waiting
from intelligence.queries.notes import (
    NotesAbout,
    Shown,
    entries_for_paper,
    entries_of,
    follow_ups_due,
    note_for,
    notes_about,
    notes_by_id,
    notes_for,
    other_notes,
    passed_on_to,
    shown,
    source_in_words,
    timeline_entries,
)
from intelligence.queries.offered import factors_offered, people_who_read_notes, source_types_offered
from intelligence.queries.one import (
    Version,
    checks_of,
    corrections_of,
    identity_is_kept,
    is_deputy_for,
    readers_of,
    versions_of,
)
from intelligence.queries.signs import SignHeld, Withheld, signs_held, withheld_from
from intelligence.queries.spoken import spoken_about, spoken_entries
from intelligence.queries.verifying import (
    answers_supporting,
    may_read,
    outcomes_of,
    verification_for,
    verifications_due,
    verifications_of,
)

__all__ = [
    "NotesAbout",
    "Shown",
    "SignHeld",
    "Version",
    "Withheld",
    "answers_supporting",
    "attachment_of",
    "attachments_of",
    "brought_before",
    "brought_from",
    "checks_of",
    "corrections_of",
    "entries_for_paper",
    "entries_of",
    "factors_offered",
    "follow_ups_due",
    "identity_is_kept",
    "intake_of",
    "intakes_waiting",
    "is_deputy_for",
    "may_read",
    "note_for",
    "note_made_of",
    "notes_about",
    "notes_by_id",
    "notes_for",
    "other_notes",
    "outcomes_of",
    "passed_on_to",
    "people_who_read_notes",
    "readers_of",
    "shown",
    "signs_held",
    "source_in_words",
    "source_types_offered",
    "spoken_about",
    "spoken_entries",
    "timeline_entries",
    "verification_for",
    "verifications_due",
    "verifications_of",
    "versions_of",
    "withheld_from",
]
