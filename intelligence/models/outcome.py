"""What came of a note: the two exits of Stage 1, and whether it was looked into again (R072, R084)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt


class Outcome(models.TextChoices):
    """The exits of Stage 1 as the source has them; the wording of Stage 2's is our reading (R084)."""

    OPEN = "", "Being looked into"
    SATISFACTORY = "satisfactory", "Resolved satisfactorily"
    CONFIRMED = "confirmed", "Confirmed as a potential issue"


class NoteOutcome(models.Model):
    """One decision on a note, dated and with its reasons; the newest holds, the earlier ones stand."""

    note = models.ForeignKey("intelligence.Note", on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="outcome_has_reasons")]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: note {self.note_id}"
