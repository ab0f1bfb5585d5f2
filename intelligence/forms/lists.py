"""What people fill in about a list: a view's name, why it leaves, and one act on the notes ticked."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from intelligence.forms.acts import OpenForm, WithdrawForm
from intelligence.forms.fields import day_field, select, text_field
from intelligence.queries import factors_offered

FORMATS = [("xlsx", "Excel (XLSX)"), ("csv", "CSV")]


class ViewForm(forms.Form):
    """A view's name, and whether other advisers use it too."""

    name = text_field("Name of this view", most=80)
    is_shared = forms.BooleanField(
        label="Other advisers may use it too",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )


class LeavingForm(forms.Form):
    """In which form a list leaves, and why."""

    reason = text_field("Why it leaves the service", most=300)
    file = forms.ChoiceField(
        label="File", choices=FORMATS, widget=select(), error_messages={"invalid_choice": "Choose a file"}
    )


class TagTickedForm(forms.Form):
    """Which sign."""

    factor = forms.ModelChoiceField(
        label="Sign",
        queryset=factors_offered(),
        empty_label="Choose",
        widget=select(),
        error_messages={"required": "Choose a sign", "invalid_choice": "Choose a sign from the list"},
    )


class FollowUpTickedForm(forms.Form):
    """Which day."""

    follow_up_on = day_field("Come back to them on")

    def __init__(self, given: QueryDict | None = None) -> None:
        super().__init__(given)
        self.fields["follow_up_on"].required = True
        self.fields["follow_up_on"].error_messages["required"] = "Enter the day on which to come back to them"


class OpenTickedForm(OpenForm):
    """To whom."""


class WithdrawTickedForm(WithdrawForm):
    """Why."""

    def __init__(self, given: QueryDict | None = None) -> None:
        super().__init__(given)
        self.fields["reason"].label = "Why are they withdrawn?"
