"""To set competing explanations side by side, and to say after the conversation what came of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import is_closed, is_too_early, may_not_work_on
from cases.models import (
    ComesTo,
    Concern,
    Evidence,
    EvidenceKind,
    Explanation,
    ExplanationGround,
    ExplanationOutcome,
    Side,
)
from cases.workflow.locking import day_of, kept, locked, signed, wanted
from common.errors import forbid, not_found, refuse
from intelligence.models import Note


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """What speaks for an explanation and what against it: evidence the concern holds, and a line each."""

    speaks_for: Iterable[Evidence] = ()
    line_for: str = ""
    speaks_against: Iterable[Evidence] = ()
    line_against: str = ""


@transaction.atomic
def explain(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    text: str,
    grounds: Grounds | None = None,
    happened_on: date | None = None,
) -> Explanation:
    """One more explanation of what was heard and published; one text is enough to begin (R075, R114)."""
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held))
    signature = signed(held, by, at, happened_on)
    added = Explanation.objects.create(**signature, text=wanted(text, "Enter the explanation."))
    _keep_grounds(added, grounds or Grounds(), signature)
    _record(held, added, "explain", by)
    return added


@transaction.atomic
def add_grounds(
    *, by: User, at: datetime, explanation: Explanation, grounds: Grounds
) -> list[ExplanationGround]:
    """More that speaks for or against an explanation; what stood there stays."""
    held, kept_explanation = _locked(explanation, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held))
    added = _keep_grounds(kept_explanation, grounds, signed(held, by, at, None))
    if not added:
        refuse("Nothing new was chosen or written. Choose evidence, or write a line for or against.")
    _record(held, kept_explanation, "add_grounds", by, grounds=[one.pk for one in added])
    return added


@transaction.atomic
def say_what_it_comes_to(
    *,
    by: User,
    at: datetime,
    explanation: Explanation,
    comes_to: str,
    line: str = "",
    happened_on: date | None = None,
) -> ExplanationOutcome:
    """After the conversation: this is what the council said, or it is set aside, with a line (R118).

    The newest outcome of an explanation stands; of several explanations one is what the council said.
    """
    held, kept_explanation = _locked(explanation, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held))
    comes_to, line = ComesTo(comes_to), kept(line)
    if comes_to is ComesTo.COUNCIL_SAID:
        refuse(is_too_early(held, "What the council said is kept"))
        refuse(_said_already(kept_explanation))
    elif not line:
        refuse("Enter why it is set aside. One line will do.")
    outcome = ExplanationOutcome.objects.create(
        **signed(held, by, at, happened_on), explanation=kept_explanation, comes_to=comes_to, line=line
    )
    _record(held, kept_explanation, "say_what_it_comes_to", by, outcome=outcome.pk, comes_to=comes_to.value)
    return outcome


def _locked(explanation: Explanation, by: User) -> tuple[Concern, Explanation]:
    held = locked(explanation.concern, by)
    found = Explanation.objects.filter(pk=explanation.pk, concern=held).first()
    return held, cast(Explanation, found) if found else not_found("The explanation")


def _said_already(explanation: Explanation) -> str | None:
    outcomes = ExplanationOutcome.objects.filter(concern=explanation.concern_id).order_by("id")
    newest = {one.explanation_id: one for one in outcomes.select_related("explanation")}
    for pk, outcome in newest.items():
        if outcome.comes_to == ComesTo.COUNCIL_SAID:
            if pk == explanation.pk:
                return "It is marked as what the council said already. Set it aside if that is no longer so."
            said = outcome.explanation.text
            said = said if len(said) <= 60 else f"{said[:59].rstrip()}…"
            return f"Another is marked as what the council said: “{said}”. Set that one aside first."
    return None


def _keep_grounds(
    explanation: Explanation, grounds: Grounds, signature: dict[str, Any]
) -> list[ExplanationGround]:
    sides = (
        (Side.FOR, list(grounds.speaks_for), kept(grounds.line_for)),
        (Side.AGAINST, list(grounds.speaks_against), kept(grounds.line_against)),
    )
    chosen = {one.pk for _, evidence, _ in sides for one in evidence}
    readable = _readable(signature["concern"], signature["by"], chosen)
    if chosen - readable.keys():
        refuse("Evidence that was chosen is not held on this concern. Open the page again and choose anew.")
    held_already = set(explanation.grounds.values_list("side", "evidence_id"))
    added = []
    for side, evidence, line in sides:
        for one in evidence:
            if (side.value, one.pk) not in held_already:
                added.append(_keep(explanation, side, signature, evidence=readable[one.pk]))
        if line:
            added.append(_keep(explanation, side, signature, line=line))
    return added


def _keep(explanation: Explanation, side: Side, signature: dict[str, Any], **said: Any) -> ExplanationGround:
    return ExplanationGround.objects.create(**signature, explanation=explanation, side=side, **said)


def _readable(held: Concern, by: User, chosen: set[int]) -> dict[int, Evidence]:
    """Of the concern's evidence what the person may read: a note only where they may read the note itself."""
    found = list(held.evidence.filter(pk__in=chosen))
    notes = [one.note_id for one in found if one.note_id]
    readable = set(Note.objects.visible_to(by).standing().filter(pk__in=notes).values_list("pk", flat=True))
    return {one.pk: one for one in found if one.kind != EvidenceKind.NOTE or one.note_id in readable}


def _record(held: Concern, explanation: Explanation, act: str, by: User, **details: Any) -> None:
    record(
        by=by,
        act=act,
        subject=held,
        scope=held.council.audit_scope,
        details={"explanation": explanation.pk} | details,
    )
