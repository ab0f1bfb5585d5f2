"""One act on several notes: each by its own rule, and what was not done is said with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.errors import DomainError, refuse
from intelligence.models import Factor, Note
from intelligence.workflow.reading import open_note_to
from intelligence.workflow.writing import set_follow_up, tag_note, withdraw_note

MOST = 50


@dataclass(frozen=True)
class Done:
    """The notes to which it was done, and the others each with the sentence why not."""

    done: tuple[Note, ...]
    not_done: tuple[tuple[Note, str], ...]


@transaction.atomic
def tag_several(*, by: User, at: datetime, notes: Iterable[Note], factor: Factor) -> Done:
    """A sign more on each."""
    return _each(notes, lambda note: tag_note(by=by, at=at, note=note, factor=factor))


@transaction.atomic
def follow_up_several(*, by: User, at: datetime, notes: Iterable[Note], follow_up_on: date) -> Done:
    """A day to come back to each."""
    return _each(notes, lambda note: set_follow_up(by=by, at=at, note=note, follow_up_on=follow_up_on))


@transaction.atomic
def open_several(*, by: User, at: datetime, notes: Iterable[Note], reader: User) -> Done:
    """Each opened to one person."""
    return _each(notes, lambda note: open_note_to(by=by, at=at, note=note, readers=[reader]))


@transaction.atomic
def withdraw_several(*, by: User, at: datetime, notes: Iterable[Note], reason: str) -> Done:
    """Each withdrawn, for one reason."""
    if not reason.strip():
        refuse("Enter why the notes are withdrawn.")
    return _each(notes, lambda note: withdraw_note(by=by, at=at, note=note, reason=reason))


def _each(notes: Iterable[Note], act: Callable[[Note], object]) -> Done:
    notes = list(notes)
    if not notes:
        refuse("No note is ticked. Tick the notes this is about, then choose what to do.")
    if len(notes) > MOST:
        refuse(f"{len(notes)} notes are ticked, and at most {MOST} are taken at a time. Tick fewer.")
    done, not_done = [], []
    for note in sorted(notes, key=lambda note: note.pk):  # one order for all, so that no two wait in a ring
        try:
            with transaction.atomic():
                act(note)
        except DomainError as error:
            not_done.append((note, error.sentence))
        else:
            done.append(note)
    return Done(tuple(done), tuple(not_done))
