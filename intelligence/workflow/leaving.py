"""Notes leave as a file: which of them, and why, is asked and kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from intelligence.list_access import cannot_leave, may_not_export, why_it_stays
from intelligence.models import Note, NoteExport

LONGEST = 300


@transaction.atomic
def export_notes(
    *, by: User, at: datetime, pks: Iterable[int], more: bool, reason: str
) -> tuple[list[Note], list[str]]:
    """The notes of this list that may leave, in its order, and a sentence for those that stay.

    `pks` is the list as it is shown; `more`: it has more than can be listed. Raises NotPermitted, Refused.
    """
    pks = list(pks)
    reason = " ".join(reason.split())
    forbid(may_not_export(by))
    refuse(cannot_leave(len(pks), more=more))
    if not reason or "\x00" in reason or len(reason) > LONGEST:
        refuse(f"Enter why these notes leave the service, in at most {LONGEST} characters. It is recorded.")
    readable = Note.objects.visible_to(by).standing().select_related("council", "owner")
    by_pk = readable.in_bulk(pks)
    leave: list[Note] = []
    stay: dict[str, int] = {}
    for pk in pks:
        note = by_pk.get(pk)
        why = why_it_stays(by, note, timezone.localdate(at)) if note else None
        if note and not why:
            leave.append(note)
        elif why:
            stay[why] = stay.get(why, 0) + 1
    if not leave:
        refuse(f"None of these notes may leave the service. {' '.join(_said(stay))}".strip())
    export = NoteExport.objects.create(rows=len(leave), reason=reason, exported_by=by)
    record(by=by, act="export_notes", subject=export, details={"notes": [note.pk for note in leave]})
    return leave, _said(stay)


def _said(stay: dict[str, int]) -> list[str]:
    return [f"{number} left out: {why}." for why, number in stay.items()]
