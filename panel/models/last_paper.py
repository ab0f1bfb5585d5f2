"""The last paper made in Word, taken in so that the first report made here has one to compare with."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.models.body import Body
from panel.visibility import LastPaperQuerySet


class LastPaper(models.Model):
    """A body's last paper in Word. Only its day, that it was confirmed and that it was taken out change.

    `version` counts what was said of its lines, so that two people do not write over each other.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="last_papers")
    held_on = models.DateField(help_text="The day of the meeting for which it was written")
    file_name = models.CharField(max_length=150)
    size = models.PositiveIntegerField(help_text="Bytes, as kept")
    sha256 = models.CharField(max_length=64, help_text="Of the bytes as kept")
    took = models.JSONField(default=list, help_text="What was taken out of it, in words")
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    recorded_at = RecordedAt()
    version = models.PositiveIntegerField(default=1)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_reason = models.CharField(max_length=300, blank=True)

    objects = LastPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(taken_out_at__isnull=True), name="last_paper_one_of_a_body"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="last_paper_confirmed_together",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True, taken_out_by__isnull=True, taken_out_reason="")
                | (Q(taken_out_at__isnull=False, taken_out_by__isnull=False) & ~Q(taken_out_reason="")),
                name="last_paper_taken_out_together",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_brought",
                fields=[
                    "body",
                    "file_name",
                    "size",
                    "sha256",
                    "took",
                    "brought_by",
                    "brought_at",
                    "recorded_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"Last Word paper {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/bodies/{self.body.slug}/last-paper"


class LastPaperContent(models.Model):
    """Its bytes, sealed as attached files are (ADR 0009); apart, so that no list reads them."""

    paper = models.OneToOneField(LastPaper, on_delete=models.PROTECT, related_name="content")
    sealed = models.BinaryField()

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Content of last Word paper {self.paper_id}"


class LastPaperLine(models.Model):
    """A line of it (a paragraph, a row of a table) as it stood, and what the reading of it proposes.

    `council` is set only where the line is surely about one; `why` says how that is known, why it is passed
    over, or what is asked. Nothing of a paper is left out: what is no council's is a line too.
    """

    class Reading(models.TextChoices):
        ABOUT = "about", "About a council"
        PASSED_OVER = "over", "Passed over"
        ASKED = "asked", "Asked"

    paper = models.ForeignKey(LastPaper, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    where = models.CharField(max_length=100)
    text = models.TextField()
    reading = models.CharField(max_length=5, choices=Reading.choices)
    council = models.ForeignKey(
        Council, null=True, blank=True, on_delete=models.PROTECT, related_name="last_paper_lines"
    )
    why = models.CharField(max_length=500)

    class Meta:
        ordering = ["paper_id", "number"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="last_paper_line_once"),
            models.CheckConstraint(
                condition=Q(reading="about", council__isnull=False)
                | (~Q(reading="about") & Q(council__isnull=True)),
                name="last_paper_line_about_a_council",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.number} of last Word paper {self.paper_id}"


class LastPaperAnswer(models.Model):
    """What somebody said of a line: its council, or none. The newest stands, the others are kept."""

    line = models.ForeignKey(LastPaperLine, on_delete=models.PROTECT, related_name="answers")
    council = models.ForeignKey(
        Council, null=True, blank=True, on_delete=models.PROTECT, related_name="last_paper_answers"
    )
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Answer {self.pk} about line {self.line_id}"
