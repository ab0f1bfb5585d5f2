"""The explanations of a concern, each with what speaks for it, what against it, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import (
    ComesTo,
    Concern,
    Evidence,
    Explanation,
    ExplanationGround,
    ExplanationOutcome,
    Side,
)
from cases.queries.reading import Balance


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """One explanation as it stands. `outcome` is the newest; the earlier ones are in `outcomes`."""

    explanation: Explanation
    speaks_for: list[ExplanationGround]
    speaks_against: list[ExplanationGround]
    outcomes: list[ExplanationOutcome]

    @property
    def outcome(self) -> ExplanationOutcome | None:
        return self.outcomes[-1] if self.outcomes else None

    @property
    def is_set_aside(self) -> bool:
        return self.outcome is not None and self.outcome.comes_to == ComesTo.SET_ASIDE


def explanations(concern: Concern, held: Balance) -> list[Weighed]:
    """In the order in which they were written, in three queries.

    `held` is the evidence the person may read: what rests on other evidence is left out.
    """
    readable = {one.pk: one for one in (*held.soft, *held.hard)}
    grounds = [
        one
        for one in concern.explanation_grounds.select_related("by", "acted_for").order_by("id")
        if one.evidence_id is None or one.evidence_id in readable
    ]
    for one in grounds:
        if one.evidence_id:
            one.evidence = readable[one.evidence_id]
    outcomes = list(concern.explanation_outcomes.select_related("by", "acted_for").order_by("id"))
    return [
        Weighed(
            explanation=explanation,
            speaks_for=_of(grounds, explanation, Side.FOR),
            speaks_against=_of(grounds, explanation, Side.AGAINST),
            outcomes=[one for one in outcomes if one.explanation_id == explanation.pk],
        )
        for explanation in concern.explanations.select_related("by", "acted_for").order_by("id")
    ]


def _of(grounds: list[ExplanationGround], explanation: Explanation, side: Side) -> list[ExplanationGround]:
    return [one for one in grounds if one.explanation_id == explanation.pk and one.side == side]


def explanation_of(concern: Concern, pk: int) -> Explanation | None:
    """One explanation of the concern."""
    return concern.explanations.select_related("by", "acted_for", "concern").filter(pk=pk).first()


def evidence_to_choose(held: Balance) -> list[tuple[str, str]]:
    """The evidence that may be chosen for or against an explanation: id, and a line."""
    return [(str(one.pk), _named(one)) for one in (*held.soft, *held.hard)]


def _named(one: Evidence) -> str:
    kind = "Published" if one.is_hard else "Heard"
    return f"{kind}: {one.in_words}"


def evidence_by_id(held: Balance, chosen: list[str]) -> list[Evidence]:
    """The evidence of these ids, of what the person may read."""
    return [one for one in (*held.soft, *held.hard) if str(one.pk) in chosen]
