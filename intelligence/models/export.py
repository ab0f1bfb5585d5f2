"""That notes left as a file or on paper, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council


class NoteExport(models.Model):
    """A list of notes that left as a file (TRUST section 2, Export): how many, and the reason given."""

    rows = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    exported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.rows} rows · {self.exported_by}"


class BriefingPrint(models.Model):
    """A council's briefing that left on paper: with how many entries, and the reason given."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    entries = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.council} · {self.printed_by}"
