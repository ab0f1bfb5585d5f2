"""To keep somebody in one's network."""

from __future__ import annotations

from typing import Any

from django import forms

from councils.queries import regions
from intelligence.forms.fields import CouncilField, day_field, select, text_field
from intelligence.models import Contact, Network

FIELDS = ("name", "role", "network", "council", "body", "region", "email", "phone", "speak_every_days")


class ContactForm(forms.Form):
    """Who they are, where, and how often to speak. `contact`: the one to write anew."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    name = text_field("Name", most=200, required="Enter the name")
    role = text_field("Role", most=200)
    network = forms.ChoiceField(
        label="Where do they belong?",
        choices=Network.choices,
        widget=select(),
        error_messages={
            "required": "Choose where they belong",
            "invalid_choice": "Choose where they belong, from the list",
        },
    )
    council = CouncilField(label="Council, where it is one", required=False)
    body = text_field("Or where they work", most=200)
    region = forms.ModelChoiceField(
        label="Region",
        queryset=regions(),
        required=False,
        empty_label="None",
        widget=select(),
        error_messages={"invalid_choice": "Choose a region from the list"},
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(attrs={"class": "govuk-input govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"invalid": "Enter an e-mail address, such as name@example.gov.uk"},
    )
    phone = text_field("Phone", most=40)
    speak_every_days = forms.IntegerField(
        label="Speak every … days",
        initial=30,
        min_value=1,
        max_value=730,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-4", "inputmode": "numeric"}),
        error_messages={
            "required": "Enter a number of days, such as 30",
            "invalid": "Enter a number of days, such as 30",
            "min_value": "Enter at least 1 day",
            "max_value": "Enter at most 730 days",
        },
    )
    last_spoken_on = day_field("Last spoken", help_text="Empty where it is not known")

    def __init__(self, *args: Any, contact: Contact | None = None, **kwargs: Any) -> None:
        if contact:
            held = {name: getattr(contact, name) for name in FIELDS}
            kwargs.setdefault("initial", held | {"version": contact.version})
        super().__init__(*args, **kwargs)
        if contact:
            del self.fields["last_spoken_on"]
        else:
            del self.fields["version"]
