"""A person's copy of what is held about them: a Word file of what was ticked."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from docx import Document

from intelligence.models import Note, PersonalRequest
from intelligence.queries.elsewhere import Row
from intelligence.queries.personal import texts_beside

HIDDEN = "[another person]"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def copy_for(
    request: PersonalRequest, notes: Sequence[Note], hidden: Sequence[str], elsewhere: Sequence[Row] = ()
) -> bytes:
    """The file; the `hidden` names are not shown in it. Who a source is stands in it nowhere."""
    document = Document()
    document.core_properties.author = document.core_properties.title = ""
    document.add_heading(f"What is held: {request.reference}", 0)
    number = f"{len(notes)} note{'s' if len(notes) != 1 else ''}"
    if elsewhere:
        number += f" and {len(elsewhere)} other thing{'s' if len(elsewhere) != 1 else ''}"
    document.add_paragraph(f"{number}. The names of others are not shown.")
    for note in notes:
        document.add_heading(f"Note {note.pk} about {note.council.short_name}", 1)
        document.add_paragraph(
            f"Of {note.happened_on:%d/%m/%Y}, recorded {note.recorded_at:%d/%m/%Y}. "
            f"{note.get_known_display()}. {note.checked_in_words}."
        )
        document.add_paragraph(_shown(note.text, hidden))
        if note.withdrawn_at:
            reason = _shown(note.withdrawn_reason, hidden)
            document.add_paragraph(f"Withdrawn {note.withdrawn_at:%d/%m/%Y}: {reason}")
        for where, text in texts_beside(note):
            document.add_paragraph(f"{_begun(where)}: {_shown(text, hidden)}")
    for place, row, thing in elsewhere:
        document.add_heading(_shown(thing.what, hidden), 1)
        if not thing.is_told:
            document.add_paragraph(thing.stays)
            continue
        for column, where in place.texts.items():
            if text := str(getattr(row, column) or ""):
                document.add_paragraph(f"{_begun(where)}: {_shown(text, hidden)}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _begun(where: str) -> str:
    return where[:1].upper() + where[1:]


def _shown(text: str, hidden: Sequence[str]) -> str:
    text = UNPRINTABLE.sub("", text)
    for name in sorted(hidden, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text, flags=re.I)
    return text
