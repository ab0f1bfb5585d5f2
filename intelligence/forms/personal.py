"""What the governance officer enters: requests, words to take out, holds; and why an owner keeps a note."""

from __future__ import annotations

from typing import Any

from django import forms

from intelligence.forms.fields import CouncilField, box_field, day_field, select, text_field
from intelligence.models import PersonalRequest


class RequestForm(forms.Form):
    """Somebody's request."""

    kind = forms.ChoiceField(
        label="What is asked for?",
        choices=PersonalRequest.Kind.choices,
        widget=select(),
        error_messages={"required": "Choose what is asked for", "invalid_choice": "Choose from the list"},
    )
    names = box_field(
        "The person’s name",
        required="Enter the person’s name",
        rows=3,
        help_text="Every way it may be written, one a line. Near spellings are looked for too.",
    )
    reference = text_field("Reference", most=100, required="Enter the request’s reference")
    received_on = day_field("When did it come?", required=True, help_text="It is due a calendar month later")


class CloseForm(forms.Form):
    """What was answered."""

    outcome = box_field("What was answered", required="Enter what was answered", rows=3)


class TickedForm(forms.Form):
    """Notes that are ticked among what was found."""

    notes = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"required": "Tick a note"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = self.data.getlist("notes") if hasattr(self.data, "getlist") else self.data.get("notes", [])
        numbers = [one for one in sent if str(one).isascii() and str(one).isdigit() and len(str(one)) < 18]
        self.fields["notes"].choices = [(one, one) for one in numbers]  # type: ignore[attr-defined]

    def clean_notes(self) -> list[int]:
        """Their numbers."""
        return list(self.cleaned_data["notes"])


class RedactForm(TickedForm):
    """Words to take out of the notes that are ticked."""

    words = box_field(
        "Words to take out",
        required="Enter the words to take out, one line each",
        rows=3,
        help_text="One line each, as whole words, in any letters. They go from every version, for good.",
    )

    def clean_words(self) -> list[str]:
        """One line each."""
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


class CopyForm(TickedForm):
    """Names of others that the copy does not show."""

    hidden = forms.CharField(
        label="Names of others that the copy does not show",
        help_text="One a line. What is held stays as it is.",
        required=False,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
        error_messages={"null_characters_not_allowed": "This holds a null character. Type it again"},
    )

    def clean_hidden(self) -> list[str]:
        """One line each."""
        return [line.strip() for line in self.cleaned_data["hidden"].splitlines() if line.strip()]


class HoldForm(forms.Form):
    """What is held, and why."""

    council = CouncilField(required=False, help_text="Everything about this council; or")
    name = text_field("A person’s name", most=200, help_text="Everything in which it stands; or")
    note = forms.IntegerField(
        label="A note’s number",
        required=False,
        min_value=1,
        max_value=2**62,
        help_text="It stands in the note’s address",
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": "Enter the note’s number in digits"},
    )
    why = box_field("Why is it held?", required="Enter why it is held", rows=3)


class WhyForm(forms.Form):
    """Why."""

    why = box_field("Why?", required="Enter why", rows=3)


class KeepForm(forms.Form):
    """Why a note that nobody has checked is kept."""

    reason = text_field("Why is it kept?", most=300, required="Enter why it is kept")
