"""When a source is asked, where an analyst has said otherwise than its definition; rows never changed."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from indicators.models.catalogue import Source
from indicators.schedules import MOST_HOURS, WEEKDAYS, Schedule


class ScheduleEdit(models.Model):
    """What an analyst set: other times, or a pause; or the taking back of one of these.

    The times in force are those of the newest edit that was not taken back, else the definition's. A pause is
    in force from the newest one until its day, or until it is taken back.
    """

    class What(models.TextChoices):
        TIMES = "times", "Other times"
        PAUSE = "pause", "Paused"

    class Kind(models.TextChoices):
        HOURS = "hours", "Every so many hours"
        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Every week"
        MONTHLY = "monthly", "Every month"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="schedule_edits")
    what = models.CharField(max_length=5, choices=What.choices)
    kind = models.CharField(max_length=7, choices=Kind.choices, blank=True)
    every_hours = models.PositiveIntegerField(default=24)
    at_time = models.TimeField(default=time(6, 0))
    weekday = models.PositiveSmallIntegerField(default=0, choices=list(enumerate(WEEKDAYS)))
    monthday = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    until_on = models.DateField(null=True, blank=True, help_text="The last day of a pause")
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "-id"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="schedule_edit_says_why"),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=False)
                | Q(what="times", until_on__isnull=True, kind__in=["hours", "daily", "weekly", "monthly"])
                | Q(what="pause", until_on__isnull=False),
                name="schedule_edit_whole",
            ),
            models.CheckConstraint(
                condition=Q(every_hours__range=(1, MOST_HOURS), monthday__range=(1, 31), weekday__lte=6),
                name="schedule_edit_possible",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.source} {self.what} {self.at:%Y-%m-%d}"

    @property
    def schedule(self) -> Schedule:
        """The times this edit sets."""
        return Schedule(self.kind, self.every_hours, self.at_time, self.weekday, self.monthday)

    @property
    def in_words(self) -> str:
        """What was done, for the list of edits."""
        if self.takes_back:
            return f"Took back: {self.takes_back.in_words[:1].lower()}{self.takes_back.in_words[1:]}"
        if self.what == self.What.PAUSE:
            assert self.until_on is not None  # noqa: S101  (the constraint says so)
            return f"Paused until {self.until_on.day} {self.until_on:%B %Y}"
        return f"Asked {self.schedule.in_words}"
