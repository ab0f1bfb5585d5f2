"""Putting a council on the radar and taking it off: a decision beside any stage (WORKFLOW section 1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from councils.models import Council
from panel import access
from panel.models import RadarEntry, RadarExport

MOST_ROWS = 200


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


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
    refuse(access.may_not_put_on(council, RadarEntry.objects.standing().filter(council=council).first()))
    entry = RadarEntry.objects.create(
        council=council, put_on_at=at, put_on_by=by, put_on_reason=_reason(reason), next_look_on=next_look_on
    )
    record(by=by, act="put_on_radar", subject=entry, scope=council.audit_scope)
    return entry


def _locked(entry: RadarEntry) -> RadarEntry:
    held = RadarEntry.objects.select_for_update(of=("self",)).select_related("council__region")
    return held.filter(pk=entry.pk).first() or not_found("The radar entry")


@transaction.atomic
def take_off_radar(*, entry: RadarEntry, reason: str, by: User, at: datetime) -> RadarEntry:
    """Take a council off the radar, with a line of reason."""
    entry = _locked(entry)
    forbid(access.may_not_decide_radar(by, entry.council, _day(at)))
    refuse(access.may_not_take_off(entry))
    entry.taken_off_at, entry.taken_off_by, entry.taken_off_reason = at, by, _reason(reason)
    entry.save(update_fields=["taken_off_at", "taken_off_by", "taken_off_reason"])
    record(by=by, act="take_off_radar", subject=entry, scope=entry.council.audit_scope)
    return entry


@transaction.atomic
def set_next_look(*, entry: RadarEntry, on: date | None, by: User, at: datetime) -> RadarEntry:
    """Say when the adviser means to look again; the radar stands by this date."""
    entry = _locked(entry)
    forbid(access.may_not_decide_radar(by, entry.council, _day(at)))
    refuse(access.may_not_take_off(entry))
    entry.next_look_on = on
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
