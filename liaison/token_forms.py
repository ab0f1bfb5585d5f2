"""What is typed to propose a token."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Any

from django import forms

from liaison import queries
from liaison.models import Organisation, Scope
from liaison.models.client import LONGEST

INPUT = {"class": "govuk-input"}


class TokenForm(forms.Form):
    """Whose system it is for, what it may do, from where, and how long."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        empty_label=None,
        label="Which organisation’s system is it for?",
        error_messages={"required": "Choose an organisation.", "invalid_choice": "Choose an organisation."},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    officer = forms.CharField(
        label="Officer who answers for it",
        help_text="A person at the organisation. Every reading is kept with this name.",
        max_length=200,
        error_messages={
            "required": "Name the officer who answers for this token.",
            "max_length": "Keep it to one line of 200 characters.",
        },
        widget=forms.TextInput(attrs=INPUT),
    )
    purpose = forms.CharField(
        label="What it is for",
        max_length=300,
        error_messages={
            "required": "Say what the token is for.",
            "max_length": "Keep it to one line of 300 characters.",
        },
        widget=forms.TextInput(attrs=INPUT),
    )
    scopes = forms.MultipleChoiceField(
        label="It may be used to",
        choices=Scope.choices,
        error_messages={
            "required": "Choose what the token may be used for.",
            "invalid_choice": "Choose from the list.",
        },
    )
    allowed_addresses = forms.CharField(
        label="From which addresses",
        help_text="Addresses or networks, one a line, such as 192.0.2.0/24. Left empty: from anywhere.",
        required=False,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": 3}),
    )
    days = forms.IntegerField(
        label="How many days it lasts",
        help_text=f"{LONGEST.days} at most, from the day it is issued.",
        initial=LONGEST.days,
        min_value=1,
        max_value=LONGEST.days,
        error_messages={
            "required": "Enter how many days it lasts.",
            "invalid": "Enter a whole number of days.",
            "min_value": "Enter 1 day or more.",
            "max_value": f"A token lasts {LONGEST.days} days at most.",
        },
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
    )

    is_sandbox = forms.BooleanField(
        label="For trying out: it sees fictional councils, and nothing of a real one", required=False
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        choose: Any = self.fields["organisation"]
        choose.queryset = queries.organisations()

    def clean_allowed_addresses(self) -> list[str]:
        given = re.split(r"[\s,;]+", self.cleaned_data["allowed_addresses"].strip())
        for address in filter(None, given):
            try:
                ip_network(address)
            except ValueError as error:
                raise forms.ValidationError(
                    f"“{address}” is no address or network. Give one such as 192.0.2.0/24."
                ) from error
        return [address for address in given if address]
