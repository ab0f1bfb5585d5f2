"""The life of a numbered copy on paper: printed, handed over, collected. Rows, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from panel.models.pack import PackCopy, PackFile


class CopyEvent(models.Model):
    """What happened to a printed copy. `whom`: to whom it was handed; `file`: what was printed."""

    class Kind(models.TextChoices):
        PRINTED = "printed", "Printed"
        HANDED_OVER = "handed_over", "Handed over"
        COLLECTED = "collected", "Collected"
        NOT_RETURNED = "not_returned", "Not returned"
        DESTROYED = "destroyed", "Destroyed"

    copy = models.ForeignKey(PackCopy, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    happened_on = models.DateField()
    whom = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(PackFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["copy_id", "id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="handed_over") & ~Q(whom="")) | (~Q(kind="handed_over") & Q(whom="")),
                name="copy_event_handed_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind="printed", file__isnull=False) | (~Q(kind="printed") & Q(file__isnull=True)),
                name="copy_event_printed_from_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy} · {self.get_kind_display()}"
