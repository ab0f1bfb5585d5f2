"""Asking a publisher, what came, and what was made of it; and a council's own word beside a value."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from indicators.models.catalogue import Indicator, Source
from indicators.models.figures import Period


class Release(models.Model):
    """One file of a source, known by its hash; the file itself is kept in RAW_FILES_DIR under that name."""

    class State(models.TextChoices):
        LOADED = "loaded", "Loaded"
        REFUSED = "refused", "Refused"

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="releases")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    came_from = models.CharField(max_length=500, help_text="The address or the file's name")
    fetched_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices)
    sentence = models.TextField(blank=True, help_text="Why it was refused")
    loaded_at = models.DateTimeField(null=True, blank=True)
    observations = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.JSONField(default=list, help_text="Reasons, counts and examples")
    councils = models.PositiveIntegerField(default=0)
    reading = models.CharField(
        max_length=64, blank=True, help_text="Which definitions it was read with; other ones read it again"
    )
    newest_period = models.ForeignKey(
        Period, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["source_id", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="release_once"),
            models.CheckConstraint(
                condition=Q(state="loaded", loaded_at__isnull=False, sentence="")
                | (Q(state="refused", loaded_at__isnull=True) & ~Q(sentence="")),
                name="release_loaded_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.sha256[:12]}"

    @property
    def rejected_rows(self) -> int:
        """How many rows of the file were not taken."""
        return sum(reason["count"] for reason in self.rejected)


class Check(models.Model):
    """One time a publisher was asked, and what came of it: the history of a source, never changed."""

    class Outcome(models.TextChoices):
        LOADED = "loaded", "New figures loaded"
        UNCHANGED = "unchanged", "Nothing new"
        REFUSED = "refused", "File refused"
        FAILED = "failed", "Could not be fetched"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    sentence = models.TextField(blank=True)
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="checks"
    )
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["source", "-id"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M} {self.outcome}"


class ValueExplanation(models.Model):
    """What a council says about one of its figures, in its own words, kept beside the value (R111)."""

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    given_by = models.CharField(max_length=200, help_text="Who at the council gave it")
    given_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-given_on", "-id"]
        indexes = [models.Index(fields=["council", "indicator"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.council} on {self.indicator} {self.period}"
