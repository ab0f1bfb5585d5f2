"""The acts about asking a publisher: at which times, not for a while, as before, and now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, refuse
from indicators import definitions, health
from indicators.access import may_not_schedule
from indicators.models import ScheduleEdit, Source
from indicators.schedules import MOST_HOURS, Schedule
from ledger import workflow as ledger
from ledger.models import Job

PULL = "pull"
LONGEST_PAUSE = timedelta(days=366)
What = ScheduleEdit.What


@transaction.atomic
def set_schedule(*, by: User, at: datetime, source: Source, schedule: Schedule, reason: str) -> ScheduleEdit:
    """Ask at these times from now on, in place of the definition's."""
    locked = _asked_source(by, source)
    refuse(None if reason.strip() else "Say why the times are changed.")
    refuse(
        None
        if 1 <= schedule.every_hours <= MOST_HOURS
        else f"A publisher is asked at most once an hour, and at least every {MOST_HOURS} hours."
    )
    refuse(None if 1 <= schedule.monthday <= 31 else "The day of the month is from 1 to 31.")
    return _edit(
        locked,
        by,
        at,
        reason,
        act="set_schedule",
        what=What.TIMES,
        kind=schedule.kind,
        every_hours=schedule.every_hours,
        at_time=schedule.at_time,
        weekday=schedule.weekday,
        monthday=schedule.monthday,
    )


@transaction.atomic
def pause_source(*, by: User, at: datetime, source: Source, until_on: date, reason: str) -> ScheduleEdit:
    """Do not ask until the day is over."""
    locked = _asked_source(by, source)
    on = timezone.localdate(at)
    refuse(None if reason.strip() else "Say why it is paused.")
    refuse("The last day of the pause is over. Enter today or a later day." if until_on < on else None)
    refuse(
        "A pause lasts a year at most. Where a source is never to be asked again, withdraw its definition."
        if until_on > on + LONGEST_PAUSE
        else None
    )
    return _edit(locked, by, at, reason, act="pause_source", what=What.PAUSE, until_on=until_on)


@transaction.atomic
def take_back_schedule(*, by: User, at: datetime, edit: ScheduleEdit, reason: str) -> ScheduleEdit:
    """As it was before this edit: its times or its pause no longer count."""
    locked = _asked_source(by, edit.source)
    refuse(None if reason.strip() else "Say why it is taken back.")
    if edit.takes_back_id or ScheduleEdit.objects.filter(takes_back=edit).exists():
        raise Refused("That was taken back already, so nothing is left of it to take back.")
    return _edit(locked, by, at, reason, act="take_back_schedule", what=edit.what, takes_back=edit)


@transaction.atomic
def ask_now(*, by: User, at: datetime, source: Source) -> Job:
    """Put one asking of the publisher into the ledger; where one waits or runs already, add none."""
    locked = _asked_source(by, source)
    wait = locked.not_before_at
    if wait and wait > at:
        until = timezone.localtime(wait)
        raise Refused(
            f"The publisher asked not to be asked again before {until:%H:%M} on {until.day} {until:%B %Y}. "
            "It is asked then."
        )
    job, made = ledger.enqueue(kind=PULL, key=locked.slug, arguments={"source": locked.slug}, at=at)
    if not made and job.state == Job.State.WAITING and job.due_at > at:
        ledger.bring_forward(job_id=job.pk, at=at)
    elif not made:
        raise Refused(
            "It is being pulled at this moment, so it is not asked a second time."
            if job.state == Job.State.RUNNING
            else "It waits already to be pulled, so it is not asked a second time."
        )
    record(by=by, act="ask_publisher_now", subject=locked, details={"source": locked.slug, "job": job.pk})
    return job


def _asked_source(by: User, source: Source) -> Source:
    """The source, locked, where this person may say when it is asked and it is asked at all."""
    locked = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    forbid(may_not_schedule(by))
    definition = definitions.source(locked.slug)
    if definition is None:
        raise Refused("Its definition was withdrawn: it is not asked any more.")
    refuse(
        "It is brought by hand: nobody is asked, so there is no time for it." if definition.by_hand else None
    )
    return locked


def _edit(source: Source, by: User, at: datetime, reason: str, *, act: str, **fields: object) -> ScheduleEdit:
    edit = ScheduleEdit.objects.create(source=source, by=by, at=at, reason=reason.strip(), **fields)
    source.refresh_from_db()
    health.foresee(source, at)
    source.save(update_fields=["late_on", "stale_on"])
    record(by=by, act=act, subject=edit, details={"source": source.slug, "edit": edit.pk})
    return edit
