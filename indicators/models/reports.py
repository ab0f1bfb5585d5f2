"""A report that a person put together for themselves, every version kept (R106)."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from indicators.visibility import OwnReportQuerySet


def unguessable() -> str:
    """The name of a report in addresses: who is not given it cannot find it."""
    return f"my-{secrets.token_hex(12)}"


class OwnReport(models.Model):
    """One person's report: theirs alone, or shared with whoever signs in and has its link."""

    slug = models.SlugField(max_length=40, unique=True, default=unguessable)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(help_text="The number of the version in use")
    is_shared = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OwnReportQuerySet.as_manager()

    class Meta:
        ordering = ["owner_id", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(withdrawn_at__isnull=True),
                name="own_report_withdrawn_is_unshared",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"/reports/{self.slug}"


class OwnReportVersion(models.Model):
    """What a report said from when it was saved; the newest counts, and none is ever changed."""

    report = models.ForeignKey(OwnReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    purpose = models.CharField(max_length=300, blank=True)
    themes = models.JSONField(help_text="In order: title, and the indicators under it")
    councils = ArrayField(
        models.CharField(max_length=12),
        default=list,
        help_text="Keys of the councils beside one another; none: the council one looks at",
    )
    saved_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["report_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="own_report_version_once")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"
