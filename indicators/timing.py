"""When each source is asked: the times in force, a pause, and the next time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from indicators.models import ScheduleEdit, Source
from indicators.schedules import Schedule

TIMES_LATE = 3
What = ScheduleEdit.What


@dataclass(frozen=True)
class Timing:
    """A source's times: its definition's, or those an analyst set (`edit`); and a pause that was set."""

    schedule: Schedule
    edit: ScheduleEdit | None = None
    pause: ScheduleEdit | None = None

    def paused_until(self, at: datetime) -> date | None:
        """The last day of the pause that holds at this moment."""
        until = self.pause.until_on if self.pause else None
        return until if until and until >= timezone.localdate(at) else None

    def next_at(self, source: Source, at: datetime) -> datetime:
        """When it is asked next; at the earliest now."""
        if source.last_checked_at is None:
            found = at
        elif source.retry_at:
            found = source.retry_at
        else:
            found = self.schedule.next_after(source.last_checked_at)
        until = self.paused_until(at)
        if until:
            found = max(found, _begin_of(until + timedelta(days=1)))
        return max(found, source.not_before_at or found, at)

    def late_on(self, last: datetime, at: datetime) -> date:
        """The day on which not having been asked since `last` is three times its time."""
        begun = max(last, _begin_of(until)) if (until := self.paused_until(at)) else last
        return timezone.localdate(begun + TIMES_LATE * self.schedule.rhythm + timedelta(days=1))


def timings(sources: Iterable[Source]) -> dict[int, Timing]:
    """The timing of each source, in two queries however many there are."""
    rows = list(sources)
    edits = ScheduleEdit.objects.filter(source__in=[source.pk for source in rows]).select_related("by")
    times = edits.filter(what=What.TIMES, takes_back__isnull=True, taken_back_by__isnull=True)
    set_to = {edit.source_id: edit for edit in times.order_by("source_id", "-id").distinct("source_id")}
    pauses = edits.filter(what=What.PAUSE).order_by("source_id", "-id").distinct("source_id")
    paused = {edit.source_id: edit for edit in pauses if not edit.takes_back_id}
    return {
        source.pk: Timing(
            set_to[source.pk].schedule if source.pk in set_to else of_definition(source),
            set_to.get(source.pk),
            paused.get(source.pk),
        )
        for source in rows
    }


def of_definition(source: Source) -> Schedule:
    """The times of the source's definition."""
    return Schedule("hours", every_hours=max(1, source.every_hours))


def timing(source: Source) -> Timing:
    """One source's."""
    return timings([source])[source.pk]


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())).astimezone(UTC)
