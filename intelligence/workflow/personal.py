"""Requests of the people that notes speak of: opened, searched, answered; words taken out; holds."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from audit.queries import events_about
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from common.personal_texts import Place
from common.retention import lifted
from councils.models import Council
from intelligence.access import may_not_keep_personal_data
from intelligence.models import Attachment, LegalHold, Note, NoteRemoval, PersonalRequest, Source, Word
from intelligence.queries.elsewhere import Row
from intelligence.queries.personal import BESIDES, PersonFound, held_by, hold_on, search_person, texts_of
from intelligence.spelling_of_people import tokens
from intelligence.workflow.letting_go import let_go_of_files, standing_files_of
from intelligence.workflow.taking_out import (
    as_it_would_stand,
    key_of,
    taken_out_elsewhere,
    texts_elsewhere,
    without,
)

MOST_WORDS = 20
SPACE = r"\s+"
NOWHERE = "These words stand in nothing that is ticked. Nothing was changed."
WITH_SUCH_WORDS = "It held words that were taken out of the note."
NOT_SHOWN = (
    "Something that is ticked was not shown by a search of this request. Search, and tick from what it "
    "shows. Nothing was given and nothing was changed."
)


@dataclass(frozen=True)
class Looked:
    """A thing, and its texts as they would stand."""

    what: str
    texts: list[str]


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last: the time the law gives to answer."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@transaction.atomic
def open_request(
    *, by: User, at: datetime, kind: str, names: str, reference: str, received_on: date
) -> PersonalRequest:
    """Somebody's request, due a calendar month after it came."""
    forbid(may_not_keep_personal_data(by))
    if not any(tokens(line) for line in names.splitlines()):
        refuse("Enter the person’s name, every way it may be written, one a line.")
    if not reference.strip():
        refuse("Enter the request’s reference.")
    if received_on > timezone.localdate(at):
        refuse("The request cannot have come on a day that has not come yet.")
    request = PersonalRequest.objects.create(
        kind=PersonalRequest.Kind(kind),
        names=names.replace("\x00", ""),
        reference=reference.strip(),
        received_on=received_on,
        due_on=a_month_after(received_on),
        opened_by=by,
    )
    record(by=by, act="open_personal_request", subject=request, details={"kind": request.kind})
    return request


@transaction.atomic
def close_request(*, by: User, at: datetime, request: PersonalRequest, outcome: str) -> PersonalRequest:
    """The request is answered; from now on nobody searches for the person."""
    held = _locked(request, by)
    if not outcome.strip():
        refuse("Enter what was answered.")
    held.closed_at, held.closed_by, held.outcome = at, by, outcome.replace("\x00", "")
    held.save(update_fields=["closed_at", "closed_by", "outcome"])
    record(by=by, act="close_personal_request", subject=held)
    return held


@transaction.atomic
def look_for_person(
    *,
    by: User,
    at: datetime,
    request: PersonalRequest,
    with_sources: bool = False,
    places: Sequence[Place] = (),
) -> PersonFound:
    """What is held about the request's person; each search is recorded, with what it showed.

    `places`: the texts of other rooms, which the caller knows.
    """
    held = _locked(request, by)
    found = search_person(held, with_sources=with_sources, places=places)
    record(
        by=by,
        act="look_for_person",
        subject=held,
        details={
            "notes": [hit.note.pk for hit in found.hits],
            "people": len(found.people),
            "with_sources": with_sources,
            "elsewhere": [one.key for one in found.elsewhere],
        },
    )
    return found


@transaction.atomic
def give_copy(
    *,
    by: User,
    at: datetime,
    request: PersonalRequest,
    notes: Sequence[int],
    elsewhere: Sequence[Row] = (),
) -> list[Note]:
    """The notes whose copy is given, withdrawn ones among them, with what else is ticked; recorded."""
    held = _locked(request, by)
    _refuse_what_was_not_shown(held, notes, elsewhere)
    rows = Note.objects.filter(pk__in=notes).select_related("council", "owner").order_by("pk")
    if not rows and not elsewhere:
        refuse("Tick what the copy should hold.")
    details = {"notes": [note.pk for note in rows], "elsewhere": [key_of(one) for one in elsewhere]}
    record(by=by, act="give_copy", subject=held, details=details)
    return list(rows)


