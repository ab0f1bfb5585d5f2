"""A change of who controls or leads a council, which prompts the change-of-control offer (R131)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt
from councils.models.council import Council


class ChangeOfControl(models.Model):
    """Control or the political leadership passed from one to another on a day.

    Up to five days of free member-peer support go with it (R131). The council's adviser says whether they
    were offered; until then it stands on their first page.
    """

    class What(models.TextChoices):
        CONTROL = "control", "Control"
        LEADER = "leader", "Leader"
        MAYOR = "mayor", "Mayor"

    class Answer(models.TextChoices):
        OFFERED = "offered", "Offered"
        NOT_OFFERED = "not_offered", "Not offered"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="changes_of_control")
    what = models.CharField(max_length=10, choices=What.choices)
    was = models.CharField(max_length=200)
    became = models.CharField(max_length=200)
    changed_on = models.DateField()
    recorded_at = RecordedAt()
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was not offered")
    answered_on = models.DateField(null=True, blank=True, help_text="When it was offered, as claimed")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-changed_on", "-pk"]
        indexes = [models.Index(fields=["council", "-changed_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (
                    ~Q(answer="")
                    & Q(answered_at__isnull=False, answered_by__isnull=False, answered_on__isnull=False)
                ),
                name="change_answered_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_offered") | ~Q(reason=""), name="change_not_offered_because"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} changed from {self.was} to {self.became}"
