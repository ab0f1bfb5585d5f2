"""To ask others about a note, to answer, and to say what came of it."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from intelligence.forms.acts import person_field
from intelligence.forms.fields import box_field, day_field, select, text_field
from intelligence.models import Note, Outcome, VerificationRequest
from intelligence.queries import people_who_read_notes, source_types_offered
from intelligence.workflow import Told

Answer = VerificationRequest.Answer


class AskForm(forms.Form):
    """Whom to ask, what, and by when."""

    asked = person_field("Whom do you ask?")
    question = box_field(
        "What would you like to know?",
        required="Enter what you would like to know",
        rows=4,
        help_text="They read this question and the council’s name; the note only if it is open to them.",
    )
    answer_by_on = day_field("Answer by", required=True)

    def __init__(self, asker: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["asked"]).queryset = people_who_read_notes().exclude(pk=asker.pk)


class PointOutForm(forms.Form):
    """Whom to point a note out to."""

    person = person_field("Point it out to")


class AnswerForm(forms.Form):
    """What the person who was asked knows, and where from."""

    answer = forms.ChoiceField(
        label="What do you know?",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you know",
            "invalid_choice": "Choose what you know, from the list",
        },
    )
    text = box_field("In words", required="", rows=4)
    source_type = forms.ModelChoiceField(
        label="Where do you know it from?",
        queryset=source_types_offered(),
        required=False,
        empty_label="Choose",
        help_text="Needed where you support it: one source never counts twice",
        widget=select(),
        error_messages={"invalid_choice": "Choose a kind of source from the list"},
    )
    source_role = text_field("Their role", most=120, help_text="As readers will see it")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def said(self) -> dict[str, Any]:
        """What `answer_verification` takes."""
        given = self.cleaned_data
        told = Told(type=given["source_type"], role=given["source_role"]) if given["source_type"] else None
        return {"answer": given["answer"], "text": given["text"], "told": told}


class OutcomeForm(forms.Form):
    """One of the two exits of Stage 1, or that it is looked into again."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    outcome = forms.ChoiceField(
        label="What came of it?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what came of it",
            "invalid_choice": "Choose what came of it, from the list",
        },
    )
    reasons = box_field("Reasons", required="Enter the reasons", rows=4)

    def __init__(self, note: Note, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": note.version})
        super().__init__(*args, **kwargs)
        offered = [(one.value or "open", one.label) for one in Outcome if one != note.outcome]
        cast(Any, self.fields["outcome"]).choices = [
            (value, "It is looked into again" if value == "open" else label) for value, label in offered
        ]

    def said(self) -> dict[str, Any]:
        """What `resolve_note` takes."""
        given = dict(self.cleaned_data)
        given["outcome"] = "" if given["outcome"] == "open" else given["outcome"]
        return given
