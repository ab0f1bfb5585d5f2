"""What each of several providers gives to a package of support (R130, R137)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from cases.models.concern import Concern, Signed
from cases.models.support import SupportPackage
from cases.models.telling import ended_together


class Provider(models.TextChoices):
    """What kind of body gives it: those whose input a principal adviser coordinates, and others (R130)."""

    LGA = "lga", "LGA"
    CIB = "cib", "CIB regional lead"
    TEASC = "teasc", "TEASC"
    REGIONAL = "regional", "Regional body"
    COUNCIL = "council", "Another council"
    OTHER = "other", "Somebody else"


@pghistory.track(append_only=True)
class SupportInput(Signed):
    """One provider's part in a package; `happened_on` is the day on which it was agreed, as claimed.

    `money` is in whole pounds; None: not known. It goes on until it is ended with a reason, whatever
    `until_on` says: silence closes nothing (WORKFLOW section 3).
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="support_inputs")
    package = models.ForeignKey(SupportPackage, on_delete=models.PROTECT, related_name="inputs")
    kind = models.CharField(max_length=8, choices=Provider.choices)
    name = models.CharField(max_length=200, blank=True, help_text="Which body; empty: its kind says it")
    gives = models.CharField(max_length=300, help_text="Money, seconded staff, mentoring …")
    people = models.TextField(blank=True)
    money = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="As claimed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Signed.Meta):
        indexes = [
            models.Index(fields=["until_on"], condition=Q(ended_at__isnull=True), name="input_until_when")
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(gives=""), name="support_input_says_what"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(from_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="support_input_until_after_from",
            ),
            ended_together("support_input_ended_by_whom_and_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_on__isnull=True)
                | Q(ended_at__isnull=False, ended_on__isnull=False),
                name="support_input_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Input {self.pk} to support {self.package_id}"

    def get_absolute_url(self) -> str:
        return f"/cases/{self.concern_id}/support/{self.package_id}/inputs/{self.pk}"

    @property
    def goes_on(self) -> bool:
        return self.ended_at is None

    @property
    def whose(self) -> str:
        """ "Improvement East", or its kind where no name is held: "LGA"."""
        return self.name or str(self.get_kind_display())

    @property
    def money_words(self) -> str:
        """ "60,000"; empty where it is not known."""
        return f"{self.money:,}" if self.money else ""
