"""What a meeting talks about, beside what every agenda has (R190)."""

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
class AgendaItem(models.Model):
    """An item between the notes of the last meeting and the date of the next.

    `place` orders the items among themselves; the number it has in print is worked out (queries.agenda).
    `council`: the one it is about, so that it is withheld from those with an interest in it.
    """

    class Kind(models.TextChoices):
        PAPER = "paper", "Paper"
        ORAL = "oral", "Oral update"
        TABLED = "tabled", "Tabled at the meeting"
        DISCUSSION = "discussion", "Discussion"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda_items")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PAPER)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=600, blank=True)
    leads = models.CharField(max_length=200, blank=True)
    timing = models.TimeField(null=True, blank=True)
    page = models.PositiveSmallIntegerField(null=True, blank=True)
    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "place", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_a_title"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="agenda_item_removed_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.meeting}"


class Withdrawal(models.Model):
    """Somebody left the room for an item, with the interest they declared, if that is why (R052, R192).

    `item` is its number on the agenda that day. The last row about a person and an item holds: one with
    `stands` false says that the row before it was a mistake.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="withdrawals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="withdrawals")
    item = models.PositiveSmallIntegerField()
    interest = models.ForeignKey(
        "councils.Interest", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stands = models.BooleanField(default=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "item", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.user} · item {self.item} · {self.meeting}"
