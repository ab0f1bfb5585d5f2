"""The form that takes a file, and the one that takes a later file of a definition that stays."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.catalogue import SourceDefinition
from indicators.forms.fields import short
from indicators.notations import read_period
from indicators.periods import PeriodError


class FileForm(forms.Form):
    """A published table as a file."""

    file = forms.FileField(
        label="The file",
        help_text="CSV, ODS or XLSX as the publisher gives it, at most 20 MB. Do not change it first.",
        error_messages={
            "required": "Choose the file that holds the table",
            "empty": "The file is empty. Choose the file that holds the table",
            "invalid": "Choose the file that holds the table",
            "missing": "Choose the file that holds the table",
            "max_length": "The file’s name is too long. Give it a shorter one",
        },
        max_length=400,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ".csv,.ods,.xlsx,.tsv,.txt"}),
    )


class LaterFileForm(FileForm):
    """A new file for a source brought by hand; its period is asked where the file does not say it."""

    def __init__(self, definition: SourceDefinition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = dict(definition.options.get("table", {}).get("period", {}))
        self.year = definition.year
        if self.period.get("of") == "file":
            self.fields["period"] = short(
                "The period of this file",
                required="Enter the period that this file speaks of",
                hint=f"The last file spoke of {self.period.get('text', '')}.",
                most=60,
                width="govuk-input--width-20",
            )

    def clean_period(self) -> str:
        """A text that the source's notation reads."""
        text: str = self.cleaned_data["period"]
        try:
            read_period(text, self.period["notation"], year=self.year)
        except PeriodError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        return text


class WithdrawForm(forms.Form):
    """Why a definition is taken out of use."""

    reason = short(
        "Why it is withdrawn",
        required="Say why it is withdrawn",
        hint="Its figures stay held, and no page shows them.",
        most=300,
    )
