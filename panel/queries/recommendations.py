"""What an issued report asked of members, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from panel.copies import names_of, without
from panel.models import Decision, Pack, RecommendationOutcome
from panel.queries.notes import hidden_councils
from papers.canonical import from_json, recommendations_in
from papers.paper import Paper, Recommendation
from papers.withholding import WITHHELD, speaks_of


def recommendations_of(pack: Pack) -> tuple[Recommendation, ...]:
    """What the report asked, as it was printed and numbered."""
    return recommendations_in(pack.paper)


@dataclass(frozen=True)
class Became:
    """A recommendation and what became of it; `outcome` is None where nobody has said.

    `decision`: the line of the note as it stands now, where the line it was said with has been corrected.
    """

    number: int
    asked: str
    outcome: RecommendationOutcome | None
    decision: Decision | None
    in_words: str


def _in_words(outcome: RecommendationOutcome | None, decision: Decision | None) -> str:
    if outcome is None:
        return "Not said yet."
    said = f"{outcome.get_became_display()}."
    if outcome.text:
        said += f" {outcome.text.rstrip('.')}."
    if decision:
        said += f" {decision.in_words}"
    return said


def _standing(decision: Decision | None, corrections: Mapping[int | None, Decision]) -> Decision | None:
    while decision and decision.pk in corrections:
        decision = corrections[decision.pk]
    return decision


def became_of(pack: Pack) -> list[Became]:
    """Every recommendation of the report with what became of it, for the office.

    A further version asks the same of the same meeting: what was said of one version stands for each.
    """
    said = RecommendationOutcome.objects.filter(pack__meeting=pack.meeting_id)
    held = said.select_related("decision__meeting__body", "decision__council", "said_by")
    latest = {outcome.number: outcome for outcome in held.order_by("id")}
    later = Decision.objects.filter(meeting=pack.meeting_id, corrects__isnull=False)
    corrections = {one.corrects_id: one for one in later.select_related("meeting__body", "council")}

    def of(number: int, asked: str) -> Became:
        outcome = latest.get(number)
        decision = _standing(outcome.decision if outcome else None, corrections)
        return Became(number, asked, outcome, decision, _in_words(outcome, decision))

    return [of(int(each.number), each.text) for each in recommendations_of(pack)]


def became_shown(pack: Pack, user: User, on: date) -> list[Became]:
    """The same as one person may read it: what speaks of a council of their interest is withheld."""
    hidden = hidden_councils(user, on)
    names, keys = names_of(hidden), {council.pk for council in hidden}
    paper = without(from_json(pack.paper), hidden)
    asked = {each.number: each.text for each in paper.recommendations} if isinstance(paper, Paper) else {}

    def shown(one: Became) -> Became:
        about = bool(one.decision and one.decision.council_id in keys)
        told = WITHHELD if about or (names and speaks_of(one.in_words, names)) else one.in_words
        return Became(one.number, asked[str(one.number)], one.outcome, one.decision, told)

    return [shown(one) for one in became_of(pack)]
