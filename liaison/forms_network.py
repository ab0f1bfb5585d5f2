"""What is typed to keep the Information Sharing Network."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from common.clock import today
from liaison import queries
from liaison.models import Organisation

LINE = {"class": "govuk-input"}
PICK = {"class": "govuk-select"}
DAY = {"class": "govuk-input govuk-input--width-10", "type": "date"}
NO_DAY = "Enter a day, for example 15 January 2027."
CHOOSE = {"required": "Choose the organisation.", "invalid_choice": "Choose the organisation from the list."}


def _organisation() -> forms.ModelChoiceField[Organisation]:
    return forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Organisation",
        error_messages=CHOOSE,
        widget=forms.Select(attrs=PICK),
    )


class JoinForm(forms.Form):
    """From which day an organisation belongs, and where that is known from."""

    organisation = _organisation()
    since_on = forms.DateField(
        label="From, where it is known",
        required=False,
        error_messages={"invalid": NO_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )
    source = forms.CharField(
        label="Where this is known from",
        max_length=200,
        error_messages={"required": "Enter where this is known from."},
        widget=forms.TextInput(attrs=LINE),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["organisation"]
        choose.queryset = queries.to_join()


class LeaveForm(forms.Form):
    """The last day on which an organisation belongs."""

    organisation = _organisation()
    until_on = forms.DateField(
        label="Until",
        error_messages={"required": "Enter the last day.", "invalid": NO_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["organisation"]
        choose.queryset = queries.to_leave()


class OfficerForm(forms.Form):
    """An officer by name, and where they sign in here themselves."""

    organisation = _organisation()
    name = forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Enter the officer’s name."},
        widget=forms.TextInput(attrs=LINE),
    )
    position = forms.CharField(
        label="Position", max_length=200, required=False, widget=forms.TextInput(attrs=LINE)
    )
    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label="Signs in here as",
        empty_label="Nobody: through the organisation’s own system alone",
        error_messages={"invalid_choice": "Choose somebody from the list."},
        widget=forms.Select(attrs=PICK),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields
        choose["organisation"].queryset = queries.organisations()
        choose["user"].queryset = queries.liaison_people(today())
