"""To attach files to a note, to fetch one, to take one away; and what a late scan found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from common.retention import lifted
from councils.models import Council
from intelligence.access import may_not_attach, may_not_fetch
from intelligence.files.receiving import Received
from intelligence.files.scanning import Scan
from intelligence.models import Attachment, AttachmentContent, Note
from intelligence.sealing import seal_bytes, unseal_bytes
from intelligence.workflow.letting_go import let_go_of_files
from intelligence.workflow.locking import locked
from intelligence.workflow.writing import cannot_be_kept


@transaction.atomic
def attach_files(*, by: User, at: datetime, note: Note, files: Sequence[Received]) -> list[Attachment]:
    """Keep these files with the note; the same bytes are kept once. All of them or none.

    Raises NotPermitted, Refused.
    """
    held = locked(note, by)
    forbid(may_not_attach(by, held))
    there = {one.sha256: one for one in held.attachments.filter(taken_away_at__isnull=True)}
    new: dict[str, Received] = {one.sha256: one for one in files if one.sha256 not in there}
    most = settings.ATTACHMENTS_MOST
    if len(there) + len(new) > most:
        refuse(
            f"A note may have {most} files, and this one would have {len(there) + len(new)}. Attach those "
            "that matter most, or take one away first."
        )
    kept = []
    for one in new.values():
        attachment = Attachment.objects.create(
            note=held,
            name=one.name,
            kind=one.kind.value,
            size=len(one.content),
            sha256=one.sha256,
            took=list(one.took),
            scan=one.scan.value,
            scanned_at=at if one.scan == Scan.CLEAN else None,
            added_by=by,
        )
        AttachmentContent.objects.create(attachment=attachment, sealed=seal_bytes(one.content))
        kept.append(attachment)
    record(
        by=by,
        act="attach_files",
        subject=held,
        scope=held.council.audit_scope,
        details={"attachments": [one.pk for one in kept]},
    )
    return kept


@transaction.atomic
def refuse_harmful_file(*, by: User, at: datetime, council: Council | None = None) -> None:
    """Write down that a harmful file was brought; nothing of it is kept."""
    record(by=by, act="refuse_harmful_file", subject=by, scope=council.audit_scope if council else "")


@transaction.atomic
def fetch_attachment(*, by: User, at: datetime, note: Note, number: int) -> tuple[Attachment, bytes]:
    """The file's bytes: who reads the note may, asked at each fetch; each fetch is recorded, the owner's too.

    Raises NotFound, NotPermitted, and Refused where the key is another.
    """
    held = locked(note, by)
    attachment = held.attachments.filter(pk=number, taken_away_at__isnull=True).first()
    if attachment is None or held.is_withdrawn:
        not_found("The file")
        raise AssertionError
    forbid(may_not_fetch(attachment))
    content = unseal_bytes(bytes(attachment.content.sealed))
    record(
        by=by,
        act="fetch_attachment",
        subject=attachment,
        scope=held.council.audit_scope,
        details={"note": held.pk},
    )
    return attachment, content


@transaction.atomic
def take_attachment_away(*, by: User, at: datetime, note: Note, number: int, reason: str) -> Attachment:
    """The file no longer stands with the note and its bytes go; that it did, and why not, is kept."""
    held = locked(note, by)
    forbid(may_not_attach(by, held))
    attachment = (
        held.attachments.select_for_update(of=("self",)).filter(pk=number, taken_away_at__isnull=True).first()
    )
    if attachment is None:
        not_found("The file")
        raise AssertionError
    if not reason.strip():
        refuse("Enter why the file is taken away.")
    refuse(cannot_be_kept(reason))
    attachment.taken_away_at, attachment.taken_away_by, attachment.taken_away_reason = at, by, reason
    attachment.save(update_fields=["taken_away_at", "taken_away_by", "taken_away_reason"])
    let_go_of_files()
    record(
        by=by,
        act="take_attachment_away",
        subject=attachment,
        scope=held.council.audit_scope,
        details={"note": held.pk},
    )
    return attachment


@transaction.atomic
def note_late_scan(*, by: User | None, at: datetime, attachment: Attachment, found: Scan) -> Attachment:
    """What the scanner said of a file that had waited for it; a harmful one's bytes are deleted."""
    held = (
        Attachment.objects.select_for_update(of=("self",))
        .select_related("note__council")
        .get(pk=attachment.pk)
    )
    if held.scan != Attachment.Scan.HELD or found not in (Scan.CLEAN, Scan.INFECTED):
        return held
    held.scan, held.scanned_at = found.value, at
    held.save(update_fields=["scan", "scanned_at"])
    if found == Scan.INFECTED:
        with lifted(AttachmentContent):
            AttachmentContent.objects.filter(attachment=held).delete()
    record(
        by=by,
        act="note_late_scan",
        subject=held,
        scope=held.note.council.audit_scope,
        details={"scan": held.scan},
    )
    return held
