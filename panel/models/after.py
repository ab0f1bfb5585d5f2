"""What a meeting leaves behind, and the boards' own papers: frozen, never changed (R164, R192)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from panel.models.body import Body
from panel.models.house import HouseTemplate
from panel.models.meeting import Decision, Meeting
from panel.models.pack import Pack
from panel.visibility import IssuedPaperQuerySet


class IssuedPaper(models.Model):
    """A structured paper other than the radar report, as it was agreed or issued.

    `paper` is its canonical JSON and `sha256` the hash of it; the formats are made from these words alone,
    each reader's with what they may not read withheld. A note is frozen when a later meeting agrees it.
    """

    class Kind(models.TextChoices):
        NOTE = "note", "Note of decisions taken and actions required"
        SCHEDULE = "schedule", "Action Monitor Schedule"
        ANNUAL = "annual", "Annual report on performance and improvement"
        MEASURES = "measures", "How the arrangements are working"

    OF_A_MEETING = (Kind.NOTE, Kind.SCHEDULE)
    OF_A_YEAR = (Kind.ANNUAL, Kind.MEASURES)

    kind = models.CharField(max_length=8, choices=Kind.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="papers")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    # The year in which the twelve months end, on 31 March.
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_at_meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="notes_agreed"
    )
    version = models.PositiveIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    supersedes_reason = models.CharField(max_length=300, blank=True)
    paper = models.TextField()
    # The Word template as it stood then; none: our own.
    house_template = models.ForeignKey(
        HouseTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    sha256 = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "body", "meeting", "year", "version"],
                nulls_distinct=False,
                name="issued_paper_version_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["note", "schedule"], meeting__isnull=False, year__isnull=True)
                | Q(kind__in=["annual", "measures"], meeting__isnull=True, year__isnull=False),
                name="issued_paper_of_a_meeting_or_a_year",
            ),
            models.CheckConstraint(
                condition=Q(kind="note", agreed_at_meeting__isnull=False)
                | ~Q(kind="note") & Q(agreed_at_meeting__isnull=True),
                name="issued_paper_note_is_agreed",
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True, supersedes_reason="")
                | Q(version__gt=1, supersedes__isnull=False) & ~Q(supersedes_reason=""),
                name="issued_paper_supersedes_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · version {self.version}"

    def get_absolute_url(self) -> str:
        return f"/papers/{self.pk}"

    @property
    def body_name(self) -> str:
        """What the board was called on the meeting's day, or on the last of the year; wants its names."""
        on = self.meeting.held_on if self.meeting else date(self.year or 1, 3, 31)
        return self.body.name_on(on)

    @property
    def audit_scope(self) -> str:
        """The opaque key under which the record keeps what was done about it."""
        return f"meeting:{self.meeting_id}" if self.meeting_id else f"board:{self.body_id}"


class RecommendationOutcome(models.Model):
    """What became of one recommendation of an issued report. A later row corrects, none is changed."""

    class Became(models.TextChoices):
        NOTED = "noted", "Noted"
        AGREED = "agreed", "Agreed"
        AMENDED = "amended", "Amended"
        NOT_AGREED = "not_agreed", "Not agreed"

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveSmallIntegerField()
    became = models.CharField(max_length=10, choices=Became.choices)
    text = models.CharField(max_length=400, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["pack_id", "number", "id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(became__in=["noted", "agreed", "amended", "not_agreed"]),
                name="recommendation_became_known",
            ),
            models.CheckConstraint(
                condition=~Q(became="amended", text=""), name="recommendation_amended_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number} · {self.pack}"
