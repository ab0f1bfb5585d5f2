"""To log a note, to correct it, to say when to come back to it, to withdraw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import Begun, use_draft
from audit.workflow import record
from common.errors import Stale, forbid, not_found, refuse
from councils.models import Council, Region, ServiceArea
from councils.queries import principal_adviser_for
from intelligence.access import (
    can_be_rewritten,
    is_passing_on,
    may_not_correct,
    may_not_log_about,
    may_not_withdraw,
)
from intelligence.models import (
    Correction,
    Factor,
    Kind,
    Known,
    Marking,
    Note,
    NoteBegun,
    NoteReader,
    Source,
    SourceIdentity,
    SourceType,
)
from intelligence.sealing import fingerprint, seal
from intelligence.workflow.locking import locked

LONGEST = 100_000


@dataclass(frozen=True, kw_only=True)
class Told:
    """Where a note comes from, as its owner says it: `identity` is kept apart, the rest all readers see."""

    type: SourceType
    role: str = ""
    region: Region | None = None
    reference: str = ""
    identity: str = ""


@transaction.atomic
def log_note(
    *,
    by: User,
    at: datetime,
    council: Council,
    text: str,
    told: Told,
    known: str,
    kind: str = Kind.SIGN,
    factors: Iterable[Factor] = (),
    service_area: ServiceArea | None = None,
    marking: str = Marking.ADVISERS,
    is_source_protected: bool = False,
    is_originator_controlled: bool = False,
    happened_on: date | None = None,
    follow_up_on: date | None = None,
    begun: Begun | None = None,
) -> Note:
    """A note about a council (R067). About another adviser's council it is passed on to them.

    `happened_on` is the day claimed (London; default the day of `at`). One draft makes one note: whoever
    sends it again with the same text is given the note that was made. Raises NotPermitted, Refused, Stale.
    """
    on = timezone.localdate(at)
    forbid(may_not_log_about(by, council, on))
    happened_on = happened_on or on
    refuse(cannot_be_kept(text) or _cannot_be_that_day(happened_on, follow_up_on, on))
    refuse(_cannot_be_told_so(told, known) or _cannot_be_open(marking, known))
    once = use_draft(by=by, at=at, begun=begun, text=text).once if begun else None
    if once and NoteBegun.objects.filter(key=once).exists():
        return _made_before(once, by, text)
    lead = principal_adviser_for(council, on) if is_passing_on(by, council, on) else None
    note = Note.objects.create(
        council=council,
        kind=Kind(kind),
        text=text,
        known=Known(known),
        source=_source(told, known, by, council),
        service_area=service_area,
        marking=Marking(marking),
        is_source_protected=is_source_protected,
        is_originator_controlled=is_originator_controlled,
        happened_on=happened_on,
        follow_up_on=follow_up_on,
        owner=by,
        passed_on_to=lead.user if lead and lead.user_id != by.pk else None,
    )
    note.factors.set(factors)
    if once:
        NoteBegun.objects.create(note=note, key=once)
    if note.passed_on_to and note.marking == Marking.RESTRICTED:
        # Passed on means that the council's own adviser can read it.
        NoteReader.objects.create(note=note, user=note.passed_on_to, opened_by=by)
    record(
        by=by,
        act="log_note",
        subject=note,
        scope=council.audit_scope,
        details={"marking": note.marking, "kind": note.kind, "passed_on_to": note.passed_on_to_id},
    )
    return note


@transaction.atomic
def correct_note(
    *,
    by: User,
    at: datetime,
    note: Note,
    version: int,
    text: str,
    known: str | None = None,
    kind: str | None = None,
    factors: Iterable[Factor] | None = None,
    service_area: ServiceArea | None = None,
    marking: str | None = None,
    happened_on: date | None = None,
    begun: Begun | None = None,
) -> Note:
    """Rewrite a note not yet checked (its versions are kept), or add a correction to one that has been.

    `version` is the one the writer had before them. What is None stays as it is; a service area is taken as
    given. After a check only `text` is taken, as the correction. Raises Stale, NotPermitted, Refused.
    """
    on = timezone.localdate(at)
    held = locked(note, by)
    forbid(may_not_correct(by, held))
    refuse(cannot_be_kept(text) or _cannot_be_that_day(happened_on or held.happened_on, None, on))
    refuse(_cannot_be_open(marking or held.marking, known or held.known))
    if held.version != version:
        raise Stale(_what_came_between(held, version), held=_as_it_stands(held), typed=text)
    if begun:
        use_draft(by=by, at=at, begun=begun, text=text)
    held.version += 1
    if can_be_rewritten(held):
        held.text = text
        held.known = Known(known) if known else held.known
        held.kind = Kind(kind) if kind else held.kind
        held.marking = Marking(marking) if marking else held.marking
        held.service_area = service_area
        held.happened_on = happened_on or held.happened_on
        if factors is not None:
            held.factors.set(factors)
    else:
        Correction.objects.create(note=held, text=text, by=by)
    held.save()
    record(
        by=by,
        act="correct_note",
        subject=held,
        scope=held.council.audit_scope,
        details={"version": held.version, "added": not can_be_rewritten(held), "marking": held.marking},
    )
    return held


@transaction.atomic
def set_follow_up(*, by: User, at: datetime, note: Note, follow_up_on: date | None) -> Note:
    """Come back to the note on this day, or no longer (None)."""
    held = locked(note, by)
    forbid(may_not_correct(by, held))
    refuse(_cannot_be_that_day(None, follow_up_on, timezone.localdate(at)))
    held.follow_up_on = follow_up_on
    held.save(update_fields=["follow_up_on"])
    record(
        by=by,
        act="set_follow_up",
        subject=held,
        scope=held.council.audit_scope,
        details={"follow_up_on": str(follow_up_on or "")},
    )
    return held


@transaction.atomic
def tag_note(*, by: User, at: datetime, note: Note, factor: Factor) -> Note:
    """One sign more on a note not yet checked. Raises NotPermitted, Refused."""
    held = locked(note, by)
    forbid(may_not_correct(by, held))
    if not can_be_rewritten(held):
        refuse("This note has been checked, so it stands as it is. Add what you know as a correction.")
    if not factor.is_offered:
        refuse(f"“{factor.short_name}” is no longer offered. Choose another sign.")
    if held.factors.filter(pk=factor.pk).exists():
        refuse(f"This note has the sign “{factor.short_name}” already.")
    held.factors.add(factor)
    held.version += 1
    held.save(update_fields=["version"])
    record(
        by=by,
        act="tag_note",
        subject=held,
        scope=held.council.audit_scope,
        details={"factor": factor.slug, "version": held.version},
    )
    return held


@transaction.atomic
def withdraw_note(*, by: User, at: datetime, note: Note, reason: str) -> Note:
    """The note no longer stands: it leaves every list and count; that it stood, and why not, is kept."""
    held = locked(note, by)
    forbid(may_not_withdraw(by, held, timezone.localdate(at)))
    if not reason.strip():
        refuse("Enter why the note is withdrawn.")
    refuse(cannot_be_kept(reason))
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_reason = at, by, reason
    held.follow_up_on = None
    held.version += 1
    held.save()
    record(by=by, act="withdraw_note", subject=held, scope=held.council.audit_scope)
    return held


def cannot_be_kept(text: str) -> str | None:
    """Why a text cannot be kept whole, or None."""
    if not text.strip():
        return "Enter what you heard."
    if "\x00" in text:
        return (
            "The text holds a null character, which cannot be kept. It cannot be seen: copy the text through "
            "a plain-text editor, or type that part again."
        )
    if len(text) > LONGEST:
        return f"The text has {len(text):,} characters and may have {LONGEST:,}. Log it as two notes."
    return None


def _made_before(once: UUID, by: User, text: str) -> Note:
    """The note that was made of the same draft; Stale, with both texts, where it says something else."""
    note = Note.objects.visible_to(by).filter(begun__key=once).select_related("council").first()
    if note is None:
        not_found("The note")
    if note.text.split() != text.split():
        raise Stale(
            f"A note about {note.council} was logged from this draft already, in another window, with other "
            "words. Add to that note what is missing.",
            held=note.text,
            typed=text,
        )
    return cast(Note, note)


def _cannot_be_that_day(happened_on: date | None, follow_up_on: date | None, on: date) -> str | None:
    if happened_on and happened_on > on:
        return f"{_day(happened_on)} has not come yet. Enter the day on which it happened or was said."
    if follow_up_on and follow_up_on < on:
        return f"{_day(follow_up_on)} is past. Enter a day on which to come back to this."
    return None


def _cannot_be_told_so(told: Told, known: str) -> str | None:
    if known == Known.ANONYMOUS and told.identity.strip():
        return "An anonymous source has no name to keep. Take the name out, or say how else this is known."
    for said in (told.role, told.reference, told.identity):
        if "\x00" in said:
            return cannot_be_kept(said)
    return None


def _cannot_be_open(marking: str, known: str) -> str | None:
    if marking == Marking.OPEN and known != Known.PUBLISHED:
        return (
            "OPEN is for what has already been published. Choose ADVISERS, or say that this is known from "
            "something published."
        )
    return None


def _source(told: Told, known: str, by: User, council: Council) -> Source:
    """The source this owner has used before, where it is surely the same; else a new one."""
    role, reference, identity = told.role.strip(), told.reference.strip(), told.identity.strip()
    region = told.region or council.region
    if identity:
        known_as = fingerprint(identity, owner_id=by.pk)
        before = SourceIdentity.objects.filter(
            owner=by, fingerprint=known_as, source__type=told.type, source__role=role, source__region=region
        ).first()
        if before:
            return before.source
    source = Source.objects.create(
        type=told.type,
        role=role,
        region=region,
        reference=reference if known == Known.PUBLISHED else "",
        is_anonymous=known == Known.ANONYMOUS,
        owner=by,
    )
    if identity:
        SourceIdentity.objects.create(source=source, owner=by, sealed=seal(identity), fingerprint=known_as)
    return source


def _as_it_stands(held: Note) -> str:
    """The note's text and what has been added to it."""
    return "\n\n".join([held.text, *(f"Correction: {added.text}" for added in held.corrections.all())])


def _what_came_between(held: Note, version: int) -> str:
    """In words, what another writer did since the version this one had before them."""
    latest = held.checks.last()
    if latest and not can_be_rewritten(held):
        return (
            f"{latest.by.name} recorded how this note was checked while you were writing, so it now stands "
            "as it is. Go back and save your text as a correction. Your text is kept below."
        )
    when = f"version {held.version}, and you began from version {version}"
    return f"This note was changed in another window ({when}). Your text is kept below."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
