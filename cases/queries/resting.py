"""Which notes a concern rests on: those are kept, however long nobody checks them."""

from __future__ import annotations

from cases.models import Evidence


def notes_rested_on() -> list[int]:
    """The ids of every note that is evidence of a concern, open or closed; for retention alone."""
    return list(Evidence.objects.filter(note__isnull=False).values_list("note_id", flat=True).distinct())
