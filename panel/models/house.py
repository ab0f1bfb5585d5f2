"""The secretariat's own Word template for a body's papers: each version kept, with its days."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt
from panel.models.body import Body


class HouseTemplate(models.Model):
    """A version of a body's template. `content` is what the child wrote of the file: styles, page, header.

    The newest is used, unless it was removed; `lacks` names the styles it has not, for which ours stand.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="house_templates")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=150)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    lacks = models.JSONField(default=list)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    recorded_at = RecordedAt()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["body_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="house_template_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="house_template_removed_together",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_brought",
                fields=[
                    "body", "number", "file_name", "content", "size", "sha256", "lacks", "brought_by",
                    "brought_at", "recorded_at",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Template {self.number} of {self.body}"
