"""Paragraphs of a report that advisers are asked for, and what they say of the words that stand there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.models.meeting import Meeting


class ParagraphAsk(models.Model):
    """The region's advisers are asked for a council's paragraph by a day; a later row takes its place."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="paragraphs_asked")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.council} asked for · {self.meeting}"


class AdviserWord(models.Model):
    """An adviser of the region wrote a paragraph, confirmed it as it stands, or said why not.

    `texts`: {name of the slot: {"text", "version"}} as they stood then; version 0 is the live words.
    """

    class Kind(models.TextChoices):
        WRITTEN = "written", "Written"
        CONFIRMED = "confirmed", "Confirmed as it stands"
        NOT_CONFIRMED = "not_confirmed", "Not confirmed"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="adviser_words")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    texts = models.JSONField()
    sentence = models.CharField(max_length=500, blank=True, help_text="Why it is not confirmed")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="not_confirmed") & ~Q(sentence="")
                | Q(kind__in=["written", "confirmed"], sentence=""),
                name="adviser_word_says_why_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.get_kind_display()} · {self.meeting}"
