"""Forms about a council's way to recognition."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.fields import EMPTY_MEANS_TODAY, day, one_of, short, words
from cases.forms.of_councils import OfCouncilForm
from cases.models import Step
from cases.queries import adult_challenges_of
from cases.register import rated_words
from councils.models import Council

ALIGNS = (("yes", "It aligns: it speaks for recognition"), ("no", "It does not align yet"))
ASKS_WHOSE = {
    Step.PROGRESS_REPORT: "Whose report is it?",
    Step.PEER_CHALLENGE: "Who led the peer challenge?",
    Step.PEER_DIRECTOR: "Who is the independent peer director?",
    Step.DEPARTMENT: "Who is the deputy regional director?",
    Step.PRINCIPAL_ADVISER: "Whose feedback is it?",
}
MUST = {Step.PEER_DIRECTOR, Step.DEPARTMENT}


class BeginForm(OfCouncilForm):
    """That the council is on its way."""

    rated = short(
        "How had it been rated, and by whom?",
        most=300,
        required="Enter how it had been rated, and by whom",
        initial=rated_words(),
        hint="In the words of the body that rated it, quoted",
    )
    happened_on = day("Since when?", hint=EMPTY_MEANS_TODAY)


class ElementForm(OfCouncilForm):
    """One element or confirmation."""

    aligns = one_of("Does it align?", ALIGNS, required="Choose whether it aligns", initial="yes")
    line_of = words("In a line", rows=2, hint="Needed where it does not align")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)

    def __init__(self, kind: Step, council: Council, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        required = "Enter whose it is" if kind in MUST else ""
        self.fields["who"] = short(
            ASKS_WHOSE[kind], required=required, hint="" if required else "May stay empty"
        )
        if kind == Step.PEER_CHALLENGE:
            self.fields["challenge"] = ChallengeChoice(
                label="Which peer challenge?",
                queryset=adult_challenges_of(council, user),
                required=False,
                empty_label="None that is held: say below which it was",
                error_messages={"invalid_choice": "Choose a peer challenge from the list"},
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
        self.order_fields(["challenge", "aligns", "who", "line_of", "happened_on"])

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"kind": self.kind, "aligns": given["aligns"] == "yes"}


class ChallengeChoice(forms.ModelChoiceField):
    """A peer challenge by its name and day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, report given {obj.given_on:%-d %B %Y}"


class StepForm(OfCouncilForm):
    """The invitation, or that it was recognised."""

    line_of = words("In a line", rows=2, hint="May stay empty")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


class LearningForm(OfCouncilForm):
    """What was learnt."""

    line_of = words(
        "What was learnt, and with whom is it shared?",
        required="Enter what was learnt, and with whom it is shared",
    )
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)
