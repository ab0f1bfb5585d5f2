"""The one field that narrows the list of sources: a GET form, so that the address is the list."""

from __future__ import annotations

from django import forms


class SourcesForm(forms.Form):
    """Words that a source must all have."""

    q = forms.CharField(
        label="Source, publisher or indicator",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off", "type": "search"}),
    )
