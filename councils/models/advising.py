"""Which adviser leads on a political group or a service area, and who stands in while one is away."""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt
from councils.models.people import DatedQuerySet, PoliticalGroup, ServiceArea


@pghistory.track()
class AllocatedLead(models.Model):
    """An adviser who leads on one political group or one key service area, besides any region (R039)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads")
    group = models.ForeignKey(
        PoliticalGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["since_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=True, service_area__isnull=False)
                | Q(group__isnull=False, service_area__isnull=True),
                name="lead_on_a_group_or_a_service",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="lead_until_after_since",
            ),
            models.UniqueConstraint(
                fields=["user", "group", "service_area"],
                condition=Q(until_on__isnull=True),
                nulls_distinct=False,
                name="lead_allocated_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.on_what}"

    @property
    def on_what(self) -> str:
        """The group or the service area, in words."""
        return f"{self.group} group" if self.group else str(self.service_area)


class CoverQuerySet(models.QuerySet["Cover"]):
    """Covers by day."""

    def holding_on(self, on: date) -> CoverQuerySet:
        """Those in force on the day."""
        return self.filter(ended_at__isnull=True, since_on__lte=on, until_on__gte=on)


@pghistory.track()
class Cover(models.Model):
    """While one adviser is away another looks after their regions too, from one day to another.

    It gives the regions and nothing else: what the deputy may do there goes by their own role, and their own
    declared interests stand. `reads_sources`: the absent adviser lets them read who a source is, each time
    with a reason.
    """

    absent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covered_by")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covers")
    since_on = models.DateField()
    until_on = models.DateField()
    reads_sources = models.BooleanField(default=False)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["since_on", "pk"]
        indexes = [models.Index(fields=["deputy", "until_on"])]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("deputy")), name="cover_by_another"),
            models.CheckConstraint(condition=Q(until_on__gte=F("since_on")), name="cover_until_after_since"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cover_ended_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} for {self.absent}"
