"""Competing explanations, side by side before a conversation, and what came of each (R075, R114, R118)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Signed, in_any_case
from cases.models.evidence import Evidence
from common.append_only import append_only


class Side(models.TextChoices):
    """What a thing says of an explanation."""

    FOR = "for", "Speaks for it"
    AGAINST = "against", "Speaks against it"


class ComesTo(models.TextChoices):
    """What became of an explanation after the conversation."""

    COUNCIL_SAID = "council_said", "This is what the council said"
    SET_ASIDE = "set_aside", "Set aside"


class Explanation(Signed):
    """One explanation of what was heard and published, in words. What it comes to are rows of its own."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="explanations")
    text = models.TextField()

    class Meta(Signed.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="explanation_says_something")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Explanation {self.pk} on concern {self.concern_id}"


class ExplanationGround(Signed):
    """One thing that speaks for or against an explanation: evidence the concern holds, or a line."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="explanation_grounds")
    explanation = models.ForeignKey(Explanation, on_delete=models.PROTECT, related_name="grounds")
    side = models.CharField(max_length=7, choices=Side.choices)
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="explanation_grounds"
    )
    line = models.TextField(blank=True)

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__isnull=True) & ~Q(line="") | Q(evidence__isnull=False, line=""),
                name="explanation_ground_is_evidence_or_a_line",
            ),
            models.UniqueConstraint(
                fields=["explanation", "side", "evidence"],
                condition=Q(evidence__isnull=False),
                name="explanation_ground_once",
            ),
            in_any_case("explanation_ground_side_known", "side", Side.values),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Ground {self.pk} of explanation {self.explanation_id}"


class ExplanationOutcome(Signed):
    """What an explanation came to, and why; the newest stands and none is changed."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="explanation_outcomes")
    explanation = models.ForeignKey(Explanation, on_delete=models.PROTECT, related_name="outcomes")
    comes_to = models.CharField(max_length=12, choices=ComesTo.choices)
    line = models.TextField(blank=True)

    class Meta(Signed.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comes_to=ComesTo.COUNCIL_SAID) | Q(comes_to=ComesTo.SET_ASIDE) & ~Q(line=""),
                name="explanation_set_aside_with_a_line",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Outcome {self.pk} of explanation {self.explanation_id}"
