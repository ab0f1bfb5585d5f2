"""To open a note to people by name, and to read it; who a source is, read and recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from intelligence.access import (
    may_not_be_named,
    may_not_name_deputy,
    may_not_open,
    may_not_read_identity,
    needs_a_reason,
)
from intelligence.models import Note, NoteReader, SourceDeputy, SourceIdentity, SourceReading
from intelligence.sealing import unseal
from intelligence.workflow.locking import locked


@transaction.atomic
def open_note_to(*, by: User, at: datetime, note: Note, readers: Iterable[User]) -> list[NoteReader]:
    """These people may read the note from now on; those who already could are passed over.

    Returns the new readers. Raises NotPermitted, Refused (nobody is then added).
    """
    on = timezone.localdate(at)
    held = locked(note, by)
    forbid(may_not_open(by, held, on))
    already = set(held.readers.values_list("user_id", flat=True)) | {held.owner_id}
    opened = []
    for reader in readers:
        refuse(may_not_be_named(reader, held.council, on))
        if reader.pk in already:
            continue
        already.add(reader.pk)
        opened.append(NoteReader.objects.create(note=held, user=reader, opened_by=by))
    record(
        by=by,
        act="open_note",
        subject=held,
        scope=held.council.audit_scope,
        details={"readers": [one.user_id for one in opened]},
    )
    return opened


@transaction.atomic
def read_note(*, by: User, at: datetime, note: Note) -> None:
    """Record that somebody other than its owner opened the note's page at `at`."""
    if by.pk != note.owner_id:
        record(by=by, act="read_note", subject=note, scope=note.council.audit_scope)


@transaction.atomic
def read_source_identity(*, by: User, at: datetime, note: Note, reason: str = "") -> str:
    """Who the source is, in the owner's words; each reading is recorded, a deputy's with its reason.

    Raises NotPermitted, and Refused where none is kept or the key is another.
    """
    held = locked(note, by)
    forbid(may_not_read_identity(by, held.source, timezone.localdate(at)))
    refuse(needs_a_reason(by, held.source, reason))
    kept = SourceIdentity.objects.filter(source=held.source).first()
    if kept is None:
        refuse("Who this source is was not kept.")
        return ""
    who = unseal(kept.sealed)
    reading = SourceReading.objects.create(source=held.source, by=by, reason=reason.strip())
    record(
        by=by,
        act="read_source_identity",
        subject=held.source,
        scope=held.council.audit_scope,
        details={"note": held.pk, "reading": reading.pk, "as_deputy": by.pk != held.source.owner_id},
    )
    return who


@transaction.atomic
def name_source_deputy(*, by: User, at: datetime, note: Note, deputy: User) -> SourceDeputy:
    """Somebody who may read who the source is, each time with a reason (leave cover)."""
    held = locked(note, by)
    forbid(may_not_name_deputy(by, held.source))
    refuse(may_not_be_named(deputy, held.council, timezone.localdate(at)))
    if deputy.pk == by.pk:
        refuse("You already read who this source is. Name somebody else.")
    named, _ = SourceDeputy.objects.get_or_create(
        source=held.source, user=deputy, ended_at=None, defaults={"named_by": by}
    )
    record(
        by=by,
        act="name_source_deputy",
        subject=held.source,
        scope=held.council.audit_scope,
        details={"note": held.pk, "deputy": deputy.pk},
    )
    return named
