"""A file that somebody brought in: what was found in it until that is decided, and what it became."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Officeholder
from intelligence.models.note import Note


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Files by whose they are."""

    def visible_to(self, user: Any) -> IntakeQuerySet:
        """One's own and nobody else's: what is not yet a note is nobody else's to read."""
        return self.filter(owner=user.pk)

    def open(self) -> IntakeQuerySet:
        """Those whose items still wait."""
        return self.filter(ended_at__isnull=True)


class Intake(models.Model):
    """A file brought in. The file itself is never kept: `sealed` is what was found in it and answered since.

    It is emptied when the items have been brought in or put away.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="intakes")
    file_name = models.CharField(max_length=150)
    sealed = models.BinaryField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = RecordedAt()
    ended_at = models.DateTimeField(null=True, blank=True)
    brought = models.PositiveIntegerField(default=0, help_text="How many notes and people it became")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["owner"], condition=Q(ended_at__isnull=True), name="intake_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(sealed__isnull=True), name="intake_ended_is_emptied"
            )
        ]

    def __str__(self) -> str:
        return f"Intake {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/intelligence/import/{self.pk}"


class BroughtItem(models.Model):
    """One item of a file that became a note, or a council's officeholder: once, whoever brings it again.

    `mark` knows the same words of the same owner again without holding them.
    """

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="items")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64)
    where = models.CharField(max_length=200, help_text="For example “row 4 of sheet Notes”")
    note = models.OneToOneField(
        Note, null=True, blank=True, on_delete=models.PROTECT, related_name="brought_from"
    )
    officeholder = models.OneToOneField(
        Officeholder, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["owner", "mark"], name="brought_item_once")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.where} of intake {self.intake_id}"
