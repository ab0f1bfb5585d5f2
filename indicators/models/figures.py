"""Observations with every revision, the comparisons computed from them, and the demonstration's figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from indicators.markers import MEANINGS, Status
from indicators.models.pulls import Change


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


class Known(models.QuerySet[Any]):
    """Rows that stand from one `Change` (`since`) to another (`until`; empty while they are current)."""

    def as_at(self, at: datetime | None) -> Self:
        """What was known at a time; without one, what is known now.

        Changes are numbered as they are written: of two sources taken in within the same seconds, the
        one may be known with the other. Each arm names what its partial index holds, so that it is used.
        """
        if at is None:
            return self.filter(until__isnull=True)
        last = models.Subquery(Change.objects.filter(at__lte=at).order_by("-id").values("id")[:1])
        return self.filter(
            Q(until__isnull=True) | Q(until__isnull=False, until_id__gt=last), since_id__lte=last
        )


def _ended_once(*columns: str) -> list[pgtrigger.Trigger]:
    """Triggers: such a row is never deleted, and the one thing written on it later, once, is its end."""
    old, new = (", ".join(f'{row}."{column}"' for column in columns) for row in ("OLD", "NEW"))
    return [
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Protect(
            name="never_rewritten",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"OLD.until_id IS NOT NULL OR ({old}) IS DISTINCT FROM ({new})"),
        ),
    ]


class Observation(models.Model):
    """A value as one release gave it. A later value is a new row; the old one says until when it stood.

    There are millions. The links carry no constraint of the database (a trigger a row would cost more
    than the row): `holding` checks them all at once before it commits. There is no number of its own and
    no index over all rows: a row is in one of two, that of what is current or that of what was, so that
    taking figures in costs one entry each (the migration drops the key that Django would make).
    """

    pk = models.CompositePrimaryKey("series", "period", "area", "since")
    series = models.ForeignKey("indicators.Series", models.DO_NOTHING, db_constraint=False, db_index=False)
    period = models.ForeignKey(Period, models.DO_NOTHING, db_constraint=False, db_index=False)
    area = models.ForeignKey(Area, models.DO_NOTHING, db_constraint=False, db_index=False)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True, help_text="Lower 95 % confidence limit")
    upper = models.FloatField(null=True, help_text="Upper 95 % confidence limit")
    status = models.PositiveSmallIntegerField(choices=[(int(s), MEANINGS[s]) for s in Status])
    existed = models.BooleanField(help_text="The council existed on the period's last day: it is compared")
    remark = models.ForeignKey(Remark, models.DO_NOTHING, null=True, db_constraint=False, db_index=False)
    release = models.ForeignKey(
        "indicators.Release", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+",
        help_text="Whose file gave it",
    )  # fmt: skip
    since = models.ForeignKey(
        "indicators.Change", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    until = models.ForeignKey(
        "indicators.Change", models.DO_NOTHING, null=True, db_constraint=False, db_index=False,
        related_name="+", help_text="Empty while it is current",
    )  # fmt: skip

    objects = Known.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period", "area"],
                condition=Q(until__isnull=True),
                name="observation_one_current",
            ),
        ]
        indexes = [
            models.Index(
                fields=["series", "period", "area"],
                condition=Q(until__isnull=False),
                name="observation_before",
            ),
        ]
        triggers = _ended_once(
            "series_id", "period_id", "area_id", "value", "lower", "upper", "status", "existed", "remark_id",
            "release_id", "since_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.series_id} {self.area_id} {self.period_id}: {self.value}"


class Comparison(models.Model):
    """What councils' values come to in one period: of England, of one type, or of one region.

    Computed from the observations of councils that existed on the period's last day; a missing value is
    in no figure. `published` is the publisher's own figure for England or the region, which is not the
    mean of its councils. Never of a fictional council. Kept with its revisions, as observations are.
    """

    class Scope(models.TextChoices):
        ENGLAND = "england", "England"
        TYPE = "type", "Type"
        REGION = "region", "Region"

    series = models.ForeignKey(
        "indicators.Series", models.DO_NOTHING, db_constraint=False, db_index=False,
        related_name="comparisons",
    )  # fmt: skip
    period = models.ForeignKey(
        Period, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
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
    since = models.ForeignKey(
        "indicators.Change", models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    until = models.ForeignKey(
        "indicators.Change", models.DO_NOTHING, null=True, db_constraint=False, db_index=False,
        related_name="+", help_text="Empty while it is current",
    )  # fmt: skip

    objects = Known.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "scope", "member", "period"],
                condition=Q(until__isnull=True),
                name="comparison_one_current",
            ),
            models.CheckConstraint(
                condition=Q(n=0, mean__isnull=True) | Q(n__gt=0, mean__isnull=False),
                name="comparison_of_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["series", "scope", "member", "period"],
                condition=Q(until__isnull=False),
                name="comparison_before",
            ),
        ]
        triggers = _ended_once(
            "series_id", "period_id", "scope", "member", "councils", "n", "mean", "median", "least",
            "greatest", "lower_quartile", "upper_quartile", "published", "since_id",
        )  # fmt: skip

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
