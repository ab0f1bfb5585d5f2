"""The two exits of Stage 1: resolved satisfactorily, or confirmed as a potential issue (R072, R084)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Stale, forbid, refuse
from intelligence.access import may_not_check
from intelligence.models import Note, NoteOutcome, Outcome
from intelligence.workflow.locking import locked
from intelligence.workflow.writing import cannot_be_kept


@transaction.atomic
def resolve_note(
    *, by: User, at: datetime, note: Note, version: int, outcome: str, reasons: str
) -> NoteOutcome:
    """Say what came of the note and why; the earlier decision stands beside it, with its day.

    It decides nothing about the council: a potential issue is taken to Stage 2 by raising a concern.
    Raises NotFound, NotPermitted, Stale, Refused.
    """
    held = locked(note, by)
    forbid(may_not_check(by, held, timezone.localdate(at)))
    if not reasons.strip():
        refuse("Enter the reasons: whoever reads the note later will ask why.")
    refuse(cannot_be_kept(reasons))
    if held.version != version:
        raise Stale(
            f"This note was changed while you were writing (it is at version {held.version}). Read it as it "
            "now stands, then say again what came of it. Your text is kept below.",
            held=held.text,
            typed=reasons,
        )
    given = Outcome(outcome)
    if given == held.outcome:
        refuse(
            "It is being looked into already."
            if given == Outcome.OPEN
            else f"It is “{given.label.lower()}” already. Its reasons stand on the note."
        )
    decision = NoteOutcome.objects.create(note=held, outcome=given, reasons=reasons.strip(), by=by)
    held.outcome = given
    held.version += 1
    held.save()
    record(
        by=by,
        act="resolve_note",
        subject=held,
        scope=held.council.audit_scope,
        details={"outcome": given.value or "open"},
    )
    return decision
