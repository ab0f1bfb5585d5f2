"""The releases for one meeting with the department, approved together by one person (WORKFLOW 4, R082)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt

# When the transaction ends, not before: the batch is written first, then each of its releases.
WHOLE = pgtrigger.Trigger(
    name="whole_or_nothing",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func="""
        IF (SELECT count(*) FROM liaison_release
             WHERE batch_id = NEW.id AND approved_at IS NOT NULL) <> NEW.size THEN
            RAISE EXCEPTION 'The releases for a meeting are approved together or not at all.';
        END IF;
        RETURN NULL;
    """,
)


class ReleaseBatch(models.Model):
    """That so many releases for one meeting were approved at once; each passed its own gate."""

    meeting = models.ForeignKey("panel.Meeting", on_delete=models.PROTECT, related_name="release_batches")
    size = models.PositiveSmallIntegerField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        verbose_name_plural = "release batches"
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="batch_holds_something")]
        triggers = [append_only(), WHOLE]

    def __str__(self) -> str:
        return f"Batch {self.pk} of meeting {self.meeting_id}"
