"""Good practice shared out to the offer: the adviser's own text of what a council does well (R036)."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import User
from common.fields import RecordedAt
from councils.models import Council, ServiceArea
from intelligence.models.note import Note
from intelligence.models.sign import Factor
from intelligence.visibility import MAY_READ_THE_OFFER, recused_from


class PracticeQuerySet(models.QuerySet[Any]):
    """Shared practice by who may read it."""

    def visible_to(self, user: User | AnonymousUser) -> PracticeQuerySet:
        """What stands: everybody within the sector's own support. What was withdrawn: advisers alone.

        A declared interest in the council overrides it, as for everything but published figures.
        """
        if not isinstance(user, User) or user.roles.isdisjoint(MAY_READ_THE_OFFER):
            return self.none()
        seen = self if user.is_adviser else self.standing()
        return seen.exclude(council__in=recused_from(user))

    def standing(self) -> PracticeQuerySet:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Practice(models.Model):
    """One thing a council does well, in words written to be read by others, and the council's agreement.

    It holds nothing of the note but what its owner wrote anew; only whoever may read the note sees which it
    was. The row is never changed: it is withdrawn, with a reason, and shared again.
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="practices")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="practices")
    title = models.TextField()
    text = models.TextField()
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    factors = models.ManyToManyField(Factor, blank=True, related_name="practices")
    agreed_by = models.TextField(help_text="Who at the council agreed that it is shared")
    agreed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practices")
    recorded_at = RecordedAt()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text="") & ~Q(agreed_by=""), name="practice_says_something"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="practice_withdrawn_by_whom_and_why",
            ),
            models.UniqueConstraint(
                fields=["note"], condition=Q(withdrawn_at__isnull=True), name="practice_of_note_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_kept",
                fields=[
                    "note",
                    "council",
                    "title",
                    "text",
                    "service_area",
                    "agreed_by",
                    "agreed_on",
                    "by",
                    "recorded_at",
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"Practice {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/practice/{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
