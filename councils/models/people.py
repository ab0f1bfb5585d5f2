"""Who looks after a region, who leads a council, who controls it, who has an interest in it."""

from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt
from councils.models.council import Council, Region


class DatedQuerySet(models.QuerySet):
    """Rows with a first and a last day, both included; an empty one is open on that side."""

    def holding_on(self, on: date) -> Self:
        """Those that hold on the day."""
        return self.filter(
            Q(since_on__isnull=True) | Q(since_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gte=on)
        )


def _dates(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(since_on__isnull=True) | Q(until_on__gte=F("since_on")),
        name=name,
    )


class ServiceArea(models.Model):
    """A service a concern or a note may be about; extensible (R015, R176)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PoliticalGroup(models.Model):
    """One of the LGA's political groups (R042)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RegionHoldingQuerySet(DatedQuerySet):
    """Holdings by what they give."""

    def of_advisers(self) -> RegionHoldingQuerySet:
        """Those of advisers, who look after the region."""
        return self.exclude(capacity=RegionHolding.Capacity.MEMBER)

    def of_peers(self) -> RegionHoldingQuerySet:
        """Those of lead member peers, who log notes about the region's councils and no more."""
        return self.filter(capacity=RegionHolding.Capacity.MEMBER)


@pghistory.track()
class RegionHolding(models.Model):
    """An adviser responsible for a region from one date to another (R027), or its lead member peer (R040).

    A peer logs notes about its councils; everything else that a region gives is its advisers'.
    The five of 2012 are dated facts with a source and no sign-in (`user` empty); those who work here now
    have one.
    """

    class Capacity(models.TextChoices):
        PRINCIPAL = "principal", "Principal Adviser"
        SENIOR = "senior", "Senior Adviser"
        MEMBER = "member", "Lead member peer"

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="region_holdings",
    )
    holder_name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = RecordedAt()

    objects = RegionHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["region_id", "since_on"]
        constraints = [_dates("holding_until_after_since")]

    def __str__(self) -> str:
        return f"{self.holder_name} · {self.region}"


@pghistory.track()
class Interest(models.Model):
    """A person's declared interest in a council: they see its published figures and nothing else (R052)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="interests")
    nature = models.CharField(max_length=300)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["user_id", "since_on"]
        constraints = [_dates("interest_until_after_since")]

    def __str__(self) -> str:
        return f"{self.user} · {self.council}"


class Office(models.TextChoices):
    """Whom one talks to at a council (R051, R115-R116)."""

    LEADER = "leader", "Leader"
    MAYOR = "mayor", "Mayor"
    CHIEF_EXECUTIVE = "chief_executive", "Chief executive"
    PORTFOLIO_HOLDER = "portfolio_holder", "Portfolio holder"
    DIRECTOR = "director", "Director"
    DCS = "dcs", "Director of Children's Services"
    DASS = "dass", "Director of Adult Social Services"


@pghistory.track()
class Officeholder(models.Model):
    """Who held an office at a council, from and until when, and how we know (R051)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="officeholders")
    office = models.CharField(max_length=20, choices=Office.choices)
    title = models.CharField(max_length=200, blank=True, help_text="The council's own title for it")
    name = models.CharField(max_length=200)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["council_id", "office", "since_on"]
        constraints = [_dates("office_until_after_since")]

    def __str__(self) -> str:
        return f"{self.name} · {self.title or self.get_office_display()}"


@pghistory.track()
class PoliticalControl(models.Model):
    """Who controlled a council, from and until when (R131 hangs on its changes)."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="controls")
    control = models.CharField(max_length=80)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["council_id", "since_on"]
        constraints = [_dates("control_until_after_since")]

    def __str__(self) -> str:
        return f"{self.control} · {self.council}"
