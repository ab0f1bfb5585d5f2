"""Forms about paragraphs of the report being prepared: asking for them, and what an adviser says of them."""

from __future__ import annotations

from typing import Any

from django import forms

from panel.forms import AREA, CHOICE, _day, _line


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


class SendForm(forms.Form):
    """Nothing is asked: the draft goes as it stands."""


class ClearForm(forms.Form):
    """What the Chair says of the draft; the secretariat says whose word it records, and how it came."""

    given_by = _line("Who said so", "Enter who cleared it, or sent the remarks.", longest=200)
    how = _line(
        "How you were told",
        "Enter how you were told, for example by telephone.",
        longest=200,
        help_text="For example by telephone, or by e-mail on 3 March.",
    )
    is_cleared = forms.TypedChoiceField(
        label="The draft",
        choices=[("yes", "is cleared as it stands"), ("no", "is not cleared yet: see the remarks")],
        coerce=lambda said: said == "yes",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Choose whether the draft is cleared."},
    )
    remarks = forms.CharField(
        label="Remarks",
        required=False,
        widget=forms.Textarea(attrs=AREA),
        help_text="What is to be changed. The secretariat reads them; they stand in no paper.",
    )

    def __init__(self, *args: Any, is_chair: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_chair:
            del self.fields["given_by"], self.fields["how"]
