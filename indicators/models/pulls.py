"""Asking a publisher, what came, and what was made of it; and a council's own word beside a value."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from indicators.models.catalogue import Indicator, Source


class Release(models.Model):
    """One file of a source, known by its hash; the file itself is kept in RAW_FILES_DIR under that name."""

    class State(models.TextChoices):
        LOADED = "loaded", "Loaded"
        REFUSED = "refused", "Refused"
        QUARANTINED = "quarantined", "Waits for the analyst"
        ROLLED_BACK = "rolled_back", "Rolled back"

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="releases")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    came_from = models.CharField(max_length=500, help_text="The address or the file's name")
    fetched_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=State.choices)
    sentence = models.TextField(blank=True, help_text="Why it is not loaded")
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
        "indicators.Period", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    suspicions = models.JSONField(default=list, help_text="Why it waits for the analyst: sentences")
    difference = models.JSONField(
        default=dict, help_text="Beside what was held when it came (differing.Difference)"
    )

    class Meta:
        ordering = ["source_id", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="release_once"),
            models.CheckConstraint(
                condition=Q(state="loaded", loaded_at__isnull=False, sentence="")
                | (Q(state__in=["refused", "quarantined", "rolled_back"]) & ~Q(sentence="")),
                name="release_loaded_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.sha256[:12]}"

    def get_absolute_url(self) -> str:
        return f"/data/{self.source.slug}/releases/{self.pk}"

    @property
    def rejected_rows(self) -> int:
        """How many rows of the file were not taken."""
        return sum(reason["count"] for reason in self.rejected)


class Change(models.Model):
    """One moment at which the figures held became others: a release was taken in, or rolled back.

    Observations and comparisons stand from one of these to another, so that what was known at any time can
    be asked. Numbered as they are written.
    """

    class Kind(models.TextChoices):
        TAKEN_IN = "taken_in", "Taken in"
        ROLLED_BACK = "rolled_back", "Rolled back"

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    kind = models.CharField(max_length=11, choices=Kind.choices)
    release = models.ForeignKey(
        Release,
        on_delete=models.PROTECT,
        related_name="changes",
        help_text="What was taken in, or the earliest of those taken back",
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="taken_in") | (Q(by__isnull=False) & ~Q(reason="")),
                name="change_rolled_back_by_someone_for_a_reason",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.release} {self.get_kind_display().lower()}"


class Decision(models.Model):
    """What an analyst decided about a release of data, and why; never changed."""

    class Kind(models.TextChoices):
        RELEASED = "released", "Released"
        REFUSED = "refused", "Refused"
        ROLLED_BACK = "rolled_back", "Rolled back"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    overridden = models.JSONField(default=list, help_text="The suspicions the analyst saw and set aside")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.release} {self.get_kind_display().lower()}"


class Check(models.Model):
    """One time a publisher was asked, and what came of it: the history of a source, never changed."""

    class Outcome(models.TextChoices):
        LOADED = "loaded", "New figures loaded"
        UNCHANGED = "unchanged", "Nothing new"
        REFUSED = "refused", "File refused"
        QUARANTINED = "quarantined", "Waits for the analyst"
        FAILED = "failed", "Could not be fetched"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=11, choices=Outcome.choices)
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
    period = models.ForeignKey("indicators.Period", on_delete=models.PROTECT, related_name="+")
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
