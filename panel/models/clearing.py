"""The Chair's clearance of a draft: the words as they were sent, and what the Chair says of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from panel.models.meeting import Meeting
from panel.visibility import ChairDraftQuerySet


class ChairDraft(models.Model):
    """A draft as it stood when the secretariat sent it to the Chair.

    `paper`: the canonical JSON of its structured paper, without the appendices of published figures.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="chair_drafts")
    paper = models.TextField()
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = ChairDraftQuerySet.as_manager()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Draft for the Chair · {self.meeting}"

    def get_absolute_url(self) -> str:
        return f"/meetings/{self.meeting_id}/drafts/{self.pk}"


class Clearance(models.Model):
    """What the Chair said of a draft; `recorded_by` is the Chair, or the secretariat, which says `how`."""

    draft = models.ForeignKey(ChairDraft, on_delete=models.PROTECT, related_name="clearances")
    is_cleared = models.BooleanField()
    given_by = models.CharField(max_length=200)
    how = models.CharField(max_length=200, blank=True)
    remarks = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["draft_id", "id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_by="") & (Q(is_cleared=True) | ~Q(remarks="")),
                name="clearance_says_by_whom_and_why_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft} · {self.given_by}"
