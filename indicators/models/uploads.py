"""Files that an analyst brings in the browser, and what was said about each so far: drafts that survive."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt


class UploadQuerySet(models.QuerySet["Upload"]):
    """Each analyst's uploads are their own."""

    def visible_to(self, user: Any) -> UploadQuerySet:
        """Those that this person brought."""
        return self.filter(brought_by=user)

    def drafts(self) -> UploadQuerySet:
        """Those that are neither saved nor put away."""
        return self.filter(state=Upload.State.DRAFT)


class Upload(models.Model):
    """One file brought by an analyst. The file itself is kept in RAW_FILES_DIR under its hash."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        USED = "used", "Saved as a definition"
        DISCARDED = "discarded", "Put away"

    class Kind(models.TextChoices):
        CSV = "csv", "CSV"
        ODS = "ods", "OpenDocument spreadsheet"
        XLSX = "xlsx", "Excel workbook"

    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    source = models.SlugField(
        max_length=120, blank=True, help_text="The saved source it is a file of, or becomes one of"
    )
    only_file = models.BooleanField(
        default=False, help_text="A new file for a definition that stays as it is: nothing is asked again"
    )
    seen = models.JSONField(default=dict, help_text="What the file seems to be")
    answers = models.JSONField(default=dict, help_text="What was entered so far, as typed, by step")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["brought_by", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", ended_at__isnull=True)
                | (~Q(state="draft") & Q(ended_at__isnull=False)),
                name="upload_ended_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return f"/data/new/{self.pk}"
