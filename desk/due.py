"""All that is due of what one person looks after, from every room: for Today, the calendar and its feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from accounts.models import User
from cases import queries as cases
from cases.queries import Due
from councils import queries as councils
from intelligence import queries as intelligence
from liaison import queries as liaison
from panel import queries as panel

OFFER_WITHIN = timedelta(days=28)  # our reading: the sources say no day by which (R131)


def due_for(user: User, on: date, until: date, *, to_begin: bool = False) -> list[Due]:
    """What is late on the day and what is due until the other, by date: never by how serious it is.

    With `to_begin` also what is to be begun now, though its last day is further off: the free days after a
    change of control are offered soon (R131), and what waits for a second person waits for nothing else.
    """
    parts: tuple[Iterable[Due], ...] = (
        cases.due_for(user, on),
        _follow_ups(user, on, until),
        _to_answer(user, on, until),
        panel.paragraphs_due(user, on, until),
        panel.drafts_to_clear(user, on, until),
        liaison.due_of_sharing(user, on),
        liaison.inbound_due(user, on),
    )
    due = [one for part in parts for one in part if one.on <= until]
    begun = (*_changes_of_control(user, on), *liaison.approvals_due(user, on))
    due += [one for one in begun if to_begin or one.on <= until]
    return sorted(due, key=lambda one: one.place)


def _follow_ups(user: User, on: date, until: date) -> Iterable[Due]:
    for note in intelligence.follow_ups_due(user, until):
        if note.follow_up_on:
            yield Due(
                what=f"Follow up: {note.opening}",
                council=note.council,
                on=note.follow_up_on,
                is_late=note.follow_up_on < on,
                address=note.get_absolute_url(),
                plainly="Follow-up due",
            )


def _to_answer(user: User, on: date, until: date) -> Iterable[Due]:
    for asked in intelligence.verifications_due(user, until):
        yield Due(
            what=f"Answer what {asked.by.name} asks",
            council=asked.note.council,
            on=asked.answer_by_on,
            is_late=asked.answer_by_on < on,
            address=asked.get_absolute_url(),
            plainly="Answer due",
        )


def _changes_of_control(user: User, on: date) -> Iterable[Due]:
    for change in councils.changes_to_answer(user, on):
        by = change.changed_on + OFFER_WITHIN
        yield Due(
            what="Offer the free days of member-peer support, or say why not",
            about=f"{change} on {change.changed_on:%-d %B %Y}",
            council=change.council,
            on=by,
            is_late=by < on,
            address=f"/changes-of-control/{change.pk}",
            plainly="Answer about a change of control due",
        )
