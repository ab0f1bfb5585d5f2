"""Putting a council on the radar and taking it off: a decision beside any stage (WORKFLOW section 1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, Stale, forbid, not_found, refuse
from councils.models import Council
from panel import access
from panel.models import RadarEntry, RadarExport
from papers.paper import day

MOST_ROWS = 200


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _said(on: date | None) -> str:
    return f"Look again on {day(on)}" if on else "No date"


def _coming(on: date | None, at: datetime) -> date | None:
    if on is not None and on < _day(at):
        raise Refused(f"{day(on)} is past. Enter a day from today on, or leave it empty.")
    return on


def _reason(reason: str) -> str:
    if not (said := " ".join(reason.split())):
        raise Refused("Enter the reason in one line.")
    return said


@transaction.atomic
def put_on_radar(
    *, council: Council, reason: str, by: User, at: datetime, next_look_on: date | None = None
) -> RadarEntry:
    """Put a council on the radar, with a line of reason; the Panel is told at its next meeting (R148)."""
    council = Council.objects.select_for_update(of=("self",)).select_related("region").get(pk=council.pk)
    forbid(access.may_not_decide_radar(by, council, _day(at)))
    reason = _reason(reason)
    held = RadarEntry.objects.standing().filter(council=council).select_related("put_on_by").first()
    if held and (sentence := access.may_not_put_on(council, held)):
        raise Stale(f"{sentence} Your line is kept below.", held=held.put_on_reason, typed=reason)
    entry = RadarEntry.objects.create(
        council=council,
        put_on_at=at,
        put_on_by=by,
        put_on_reason=reason,
        next_look_on=_coming(next_look_on, at),
    )
    record(by=by, act="put_on_radar", subject=entry, scope=council.audit_scope)
    return entry


def _locked(entry: RadarEntry) -> RadarEntry:
    held = RadarEntry.objects.select_for_update(of=("self",))
    held = held.select_related("council__region", "taken_off_by")
    return held.filter(pk=entry.pk).first() or not_found("The radar entry")


@transaction.atomic
def take_off_radar(*, entry: RadarEntry, reason: str, by: User, at: datetime) -> RadarEntry:
    """Take a council off the radar, with a line of reason."""
    entry = _locked(entry)
    forbid(access.may_not_decide_radar(by, entry.council, _day(at)))
    reason = _reason(reason)
    if sentence := access.may_not_take_off(entry):
        raise Stale(f"{sentence} Your line is kept below.", held=entry.taken_off_reason, typed=reason)
    entry.taken_off_at, entry.taken_off_by, entry.taken_off_reason = at, by, reason
    entry.save(update_fields=["taken_off_at", "taken_off_by", "taken_off_reason"])
    record(by=by, act="take_off_radar", subject=entry, scope=entry.council.audit_scope)
    return entry


@transaction.atomic
def set_next_look(
    *, entry: RadarEntry, on: date | None, by: User, at: datetime, before: date | None = None
) -> RadarEntry:
    """Say when the adviser means to look again; the radar stands by this date.

    `before` is the date that stood when the writer began. Raises Stale where somebody set another meanwhile.
    """
    entry = _locked(entry)
    forbid(access.may_not_decide_radar(by, entry.council, _day(at)))
    refuse(access.may_not_take_off(entry))
    if entry.next_look_on not in (before, on):
        raise Stale(
            "Somebody else set this date while you were writing.",
            held=_said(entry.next_look_on),
            typed=_said(on),
        )
    entry.next_look_on = _coming(on, at)
    entry.save(update_fields=["next_look_on"])
    record(by=by, act="set_next_look", subject=entry, scope=entry.council.audit_scope)
    return entry


@transaction.atomic
def export_radar(*, rows: int, reason: str, by: User, at: datetime) -> RadarExport:
    """Say why a list of the radar leaves; kept with how many rows (at most 200)."""
    forbid(access.may_not_export_radar(by))
    said = _reason(reason)
    if rows > MOST_ROWS:
        raise Refused(f"At most {MOST_ROWS} rows leave at a time. Narrow the list.")
    export = RadarExport.objects.create(rows=rows, reason=said, exported_by=by, exported_at=at)
    record(by=by, act="export_radar", subject=export, details={"rows": rows})
    return export
