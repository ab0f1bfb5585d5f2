"""Who says they will attend, who stands in for them, and who came (R191)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from common.append_only import append_only
from common.fields import RecordedAt
from panel.models.body import Membership
from panel.models.meeting import Meeting


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers by what still holds."""

    def standing(self) -> AnswerQuerySet:
        """The last about each seat: what was said before it no longer holds."""
        later = Answer.objects.filter(
            meeting=OuterRef("meeting"), membership=OuterRef("membership"), pk__gt=OuterRef("pk")
        )
        return self.exclude(Exists(later))


class Answer(models.Model):
    """What a political group's office says for one of its members: attends, or apologies with a substitute.

    The last row about a seat holds; none is changed.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="answers")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="answers")
    attends = models.BooleanField()
    substitute = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in"
    )
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]
        constraints = [
            models.CheckConstraint(
                condition=Q(attends=False) | Q(substitute__isnull=True),
                name="answer_substitute_with_apologies",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} · {self.meeting}"


class Presence(models.Model):
    """That somebody came to a meeting, or did not: the attendance register. The last row about them holds."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="presences")
    came = models.BooleanField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.user} · {self.meeting}"
