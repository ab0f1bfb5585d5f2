"""To point a note out to colleagues: they are told that there is one, and nothing of what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from intelligence.models import Note
from intelligence.workflow.locking import locked


@transaction.atomic
def point_out_note(*, by: User, at: datetime, note: Note, people: Iterable[User]) -> list[User]:
    """Tell those of the people who may read the note; gives those who may not, to whom nothing is said.

    It opens the note to nobody. Raises NotFound where the person may not read it themselves.
    """
    held = locked(note, by)
    told: list[User] = []
    shut_out: list[User] = []
    for person in people:
        if person.pk == by.pk:
            continue
        reads = Note.objects.visible_to(person).standing().filter(pk=held.pk).exists()
        (told if reads else shut_out).append(person)
    if told:
        tell_people(
            people=told,
            about=f"note:{held.pk}:by:{by.pk}",
            sentence=f"{by.name} points out a note to you",
            address=held.get_absolute_url(),
            at=at,
        )
        record(
            by=by,
            act="point_out_note",
            subject=held,
            scope=held.council.audit_scope,
            details={"people": [person.pk for person in told]},
        )
    return shut_out
