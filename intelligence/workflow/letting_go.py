"""The bytes of files that no longer stand: they go, but for those that a legal hold keeps."""

from __future__ import annotations

from common.retention import lifted
from intelligence.models import Attachment, AttachmentContent, Note
from intelligence.personal_texts import words_of_file
from intelligence.queries.personal import held_by


def let_go_of_files() -> int:
    """Delete the bytes of every file that was taken away; how many. In the caller's transaction.

    Of one on hold they stay, for nobody to fetch, until the hold is lifted and this is done again.
    """
    left = AttachmentContent.objects.exclude(attachment__taken_away_at=None)
    goes = [
        content.pk
        for content in left.select_related("attachment__note__source").iterator(chunk_size=50)
        if not held_by(content.attachment.note, [content.attachment.name, words_of_file(content)])
    ]
    with lifted(AttachmentContent):
        AttachmentContent.objects.filter(pk__in=goes).delete()
    return len(goes)


def standing_files_of(note: Note) -> list[tuple[Attachment, str]]:
    """The files that stand with the note, each with its words, where they are held as text."""
    kept = AttachmentContent.objects.filter(attachment__note=note, attachment__taken_away_at=None)
    return [(one.attachment, words_of_file(one)) for one in kept.select_related("attachment")]
