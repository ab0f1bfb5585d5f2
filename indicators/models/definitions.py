"""Definitions that an analyst made in the browser: kept as their text, one row each time one is saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt


class SavedDefinition(models.Model):
    """One version of a source's, an indicator's or a report's definition, as TOML; the newest one counts.

    No row is ever changed: a correction is a further version, and withdrawing is one too. A file of the
    catalogue wins over a saved definition of the same name.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", "Source"
        INDICATOR = "indicator", "Indicator"
        REPORT = "report", "Report"

    kind = models.CharField(max_length=9, choices=Kind.choices)
    slug = models.SlugField(max_length=120)
    version = models.PositiveIntegerField()
    text = models.TextField(help_text="The definition as TOML, as it would stand in the catalogue")
    withdrawn = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was withdrawn")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["kind", "slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "version"], name="saved_definition_version_once"),
            models.CheckConstraint(
                condition=Q(withdrawn=False, reason="") | (Q(withdrawn=True) & ~Q(reason="")),
                name="saved_definition_withdrawn_says_why",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.slug}, version {self.version}"
