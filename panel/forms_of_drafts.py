"""Forms about paragraphs of the report being prepared: asking for them, and what an adviser says of them."""

from __future__ import annotations

from django import forms

from panel.forms import _day, _line


class AskForm(forms.Form):
    """The day by which the paragraphs are wanted."""

    by_on = _day("Wanted by", "Enter the day by which you want them.")


class SealForm(forms.Form):
    """What was read, so that nothing else is confirmed."""

    seal = forms.CharField(widget=forms.HiddenInput, max_length=64)


class NotConfirmedForm(SealForm):
    """Why an adviser does not confirm an edit."""

    sentence = _line(
        "Why you do not confirm it",
        "Enter why you do not confirm the edit.",
        longest=500,
        help_text="The secretariat reads it, and it is shown before the report is issued.",
    )
