"""Explanations, the paragraph for the Panel, answers, what followed an act of government, handing over."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from cases.forms.fields import EMPTY_MEANS_TODAY, ActForm, day, one_of, row, short, tick, ticks, words
from cases.models import EXPECTATIONS, OF_ONE_STEP, Chance, ComesTo, Concern, Followed, GovernmentAct, Met
from cases.queries import Balance, advisers, evidence_by_id, evidence_to_choose
from cases.workflow import Grounds, Handed


def _grounds(held: Balance) -> dict[str, forms.Field]:
    choices = evidence_to_choose(held)
    return {
        "speaks_for": ticks("What speaks for it, of the evidence held", choices),
        "line_for": words("What speaks for it, in a line", rows=2, hint="May stay empty"),
        "speaks_against": ticks("What speaks against it, of the evidence held", choices),
        "line_against": words("What speaks against it, in a line", rows=2, hint="May stay empty"),
    }


class GroundsForm(ActForm):
    """More that speaks for or against an explanation."""

    def __init__(self, concern: Concern, held: Balance, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.held = held
        self.fields.update(_grounds(held))

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        grounds = Grounds(
            speaks_for=evidence_by_id(self.held, given.pop("speaks_for")),
            line_for=given.pop("line_for"),
            speaks_against=evidence_by_id(self.held, given.pop("speaks_against")),
            line_against=given.pop("line_against"),
        )
        return given | {"grounds": grounds}


class ExplanationForm(GroundsForm):
    """One explanation; one text is enough to begin."""

    text = words(
        "The explanation",
        required="Enter the explanation",
        hint="One of several that would account for what is held. Write as if the council will read it",
    )


class OutcomeForm(ActForm):
    """What an explanation came to, after the conversation."""

    comes_to = one_of("What did it come to?", ComesTo.choices, required="Choose what it came to")
    line = words("A line", rows=2, hint="Why it is set aside, or how the council put it")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)

    def clean(self) -> dict[str, Any]:
        """What is set aside says why."""
        given = super().clean() or {}
        if given.get("comes_to") == ComesTo.SET_ASIDE and not given.get("line"):
            self.add_error("line", "Enter why it is set aside. One line will do")
        return given


class ParagraphForm(ActForm):
    """What the Panel would read."""

    text = words(
        "What the Panel would read",
        required="Enter the paragraph",
        hint="Only this is shown at the council",
        rows=8,
    )


class ShownForm(ActForm):
    """To whom the paragraph was shown, how, and what they said."""

    shown_to = short(
        "To whom was it shown?", required="Enter to whom it was shown", initial="Chief executive"
    )
    how = short(
        "How?", required="Enter how it was shown", hint="For example on paper in a meeting, or by e-mail"
    )
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)
    reply = words("What did they say?", rows=3, hint="May stay empty")
    aware = tick(
        "Keep with this that the council was told of the concern",
        hint="It is never guessed: tick it where they were told of the concern itself",
    )


class AnswerForm(ActForm):
    """Words to what was told; those who were told may leave them out."""

    def __init__(self, concern: Concern, hint: str, *args: Any, required: str = "", **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.fields["text"] = words("Your words", required=required, hint=hint)


class FollowedForm(ActForm):
    """One thing that followed what government did; each kind asks what belongs to it."""

    def __init__(
        self, concern: Concern, act: GovernmentAct, kind: Followed, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(concern, *args, **kwargs)
        self.kind = kind
        if kind in EXPECTATIONS:
            self.fields["met"] = one_of(
                str(kind.label),
                Met.choices,
                required="Choose met, not met or not known",
                initial=getattr(act, kind.value),
            )
        if kind is Followed.FURTHER_CHANCE:
            self.fields["chance"] = one_of(
                "Was it offered, and taken up?",
                Chance.choices,
                required="Choose offered, taken up or not known",
            )
        if kind is Followed.FUNCTIONS:
            self.fields["body"] = short(
                "Which body took them over?", most=300, required="Enter which body took the functions over"
            )
        label, wanted, hint = _SAID.get(kind, ("A line", "", "May stay empty"))
        self.fields["text"] = words(label, required=wanted, hint=hint)
        self.fields["happened_on"] = day("When?", hint=EMPTY_MEANS_TODAY)

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data) | {"kind": self.kind}


_SAID = {
    Followed.FINDINGS: (
        "The findings and the recommendations",
        "Enter the findings and the recommendations",
        "As published; say where",
    ),
    Followed.NOT_CONFIDENT: (
        "What was said, and by whom",
        "Enter what was said, and by whom",
        "The inspecting body may then recommend a direction (5b). This records it and moves nothing",
    ),
    Followed.DIRECTED: ("The actions directed", "Enter the actions that were directed", ""),
    Followed.FUNCTIONS: ("Which functions, and until when", "Enter which functions were taken over", ""),
    Followed.PROPORTIONATE: (
        "What is done to keep it proportionate",
        "Enter what is done to keep it proportionate",
        "The LGA works to keep it proportionate and focused on improvement",
    ),
    Followed.OUTCOME: (
        "How it ended, and the lessons",
        "Enter how it ended, and the lessons",
        "What helped, what did not",
    ),
    Followed.OTHERWISE: ("What followed", "Enter what followed", ""),
}


def kinds_for(act: GovernmentAct) -> list[Followed]:
    """What may follow this step of government's, in the sources' order."""
    return [kind for kind in Followed if OF_ONE_STEP.get(kind, act.at_step) is act.at_step]


CHOSEN = re.compile(r"[1-9][0-9]{0,8}-[1-9][0-9]{0,8}")


class _Chosen(forms.MultipleChoiceField):
    """Concerns ticked, each with the version that was read; the act says what is no longer so."""

    def valid_value(self, value: Any) -> bool:
        """Whether it is a number and a version."""
        return bool(CHOSEN.fullmatch(str(value)))


class HandOverForm(forms.Form):
    """Which concerns are handed on, to whom, and why."""

    concerns = _Chosen(
        label="Concerns",
        error_messages={
            "required": "Choose at least one concern to hand on",
            "invalid_choice": "Choose concerns from the list",
        },
        widget=forms.CheckboxSelectMultiple,
    )
    to = row(
        "Who looks after them from now on?",
        advisers(),
        empty="The principal adviser of each council’s region",
    )
    why = words("Why?", rows=2, initial="The region changed hands.", hint="Stands in the story of each")

    @property
    def ticked(self) -> set[str]:
        """What was ticked, as it was sent."""
        return (
            set(self.data.getlist("concerns")) if self.is_bound and hasattr(self.data, "getlist") else set()
        )

    @property
    def said(self) -> dict[str, Any]:
        """What `hand_over` takes."""
        given = dict(self.cleaned_data)
        pairs = [value.split("-") for value in dict.fromkeys(given.pop("concerns"))]
        handed = [Handed(number=int(number), version=int(version)) for number, version in pairs]
        return given | {"concerns": handed}
