"""Printed copies: printed for their holder, handed over, collected after the meeting. Rows, never changed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from panel import access
from panel.copies import speaks_of_any
from panel.models import CopyEvent, Pack, PackCopy, PackFile
from panel.queries.views import view_of
from panel.workflow.reading import locked, own_file
from papers.canonical import from_json

Kind = CopyEvent.Kind


def _locked(copy: PackCopy, by: User) -> tuple[Pack, PackCopy, CopyEvent | None]:
    pack = locked(copy.pack, by)
    forbid(access.may_not_keep_copies(by))
    copy = pack.copies.select_related("holder").filter(pk=copy.pk).first() or not_found("The copy")
    return pack, copy, copy.events.order_by("-id").first()


@transaction.atomic
def print_copy(*, copy: PackCopy, form: str, by: User, at: datetime) -> PackFile:
    """The holder's copy as they may read it, to be printed for them; that it was printed is kept.

    Not for a secretary with an interest in a council that the pack names: they would read what is withheld.
    """
    pack, copy, last = _locked(copy, by)
    on = timezone.localtime(at).date()
    if form not in (PackFile.Format.PDF, PackFile.Format.LARGE_PRINT):
        raise Refused("Choose the PDF or the large print: those are for printing.")
    # Also one that is named only in passing, of which the pack has no entry.
    touched = speaks_of_any(from_json(pack.paper), view_of(pack, by, on).hidden)
    forbid(access.may_not_print_of_interest(touched=touched))
    refuse(access.may_not_print(copy, last))
    view = view_of(pack, copy.holder, on)
    refuse(access.may_not_print_for(copy, reads_something=view.items is None or bool(view.items)))
    file = own_file(pack, form, copy, view, at)
    event = CopyEvent.objects.create(
        copy=copy, kind=Kind.PRINTED, happened_on=on, file=file, noted_by=by, noted_at=at
    )
    details: dict[str, str | int] = {"number": copy.number, "format": form}
    record(by=by, act="print_copy", subject=event, scope=pack.meeting.audit_scope, details=details)
    return file


@transaction.atomic
def note_copy(
    *, copy: PackCopy, kind: str, happened_on: date, by: User, at: datetime, whom: str = ""
) -> CopyEvent:
    """Keep what happened to a printed copy: handed over, collected, not returned, destroyed."""
    pack, copy, last = _locked(copy, by)
    kind, whom = Kind(kind), " ".join(whom.split())
    if kind == Kind.PRINTED:
        raise Refused("That a copy was printed is kept when it is printed here.")
    refuse(access.may_not_follow(copy, last, kind))
    on = timezone.localtime(at).date()
    if happened_on > on:
        raise Refused("The day cannot lie ahead.")
    if last and happened_on < last.happened_on:
        raise Refused("The day cannot be before what happened to the copy last.")
    if kind == Kind.NOT_RETURNED and happened_on < pack.meeting.held_on:
        raise Refused("Copies are collected after the meeting: until then none is missing.")
    if kind == Kind.HANDED_OVER and not whom:
        raise Refused("Enter to whom it was handed.")
    event = CopyEvent.objects.create(
        copy=copy,
        kind=kind,
        happened_on=happened_on,
        whom=whom if kind == Kind.HANDED_OVER else "",
        noted_by=by,
        noted_at=at,
    )
    details: dict[str, str | int] = {"number": copy.number, "kind": kind.value}
    record(by=by, act="note_copy", subject=event, scope=pack.meeting.audit_scope, details=details)
    return event
