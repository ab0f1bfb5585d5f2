"""To ask others whether what was heard is so, and what they answer (R071, R074)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from common.fields import RecordedAt
from intelligence.models.note import Note
from intelligence.models.source import Source
from intelligence.visibility import MAY_READ_NOTES, recused_from


class VerificationQuerySet(models.QuerySet[Any]):
    """Requests by who may know of them."""

    def visible_to(self, user: User | AnonymousUser) -> VerificationQuerySet:
        """Those put to the person, those they put, and those about notes they may read.

        Whoever is asked reads the question alone: the note is opened to them, or it is not. A declared
        interest in the council overrides all of it.
        """
        if not isinstance(user, User) or user.roles.isdisjoint(MAY_READ_NOTES):
            return self.none()
        readable = Exists(Note.objects.visible_to(user).filter(pk=OuterRef("note")))
        requests = self.filter(Q(asked=user) | Q(by=user) | Q(readable))
        return requests.exclude(note__council__in=recused_from(user)).filter(note__withdrawn_at__isnull=True)


class VerificationRequest(models.Model):
    """A question to one person about a note, and their answer.

    An answer that supports the note says by which source it is known: it counts when the check is recorded,
    and never before.
    """

    class Answer(models.TextChoices):
        SUPPORTS = "supports", "What I know supports it"
        CONTRADICTS = "contradicts", "What I know contradicts it"
        NOTHING = "nothing", "I know nothing of it"

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="verification_requests")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verifications_asked"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    answer_by_on = models.DateField()
    recorded_at = RecordedAt()
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    text = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="verifications"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["asked", "answer_by_on"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="verification_unanswered",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="verification_asks_something"),
            models.CheckConstraint(condition=~Q(asked=F("by")), name="verification_of_another"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, source__isnull=True, text="")
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="verification_answered_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer="supports") | Q(source__isnull=False),
                name="verification_support_has_source",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(answered_at__isnull=True),
                name="verification_taken_back_unanswered",
            ),
            models.UniqueConstraint(
                fields=["note", "asked"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="verification_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Verification {self.pk} of note {self.note_id}"

    def get_absolute_url(self) -> str:
        return f"/intelligence/verification/{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.answered_at is None and self.taken_back_at is None
