"""The form that mutes a figure to ask about."""

from __future__ import annotations

from django import forms

from councils.forms.people import ActForm, DayField


class MuteForm(ActForm):
    """Why a figure need not be asked about, and until when."""

    button = "Mute it"

    reason = forms.CharField(
        label="Why it need not be asked about",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Advisers read it. Write as if the council will too.",
        error_messages={"required": "Enter why it need not be asked about"},
    )
    until_on = DayField(
        label="Until",
        require_all_fields=False,
        help_text="The last day, a year ahead at most. For example 1 4 2027.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].error_messages["required"] = "Until: enter the day, month and year"