@transaction.atomic
def look_at_words(
    *,
    by: User,
    at: datetime,
    request: PersonalRequest,
    notes: Sequence[int],
    words: Sequence[str],
    elsewhere: Sequence[Row] = (),
) -> list[Looked]:
    """The last look before words are taken out: each thing with its texts as they would stand. Recorded."""
    held = _locked(request, by)
    patterns = _patterns(words)
    _refuse_what_was_not_shown(held, notes, elsewhere)
    rows = _ticked(notes, elsewhere)
    looked = []
    for note in rows:
        texts = [(text, without(text, patterns)) for text in dict.fromkeys(texts_of(note))]
        changed = [new for text, new in texts if new != text]
        changed += [
            f"The file {without(file.name, patterns)} holds such words. It is taken away and deleted."
            for file in _files_with(note, patterns)
        ]
        if changed:
            looked.append(Looked(f"Note {note.pk} about {note.council.short_name}", changed))
    for place, row, thing in elsewhere:
        changed = list(as_it_would_stand(place, row, thing, patterns).values())
        if changed:
            looked.append(Looked(thing.what, changed))
    if not looked:
        refuse(NOWHERE)
    details = {"notes": [note.pk for note in rows], "elsewhere": [key_of(one) for one in elsewhere]}
    record(by=by, act="look_at_words", subject=held, details=details)
    return looked


@transaction.atomic
def redact(
    *,
    by: User,
    at: datetime,
    request: PersonalRequest,
    notes: Sequence[int],
    words: Sequence[str],
    elsewhere: Sequence[Row] = (),
) -> int:
    """Take words out of what is ticked: the text, every version, all that stands beside it, for good.

    `words` are taken out wherever they stand as whole words, in any letters. A file that holds one is no text
    to rewrite: it is taken away, and its bytes deleted. All of it or nothing; what is on hold, and what stays
    as it was issued, is refused by name. The record of acts is untouched: it holds no words. Returns of how
    many things.
    """
    held = _locked(request, by)
    patterns = _patterns(words)
    _refuse_what_was_not_shown(held, notes, elsewhere)
    made = 0
    for note in _ticked(notes, elsewhere):
        _refuse_held(f"Note {note.pk}", held_by(note, words))
        files = [file.pk for file in _files_with(note, patterns)]
        Attachment.objects.filter(pk__in=files).update(
            taken_away_at=at, taken_away_by=by, taken_away_reason=WITH_SUCH_WORDS
        )
        places = _taken_out(note, patterns) + len(files)
        if places:
            made += 1
            NoteRemoval.objects.create(
                note=note, kind=NoteRemoval.Kind.REDACTED, request=held, places=places, by=by
            )
            record(
                by=by,
                act="redact_note",
                subject=note,
                scope=note.council.audit_scope,
                details={"request": held.pk, "places": places},
            )
    for place, row, thing in elsewhere:
        _refuse_held(thing.what, hold_on(thing.council, [*texts_elsewhere(place, row), *words]))
        places = taken_out_elsewhere(place, row, thing, patterns)
        if places:
            made += 1
            council = Council.objects.filter(pk=thing.council).first() if thing.council else None
            record(
                by=by,
                act="redact_text",
                subject=row,
                scope=council.audit_scope if council else "",
                details={"request": held.pk, "places": places},
            )
    if not made:
        refuse(NOWHERE)
    let_go_of_files()
    Word.objects.filter(word__in=[token for one in words for token in tokens(one)]).delete()
    return made


@transaction.atomic
def place_hold(
    *,
    by: User,
    at: datetime,
    why: str,
    council: Council | None = None,
    name: str = "",
    note: int | None = None,
) -> LegalHold:
    """Nothing about this one thing is taken out or deleted until the hold is lifted."""
    forbid(may_not_keep_personal_data(by))
    named = name.strip()
    if sum((council is not None, bool(named), note is not None)) != 1:
        refuse("Say what is held: a council, a person’s name or a note’s number, and one of them only.")
    if named and not tokens(named):
        refuse("Enter the person’s name in letters.")
    if note is not None and not Note.objects.filter(pk=note).exists():
        refuse(f"There is no note {note}. Enter the number that stands in its address.")
    if not why.strip():
        refuse("Enter why it is held.")
    hold = LegalHold.objects.create(council=council, name=named, note_id=note, why=why, placed_by=by)
    record(by=by, act="place_hold", subject=hold)
    return hold


