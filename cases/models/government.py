"""What followed something government did: dated rows that are never changed (R156-R163)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Met, Signed, in_any_case
from cases.models.support import GovernmentAct
from cases.stages import Stage
from common.append_only import append_only


class Followed(models.TextChoices):
    """What may follow, in the sources' order; the last ends the account."""

    FINDINGS = "findings", "Findings and recommendations"
    FURTHER_CHANCE = "further_chance", "A further opportunity to engage with sector support"
    NOT_CONFIDENT = "not_confident", "Not confident of improvement within 12 months"
    DIRECTED = "directed", "Actions were directed"
    FUNCTIONS = "functions", "Functions were taken over"
    RAISED_WITH_COUNCIL = "raised_with_council", "Any concern was raised with the council"
    RAISED_WITH_LGA = "raised_with_lga", "Any concern was raised with the LGA"
    TIME_ALLOWED = "time_allowed", "Sufficient time was allowed to show improvement"
    PROPORTIONATE = "proportionate", "To keep it proportionate and focused on improvement"
    OUTCOME = "outcome", "How it ended, with lessons"
    OTHERWISE = "otherwise", "Something else"


# The sources' three expectations, each with an answer of its own and its date (R159-R160).
EXPECTATIONS = (Followed.RAISED_WITH_COUNCIL, Followed.RAISED_WITH_LGA, Followed.TIME_ALLOWED)
# An inspection finds and recommends; an intervention directs and takes over (R156-R158).
OF_ONE_STEP = {
    Followed.FINDINGS: Stage.INSPECTION,
    Followed.NOT_CONFIDENT: Stage.INSPECTION,
    Followed.DIRECTED: Stage.INTERVENTION,
    Followed.FUNCTIONS: Stage.INTERVENTION,
}


class Chance(models.TextChoices):
    """Whether the council was offered sector support once more, and took it up (R156)."""

    OFFERED = "offered", "Offered"
    TAKEN_UP = "taken_up", "Taken up"
    NOT_KNOWN = "not_known", "Not known"


class WhatFollowed(Signed):
    """One thing that followed an act of government, on its day. It moves nothing."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="what_followed")
    act = models.ForeignKey(GovernmentAct, on_delete=models.PROTECT, related_name="followed")
    kind = models.CharField(max_length=20, choices=Followed.choices)
    text = models.TextField(blank=True)
    body = models.CharField(max_length=300, blank=True, help_text="Which body took the functions over")
    met = models.CharField(max_length=9, choices=Met.choices, blank=True)
    chance = models.CharField(max_length=9, choices=Chance.choices, blank=True)

    class Meta(Signed.Meta):
        verbose_name_plural = "what followed"
        constraints = [
            in_any_case("what_followed_kind_known", "kind", Followed.values),
            models.CheckConstraint(
                condition=Q(kind__in=EXPECTATIONS) & ~Q(met="") | ~Q(kind__in=EXPECTATIONS) & Q(met=""),
                name="what_followed_expectation_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(kind=Followed.FURTHER_CHANCE) & ~Q(chance="")
                | ~Q(kind=Followed.FURTHER_CHANCE) & Q(chance=""),
                name="what_followed_chance_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(kind=Followed.FUNCTIONS) & ~Q(body="") | ~Q(kind=Followed.FUNCTIONS) & Q(body=""),
                name="what_followed_functions_name_the_body",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[*EXPECTATIONS, Followed.FURTHER_CHANCE]) | ~Q(text=""),
                name="what_followed_says_something",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"What followed act {self.act_id}: {self.kind}"

    @property
    def answer(self) -> str:
        """Met or not, offered or taken up, or which body; empty where the kind has none."""
        return str(self.get_met_display() or self.get_chance_display() or self.body)
