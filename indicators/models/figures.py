"""Observations with every revision, the comparisons computed from them, and the demonstration's figures."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from indicators.markers import MEANINGS, Status


class Period(models.Model):
    """From the first day to the last, both within it."""

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    start_on = models.DateField()
    end_on = models.DateField()
    label = models.CharField(max_length=60)

    class Meta:
        ordering = ["end_on", "start_on"]
        constraints = [
            models.UniqueConstraint(fields=["start_on", "end_on"], name="period_once"),
            models.CheckConstraint(
                condition=Q(end_on__gte=models.F("start_on")), name="period_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Area(models.Model):
    """What a figure is about: a council (under whichever code), a region, or England as published."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        REGION = "region", "Region"
        ENGLAND = "england", "England"

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    kind = models.CharField(max_length=7, choices=Kind.choices)
    code = models.CharField(max_length=9, unique=True)
    council = models.OneToOneField(
        "councils.Council", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    region = models.OneToOneField(
        "councils.Region", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="council", council__isnull=False, region__isnull=True)
                | Q(kind="region", council__isnull=True, region__isnull=False)
                | Q(kind="england", council__isnull=True, region__isnull=True),
                name="area_is_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Remark(models.Model):
    """Words a publisher put beside figures, each text once."""

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    text = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.text


class Observation(models.Model):
    """A value as one release gave it. A later value is a new row; the old one says what superseded it.

    There are millions: the links carry no constraint of the database (a trigger a row would cost more
    than the row); `ingest` checks them all at once before it commits. What is current is where
    `superseded_by` is empty; what was known at a time follows from the two releases' `loaded_at`.
    """

    series = models.ForeignKey("indicators.Series", models.DO_NOTHING, db_constraint=False, db_index=False)
    area = models.ForeignKey(Area, models.DO_NOTHING, db_constraint=False, db_index=False)
    period = models.ForeignKey(Period, models.DO_NOTHING, db_constraint=False, db_index=False)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True, help_text="Lower 95 % confidence limit")
    upper = models.FloatField(null=True, help_text="Upper 95 % confidence limit")
    status = models.PositiveSmallIntegerField(choices=[(int(s), MEANINGS[s]) for s in Status])
    existed = models.BooleanField(help_text="The council existed on the period's last day: it is compared")
    remark = models.ForeignKey(Remark, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    release = models.ForeignKey(
        "indicators.Release", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    superseded_by = models.ForeignKey(
        "indicators.Release",
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "area", "period"],
                condition=Q(superseded_by__isnull=True),
                name="observation_one_current",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="never_rewritten",
                fields=[
                    "series", "area", "period", "value", "lower", "upper", "status", "existed", "remark",
                    "release",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.series_id} {self.area_id} {self.period_id}: {self.value}"


class Comparison(models.Model):
    """What councils' values come to in one period: of England, of one type, or of one region.

    Computed from the current observations of councils that existed on the period's last day; a missing
    value is in no figure. `published` is the publisher's own figure for England or the region, which is
    not the mean of its councils. Never of a fictional council.
    """

    class Scope(models.TextChoices):
        ENGLAND = "england", "England"
        TYPE = "type", "Type"
        REGION = "region", "Region"

    series = models.ForeignKey("indicators.Series", on_delete=models.PROTECT, related_name="comparisons")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=7, choices=Scope.choices)
    member = models.CharField(max_length=60, blank=True, help_text="The type, or the region's slug")
    councils = models.PositiveIntegerField(help_text="Councils named in the figures, valued or not")
    n = models.PositiveIntegerField(help_text="Councils with a value")
    mean = models.FloatField(null=True)
    median = models.FloatField(null=True)
    least = models.FloatField(null=True)
    greatest = models.FloatField(null=True)
    lower_quartile = models.FloatField(null=True)
    upper_quartile = models.FloatField(null=True)
    published = models.FloatField(null=True, help_text="As published, where the publisher gives one")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "scope", "member", "period"], name="comparison_once"),
            models.CheckConstraint(
                condition=Q(n=0, mean__isnull=True) | Q(n__gt=0, mean__isnull=False),
                name="comparison_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period_id} {self.scope} {self.member}"


class FictionalFigure(models.Model):
    """A figure of one of the demonstration's fictional councils: apart, so that nothing can count it."""

    council = models.ForeignKey("councils.Council", on_delete=models.CASCADE, related_name="+")
    series = models.ForeignKey("indicators.Series", on_delete=models.CASCADE, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    value = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "series", "period"], name="fictional_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.series_id} {self.period_id}: {self.value}"
