"""What is gathered before a pack is issued: edited paragraphs, who was told, and reasons where nobody was."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.models.meeting import Meeting


@pghistory.track()
class Slot(models.Model):
    """A paragraph of a meeting's report that somebody wrote over what the live concerns say.

    `said_live` keeps what the concerns said then, so that the page can show that it has changed since.
    """

    class Name(models.TextChoices):
        CONCERN = "concern", "The concern"
        PROGRESS = "progress", "Support and progress"
        SUMMARY = "summary", "Summary"
        CONCLUSION = "conclusion", "Conclusion and next steps"

    OF_A_COUNCIL = (Name.CONCERN, Name.PROGRESS)

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="slots")
    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=10, choices=Name.choices)
    text = models.TextField()
    said_live = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "council_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "council", "name"], nulls_distinct=False, name="slot_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(name__in=["concern", "progress"], council__isnull=False)
                | Q(name__in=["summary", "conclusion"], council__isnull=True),
                name="slot_of_a_council_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} · {self.meeting}"


class CouncilTold(models.Model):
    """A council was told that it is in the paper: whom, how, when. A later row corrects, none is changed."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="told")
    whom = models.CharField(max_length=200)
    how = models.CharField(max_length=200)
    happened_on = models.DateField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "council_id", "-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.council} told · {self.meeting}"


class PackReason(models.Model):
    """An adviser's signed reason why a council stands in a paper it does not know of (WORKFLOW section 4)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reasons")
    reason = models.TextField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "council_id", "-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.council} not told · {self.meeting}"
