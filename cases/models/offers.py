"""An offer that was made to a council, what it answered, and the days of it that were used (R131-R136)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.council_visibility import OfCouncilQuerySet
from cases.register import OfferKind, offers
from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import ChangeOfControl, Council


class Kept(models.Model):
    """Something kept of a council: when it happened (claimed), when it was taken in, and by whom."""

    happened_on = models.DateField(help_text="As claimed")
    recorded_at: models.DateTimeField[datetime, datetime] = RecordedAt()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering = ["happened_on", "id"]


def together(name: str, *fields: str, also: Q | None = None) -> models.CheckConstraint:
    """These fields are all there or all not; `also` holds where they are."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | (every & also if also else every), name=name)


class OfferAnswer(models.TextChoices):
    """What the council said to the offer."""

    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Declined"


@pghistory.track(append_only=True)
class OfferUse(Kept):
    """That something of the register was offered to a council, and what became of it.

    `happened_on` is the day on which it was offered. `change`: the change of control it goes with (R131).
    `days_offered` are days, half ones too; how many were used is the sum of its `days`.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="offers")
    offer = models.SlugField(max_length=60, db_index=False, help_text="Its slug in the register")
    change = models.OneToOneField(
        ChangeOfControl, null=True, blank=True, on_delete=models.PROTECT, related_name="use"
    )
    to_whom = models.CharField(max_length=200, blank=True, help_text="Who at the council")
    answer = models.CharField(max_length=8, choices=OfferAnswer.choices, blank=True)
    answer_line = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True, help_text="As claimed")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_from_on = models.DateField(null=True, blank=True)
    planned_until_on = models.DateField(null=True, blank=True)
    days_offered = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    people = models.TextField(blank=True, help_text="Peers, mentors: who, and from where")
    ended_on = models.DateField(null=True, blank=True, help_text="As claimed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.TextField(blank=True, help_text="What came of it")
    version = models.PositiveIntegerField(default=1)

    objects = OfCouncilQuerySet.as_manager()

    class Meta(Kept.Meta):
        indexes = [models.Index(fields=["council", "offer"])]
        constraints = [
            together(
                "offer_answered_by_whom_and_when",
                "answered_on",
                "answered_at",
                "answered_by",
                also=~Q(answer=""),
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="offer_answer_is_signed"
            ),
            together("offer_ended_by_whom_and_when", "ended_on", "ended_at", "ended_by", also=~Q(outcome="")),
            models.CheckConstraint(
                condition=Q(planned_until_on__isnull=True)
                | Q(planned_from_on__isnull=False, planned_until_on__gte=F("planned_from_on")),
                name="offer_planned_until_after_from",
            ),
        ]

    def __str__(self) -> str:
        return f"Offer {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/offers/{self.pk}"

    @property
    def kind(self) -> OfferKind:
        """What was offered, as the register has it."""
        return offers()[self.offer]

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def is_taken_up(self) -> bool:
        return self.answer == OfferAnswer.TAKEN_UP

    @property
    def goes_on(self) -> bool:
        """Offered or taken up, and neither declined nor ended."""
        return self.ended_at is None and self.answer != OfferAnswer.DECLINED

    @property
    def stands(self) -> str:
        """Where it stands, in a word or two."""
        if self.ended_at:
            return "Ended"
        return self.get_answer_display() if self.answer else "Offered"

    @property
    def days_used(self) -> Decimal:
        """How many days were used; wants `days` loaded."""
        return sum((one.days for one in self.days.all() if one.counts), Decimal(0))

    @property
    def days_left(self) -> Decimal | None:
        """How many of the days offered are left; None where none were counted, nought where all are used."""
        if self.days_offered is None:
            return None
        return max(self.days_offered - self.days_used, Decimal(0))


class OfferDays(Kept):
    """Days of an offer that were used, from `happened_on` on; a correction is a new row in its place."""

    use = models.ForeignKey(OfferUse, on_delete=models.PROTECT, related_name="days")
    days = models.DecimalField(max_digits=4, decimal_places=1)
    line = models.TextField(blank=True, help_text="Who came, and what was done")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta(Kept.Meta):
        verbose_name_plural = "offer days"
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gt=0) | Q(days=0, supersedes__isnull=False), name="offer_days_are_some"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Days {self.pk} of offer {self.use_id}"

    @property
    def counts(self) -> bool:
        """Whether nothing has taken its place; wants `superseded_by` loaded."""
        return not hasattr(self, "superseded_by")
