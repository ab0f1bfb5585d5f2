"""The form of a council's explanation."""

from __future__ import annotations

from django import forms

from councils.forms.people import ActForm, DayField


class ExplanationForm(ActForm):
    """What the council says about a figure (R111)."""

    button = "Put it beside the figure"

    text = forms.CharField(
        label="What the council says",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In the council’s own words. Everyone who signs in reads it beside the figure.",
        error_messages={"required": "Enter what the council says"},
    )
    given_by = forms.CharField(
        label="Who said it",
        max_length=200,
        help_text="For example “Director of finance” or “Press office”.",
        error_messages={"required": "Enter who at the council said it"},
    )
    given_on = DayField(label="When", require_all_fields=False, help_text="For example 1 4 2026.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_on"].error_messages["required"] = "When: enter the day, month and year"
