"""How a note was checked, and when: so that one sees what was believed at any time (R071)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from intelligence.models.source import Source


class Checked(models.TextChoices):
    """Whether a note has been checked, and what that showed."""

    NOT_YET = "not_yet", "Not yet checked"
    CONFIRMED = "confirmed", "Confirmed"
    CONTRADICTED = "contradicted", "Contradicted"


class NoteCheck(models.Model):
    """One check of a note: what was found, on which day, and how many sources stood behind it by then."""

    note = models.ForeignKey("intelligence.Note", on_delete=models.PROTECT, related_name="checks")
    outcome = models.CharField(
        max_length=14, choices=[choice for choice in Checked.choices if choice[0] != Checked.NOT_YET]
    )
    independent_sources = models.PositiveSmallIntegerField(
        help_text="Besides the note's own, over all checks since it was last contradicted"
    )
    found = models.TextField(help_text="What the check showed")
    sources = models.ManyToManyField(Source, blank=True, related_name="checks")
    happened_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Checked.CONFIRMED, independent_sources__gte=1)
                | Q(outcome=Checked.CONTRADICTED, independent_sources=0),
                name="check_confirmed_by_someone",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Check {self.pk} of note {self.note_id}"
