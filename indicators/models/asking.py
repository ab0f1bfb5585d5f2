"""Figures to ask about, each once and for good; and those that an adviser has muted."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import append_only
from common.fields import RecordedAt
from indicators.asking import Rule


class FigureToAsk(models.Model):
    """A council's figure for which a rule held in a period. It is a question, not a finding.

    Council, series, rule and period are what it is: the same figures loaded again, or rolled back and
    loaded again, make no second one. Whether the rule still holds is seen from the figures each time.
    """

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("indicators.Series", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=9, choices=Rule.choices)
    period = models.ForeignKey(
        "indicators.Period", on_delete=models.PROTECT, related_name="+", help_text="The newest of its periods"
    )
    found_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-period__end_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "series", "rule", "period"], name="figure_to_ask_about_once"
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.council} {self.series} {self.rule} {self.period}"


class MutedFigure(models.Model):
    """An adviser of the region does not ask about a council's figure until a day, and says why."""

    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey("indicators.Series", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    until_on = models.DateField(help_text="The last day on which it is not asked about")
    muted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    muted_at = models.DateTimeField()
    recorded_at = RecordedAt()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["council", "series"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="muted_figure_ended_at_with_by",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="muted_figure_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("muted_at")),
                name="muted_figure_ends_after_it_begins",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="muted_as_it_stands", exclude=["ended_at", "ended_by"]),
            pgtrigger.Protect(
                name="ended_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.council} {self.series} until {self.until_on}"
