"""The radar: councils the Panel keeps an eye on, a decision beside any stage (R148)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.visibility import RadarQuerySet


@pghistory.track()
class RadarEntry(models.Model):
    """A council's time on the radar: put on with a reason, taken off with a reason.

    `next_look_on` is when an adviser means to look again; the radar stands by it, never by seriousness.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="radar_entries")
    put_on_at = models.DateTimeField()
    put_on_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    put_on_reason = models.CharField(max_length=300)
    next_look_on = models.DateField(null=True, blank=True)
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_off_reason = models.CharField(max_length=300, blank=True)
    recorded_at = RecordedAt()

    objects = RadarQuerySet.as_manager()

    class Meta:
        ordering = [F("next_look_on").asc(nulls_last=True), "council__short_name"]
        verbose_name_plural = "radar entries"
        constraints = [
            models.UniqueConstraint(
                fields=["council"], condition=Q(taken_off_at__isnull=True), name="radar_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(put_on_reason=""), name="radar_put_on_has_a_reason"),
            models.CheckConstraint(
                condition=Q(taken_off_at__isnull=True, taken_off_by__isnull=True, taken_off_reason="")
                | (Q(taken_off_at__isnull=False, taken_off_by__isnull=False) & ~Q(taken_off_reason="")),
                name="radar_taken_off_together",
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at__isnull=True) | Q(taken_off_at__gte=F("put_on_at")),
                name="radar_off_after_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} · radar"

    def get_absolute_url(self) -> str:
        return self.council.get_absolute_url()


class RadarExport(models.Model):
    """A list of the radar that left as a file, and why (TRUST section 2, Export)."""

    rows = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    exported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    exported_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.rows} rows · {self.exported_by}"
