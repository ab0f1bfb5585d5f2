"""A note, locked for an act by somebody who may see it."""

from __future__ import annotations

from typing import cast

from accounts.models import User
from common.errors import not_found
from intelligence.models import Note


def locked(note: Note, by: User) -> Note:
    """The note as it now stands, locked; NotFound, in the same words, where it is missing or unseen."""
    held = (
        Note.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("council__region", "owner", "source__type", "source__region", "source__owner")
        .filter(pk=note.pk)
        .first()
    )
    return cast(Note, held) if held else not_found("The note")
