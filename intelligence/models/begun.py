"""Which draft a note was made of: one note for a draft, however often it is sent."""

from __future__ import annotations

from django.db import models

from common.fields import RecordedAt
from intelligence.models.note import Note


class NoteBegun(models.Model):
    """The key of the draft a note was logged from; the draft itself goes, the key stays."""

    note = models.OneToOneField(Note, on_delete=models.CASCADE, related_name="begun")
    key = models.UUIDField(unique=True)
    recorded_at = RecordedAt()

    def __str__(self) -> str:
        return f"Note {self.note_id} of draft {self.key}"
