"""Which note was made of a draft."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Draft, User
from intelligence.models import Note


def note_made_of(user: User, key: UUID) -> Note | None:
    """The note that was logged from this draft of one's own, or from another of its family."""
    families = Draft.objects.visible_to(user).filter(key=key).values("family")
    return Note.objects.visible_to(user).filter(begun__key__in=families).first()
