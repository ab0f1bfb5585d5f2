"""What the LGA and the department agreed when they met before a meeting of the Panel (R082)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt


class DepartmentNote(models.Model):
    """The agreed note of one meeting. It is never changed: a later one corrects it and says so."""

    meeting = models.ForeignKey("panel.Meeting", on_delete=models.PROTECT, related_name="department_notes")
    text = models.TextField()
    agreed_with = models.CharField(max_length=200, help_text="Who agreed it for the department")
    agreed_on = models.DateField()
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "-id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(agreed_with=""), name="department_note_says_what_and_with_whom"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(corrects__isnull=True), name="department_note_begins_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Note agreed on {self.agreed_on:%d %b %Y}"
