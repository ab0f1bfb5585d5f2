"""From files as a form hands them over to attachments of a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Refused, forbid
from councils.models import Council
from intelligence import access, workflow
from intelligence.files.receiving import Received, Sent, receive
from intelligence.files.scanning import Scan, scan
from intelligence.models import Attachment, Note
from intelligence.sealing import unseal_bytes

SCANNED_AT_ONCE = 50


def received(
    *, by: User, at: datetime, files: Sequence[Sent], council: Council | None = None
) -> list[Received]:
    """Each file cleaned and scanned. Raises Refused for the first not taken; a harmful one is recorded."""
    if len(files) > settings.ATTACHMENTS_MOST:
        raise Refused(f"A note may have {settings.ATTACHMENTS_MOST} files. Attach those that matter most.")
    taken = []
    for file in files:
        one = receive(file.name, file.chunks())
        if one.scan == Scan.INFECTED:
            workflow.refuse_harmful_file(by=by, at=at, council=council)
            raise Refused(
                f"{one.name} was not attached: the scanner knows it as harmful. Nothing of it was kept. "
                "Do not open it, and tell those who look after your computer."
            )
        taken.append(one)
    return taken


def attach(*, by: User, at: datetime, note: Note, files: Sequence[Sent]) -> list[Attachment]:
    """Clean, scan and keep these files with the note; who may not attach is told before anything is read."""
    forbid(access.may_not_attach(by, note))
    taken = received(by=by, at=at, files=files, council=note.council)
    return workflow.attach_files(by=by, at=at, note=note, files=taken)


def log_with_files(
    *, by: User, at: datetime, files: Sequence[Sent], council: Council, **said: Any
) -> tuple[Note, list[Attachment]]:
    """Log a note and keep these files with it, and those that came with its draft: all of it, or nothing.

    `said` is what else `log_note` takes.
    """
    forbid(access.may_not_log_about(by, council, timezone.localdate(at)))
    taken = received(by=by, at=at, files=files, council=council)
    with transaction.atomic():
        note = workflow.log_note(by=by, at=at, council=council, **said)
        begun = said.get("begun")
        came = workflow.take_draft_files(by=by, at=at, begun=begun) if begun else []
        taken = [*came, *taken]
        return note, workflow.attach_files(by=by, at=at, note=note, files=taken) if taken else []


def correct_with_files(
    *, by: User, at: datetime, note: Note, files: Sequence[Sent], **said: Any
) -> tuple[Note, list[Attachment]]:
    """Correct a note and keep these files with it: both, or neither. `said` is what `correct_note` takes."""
    forbid(access.may_not_correct(by, note))
    taken = received(by=by, at=at, files=files, council=note.council)
    with transaction.atomic():
        corrected = workflow.correct_note(by=by, at=at, note=note, **said)
        return corrected, workflow.attach_files(by=by, at=at, note=note, files=taken) if taken else []


def scan_held(*, at: datetime) -> dict[str, int]:
    """Ask the scanner again about files that wait for it; how many of each answer. Safe to run twice."""
    counted: dict[str, int] = {}
    held = Attachment.objects.filter(scan=Attachment.Scan.HELD).select_related("content")[:SCANNED_AT_ONCE]
    for attachment in held:
        found = scan(unseal_bytes(bytes(attachment.content.sealed)))
        if found in (Scan.HELD, Scan.NOT_SCANNED):
            break  # it still does not answer: the rest waits too
        workflow.note_late_scan(by=None, at=at, attachment=attachment, found=found)
        counted[found.value] = counted.get(found.value, 0) + 1
    return counted