@transaction.atomic
def lift_hold(*, by: User, at: datetime, hold: LegalHold, why: str) -> LegalHold:
    """From now on retention and redaction go on as usual; files taken away meanwhile are deleted."""
    forbid(may_not_keep_personal_data(by))
    held = (
        LegalHold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, lifted_at__isnull=True).first()
    )
    if held is None:
        not_found("The hold")
    if not why.strip():
        refuse("Enter why it is lifted.")
    held.lifted_at, held.lifted_by, held.lifted_why = at, by, why
    held.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    let_go_of_files()
    record(by=by, act="lift_hold", subject=held)
    return held


def _refuse_what_was_not_shown(
    request: PersonalRequest, notes: Sequence[int], elsewhere: Sequence[Row]
) -> None:
    """An open request is no key to all that is held: only to what its own recorded searches showed."""
    searches = [event.details for event in events_about(request, "look_for_person")]
    shown = {note for details in searches for note in details["notes"]}
    keys = {key for details in searches for key in details["elsewhere"]}
    if not shown.issuperset(notes) or not keys.issuperset(map(key_of, elsewhere)):
        refuse(NOT_SHOWN)


def _ticked(notes: Sequence[int], elsewhere: Sequence[Row]) -> list[Note]:
    rows = Note.objects.select_for_update(of=("self",)).select_related("council", "source")
    ticked = list(rows.filter(pk__in=notes).order_by("pk"))
    if not ticked and not elsewhere:
        refuse("Tick that from which the words are taken out.")
    return ticked


def _refuse_held(what: str, hold: LegalHold | None) -> None:
    if hold:
        refuse(
            f"{what} is on hold ({hold.of_what}, placed on {hold.recorded_at:%-d %B %Y}). "
            "Nothing was taken out of anything. Lift the hold first, or leave it out."
        )


def _locked(request: PersonalRequest, by: User) -> PersonalRequest:
    forbid(may_not_keep_personal_data(by))
    held = PersonalRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk).first()
    if held is None:
        not_found("The request")
    if held.closed_at:
        refuse("This request is closed. Open a new one, with its own reference.")
    return held


def _patterns(words: Sequence[str]) -> list[re.Pattern[str]]:
    asked = list(dict.fromkeys(" ".join(one.split()) for one in words if one.strip()))
    if not asked or len(asked) > MOST_WORDS:
        refuse(f"Enter the words to take out, one line each, {MOST_WORDS} at most.")
    for one in asked:
        if len(one) < 2:
            refuse(f"“{one}” is one letter. Enter the whole word.")
    asked.sort(key=len, reverse=True)
    spaced = [SPACE.join(re.escape(part) for part in one.split()) for one in asked]
    return [re.compile(rf"(?<!\w){one}(?!\w)", re.I) for one in spaced]


def _files_with(note: Note, patterns: Sequence[re.Pattern[str]]) -> list[Attachment]:
    """The files that stand with the note and hold one of them, where their words are held as text."""
    return [file for file, said in standing_files_of(note) if without(said, patterns) != said]


def _taken_out(note: Note, patterns: Sequence[re.Pattern[str]]) -> int:
    """Rewrite every text of the note that holds one of them; in how many places."""
    event = note.events.model
    places = 0
    tables = {table for table, _, _ in BESIDES}
    with lifted(event, Source, *tables):
        for table, column, way in BESIDES:
            for row in table._default_manager.filter(**{way: note.pk}):
                places += _rewritten(table, row.pk, {column: getattr(row, column)}, patterns)
        source = note.source
        places += _rewritten(
            Source, source.pk, {"role": source.role, "reference": source.reference}, patterns
        )
        new = {
            "text": without(note.text, patterns),
            "withdrawn_reason": without(note.withdrawn_reason, patterns),
        }
        if new != {"text": note.text, "withdrawn_reason": note.withdrawn_reason}:
            note.text, note.withdrawn_reason = new["text"], new["withdrawn_reason"]
            places += 1
        note.version += 1
        note.save()  # also where only a correction changed: the words it is found by are made anew
        for row in note.events.all():
            said = {"text": row.text, "withdrawn_reason": row.withdrawn_reason}
            changed = {name: without(text, patterns) for name, text in said.items()}
            if changed != said:
                event.objects.filter(pk=row.pk).update(**changed)
                places += 1
    return places


def _rewritten(
    table: type[models.Model], pk: int, said: dict[str, str], patterns: Sequence[re.Pattern[str]]
) -> int:
    changed = {name: without(text, patterns) for name, text in said.items()}
    if changed == said:
        return 0
    if table is Attachment and "name" in changed:
        changed["name"] = changed["name"][:150]
    table._default_manager.filter(pk=pk).update(**changed)
    return 1
