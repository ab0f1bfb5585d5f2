"""To record how a note was checked (R071)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import Begun, use_draft
from audit.workflow import record
from common.errors import Stale, forbid, refuse
from intelligence.access import may_not_check
from intelligence.independence import independent_sources
from intelligence.models import Checked, Note, NoteCheck, Source, VerificationRequest
from intelligence.workflow.locking import locked
from intelligence.workflow.writing import Told, cannot_be_kept


@transaction.atomic
def check_note(
    *,
    by: User,
    at: datetime,
    note: Note,
    version: int,
    outcome: str,
    found: str,
    notes: Iterable[Note] = (),
    told: Told | None = None,
    answers: Iterable[VerificationRequest] = (),
    happened_on: date | None = None,
    begun: Begun | None = None,
) -> NoteCheck:
    """Confirmed by other notes' sources, by answers of those who were asked, or by one newly told (`told`);
    or contradicted.

    The number of independent sources is counted over every check since the note was last contradicted; its
    own source never counts, nor one twice. Raises Stale, NotPermitted, Refused.
    """
    on = timezone.localdate(at)
    held = locked(note, by)
    forbid(may_not_check(by, held, on))
    if not found.strip():
        refuse("Enter what the check showed.")
    refuse(cannot_be_kept(found))
    if happened_on and happened_on > on:
        refuse("A check cannot have been made on a day that has not come yet.")
    if held.version != version:
        raise Stale(
            f"This note was changed while you were writing (it is at version {held.version}). Read it as it "
            "now stands, then record the check again. Your text is kept below.",
            held=held.text,
            typed=found,
        )
    if begun:
        use_draft(by=by, at=at, begun=begun, text=found)
    outcome = Checked(outcome)
    supporting = _sources_of(notes, by)
    supporting += [one.source for one in answers if one.source and one.note_id == held.pk]
    if told:
        supporting.append(
            Source.objects.create(
                type=told.type, role=told.role.strip(), region=told.region or held.council.region, owner=by
            )
        )
    independent = 0
    if outcome == Checked.CONFIRMED:
        independent = independent_sources(held.source, [*supporting, *_sources_so_far(held)])
        refuse(_cannot_confirm(supporting, independent))
    check = NoteCheck.objects.create(
        note=held,
        outcome=outcome,
        independent_sources=independent,
        found=found,
        happened_on=happened_on or on,
        by=by,
    )
    check.sources.set(supporting)
    held.checked, held.confirmed_by = outcome, independent
    held.version += 1
    held.save()
    record(
        by=by,
        act="check_note",
        subject=held,
        scope=held.council.audit_scope,
        details={"outcome": outcome, "independent_sources": independent},
    )
    return check


def _sources_of(notes: Iterable[Note], by: User) -> list[Source]:
    """The sources of those notes that the person may read and that still stand."""
    seen = Note.objects.visible_to(by).standing().filter(pk__in=[note.pk for note in notes])
    return list(Source.objects.filter(pk__in=seen.values("source")))


def _sources_so_far(note: Note) -> list[Source]:
    """The sources behind the confirmations since the note was last contradicted."""
    contradicted = note.checks.filter(outcome=Checked.CONTRADICTED).last()
    since = note.checks.filter(pk__gt=contradicted.pk if contradicted else 0)
    return list(Source.objects.filter(checks__in=since).distinct())


def _cannot_confirm(supporting: list[Source], independent: int) -> str | None:
    if not supporting:
        return "Choose the notes that confirm it, or say who else told you."
    if independent < 1:
        return (
            "What you chose comes from this note’s own source, or cannot be told apart from it, and one "
            "source never counts twice. Choose a note from another source, or say who else told you."
        )
    return None
