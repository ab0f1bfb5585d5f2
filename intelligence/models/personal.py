"""What is owed to the people notes speak of: requests, what was taken out, legal holds."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from intelligence.models.note import Note


class PersonalRequest(models.Model):
    """Somebody asked what is held about them, or to have it put right or erased; due within a calendar month.

    `names`: every way their name may be written, one a line. People are searched for inside an open request
    and nowhere else.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "Subject access"
        ERASURE = "erasure", "Erasure"
        CORRECTION = "correction", "Correction"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    names = models.TextField()
    reference = models.CharField(max_length=100)
    received_on = models.DateField()
    due_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="personal_request_closed_by_whom_and_how",
            )
        ]

    def __str__(self) -> str:
        return f"Request {self.reference}"

    def get_absolute_url(self) -> str:
        return f"/personal-data/{self.pk}"

    @property
    def spellings(self) -> list[str]:
        """Their names, one each."""
        return [line.strip() for line in self.names.splitlines() if line.strip()]


class LegalHold(models.Model):
    """Nothing about this council, this person or in this note is taken out or deleted until it is lifted."""

    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(council__isnull=False) & Q(name="", note__isnull=True))
                | (Q(note__isnull=False) & Q(name="", council__isnull=True))
                | (~Q(name="") & Q(note__isnull=True, council__isnull=True)),
                name="hold_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lifted_why="")
                | (Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why="")),
                name="hold_lifted_by_whom_and_why",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_placed", fields=["council", "name", "note", "why", "placed_by"]),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"

    @property
    def of_what(self) -> str:
        """What is held, in words."""
        if self.council:
            return f"Everything about {self.council.short_name}"
        return f"Note {self.note_id}" if self.note_id else f"Everything about {self.name}"


class NoteRemoval(models.Model):
    """Words were taken out of a note, or all of them: when, by whom, for which request; never which."""

    class Kind(models.TextChoices):
        REDACTED = "redacted", "Words taken out"
        DELETED = "deleted", "Deleted"

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="removals")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    request = models.ForeignKey(
        PersonalRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="removals"
    )
    places = models.PositiveIntegerField(help_text="In how many texts, versions among them")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from note {self.note_id}"


class NoteReview(models.Model):
    """Its owner looked at a note that nobody has checked, and keeps it, with a reason."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="reviews")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Review {self.pk} of note {self.note_id}"
