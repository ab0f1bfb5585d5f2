"""Files of a note that one may read."""

from __future__ import annotations

from intelligence.models import Attachment, Note


def attachments_of(note: Note) -> list[Attachment]:
    """The files that stand with the note, in the order in which they came; none of a withdrawn one."""
    if note.is_withdrawn:
        return []
    return list(note.attachments.filter(taken_away_at__isnull=True))


def attachment_of(note: Note, number: int) -> Attachment | None:
    """One of them."""
    return next((one for one in attachments_of(note) if one.pk == number), None)
