"""What is typed of what was said aloud, and of what follows a release."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from cases.models import AwarenessRecord
from councils.models import Council
from liaison.models import FreedomOutcome, FreedomRequest, Organisation

LINE = {"class": "govuk-input"}
TEXT = {"class": "govuk-textarea", "rows": 4}
CHOICE = {"class": "govuk-select"}
NOT_TOLD = "none"
CHOOSE = dict.fromkeys(("required", "invalid"), "Choose the support that is to be shared.")


def _line(label: str, missing: str, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs=LINE),
        error_messages={"required": missing, "max_length": f"Keep it to one line of {longest} characters."},
        **more,
    )


def _words(label: str, missing: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs=TEXT), error_messages={"required": missing}, **more
    )


def _day(label: str, missing: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"class": "govuk-input govuk-input--width-10", "type": "date"}
        ),
        error_messages={"required": missing, "invalid": "Enter a day, for example 15 January 2027."},
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        **more,
    )


def _choice(label: str, missing: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": missing, "invalid_choice": missing},
        **more,
    )


def _one_of(label: str, missing: str, rows: Any, **more: Any) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": missing, "invalid_choice": missing},
        **more,
    )


class SharingFilter(forms.Form):
    """What narrows the page of what is shared; its state is the address."""

    organisation = _one_of(
        "Organisation",
        "Choose an organisation from the list.",
        Organisation.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Every organisation",
    )
    council = _one_of(
        "Council",
        "Choose a council from the list.",
        Council.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="Every council",
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], councils: QuerySet[Council], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields
        choose["organisation"].queryset = organisations
        choose["council"].queryset = councils


class SaidOfForm(forms.Form):
    """Of which council something was said."""

    council = _one_of(
        "About which council?",
        "Choose a council from the list.",
        Council.objects.none(),
        to_field_name="code",
        empty_label="Choose a council",
    )

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields
        choose["council"].queryset = councils


class SaidForm(forms.Form):
    """What was said of one council, by whom, to whom, and how the council knew."""

    to_organisation = _one_of(
        "Said to which organisation?",
        "Choose the organisation.",
        Organisation.objects.none(),
        empty_label=None,
    )
    said_by = _line("Who said it", "Enter who said it.")
    to_whom = _line("To whom, by name", "Enter who heard it.", 300)
    text = _words(
        "What was said",
        "Enter what was said.",
        help_text="As it was said, and no more. Write as if the council will read it.",
    )
    said_on = _day("When", "Enter the day on which it was said.")
    awareness = forms.ChoiceField(
        label="Did the council know before it was said?",
        error_messages={
            "required": "Choose how the council knew, or that it had not been told.",
            "invalid_choice": "That record has been corrected since. Choose the one that stands.",
        },
    )

    def __init__(
        self,
        *args: Any,
        organisations: QuerySet[Organisation],
        tellings: list[AwarenessRecord],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tellings = {str(record.pk): record for record in tellings}
        choose: Any = self.fields
        choose["to_organisation"].queryset = organisations
        choose["awareness"].choices = [
            *((key, _telling(record)) for key, record in self.tellings.items()),
            (NOT_TOLD, "It had not been told"),
        ]

    def clean_awareness(self) -> AwarenessRecord | None:
        return self.tellings.get(self.cleaned_data["awareness"])


def _telling(record: AwarenessRecord) -> str:
    told = f"{record.told}, told by {record.signature} on {record.happened_on:%-d %B %Y}: {record.how}."
    return f"{told} {record.concern.summary}"


class TellingForm(forms.Form):
    """That the council was told afterwards."""

    told = _line("Who at the council was told", "Enter who at the council was told.")
    how = _line("How", "Enter how it was told.")
    happened_on = _day("On", "Enter the day on which it was told.")


class DeletionForm(forms.Form):
    """That the recipient deleted every copy, as it wrote or said."""

    confirmed_by = _line("Who at the recipient confirmed it", "Enter who confirmed it.")
    how = _line("How: a letter, an e-mail, a call", "Enter how it was confirmed.")
    confirmed_on = _day("On", "Enter the day on which it was confirmed.")


class FreedomForm(forms.Form):
    """A freedom-of-information request that touches a release."""

    received_on = _day("When the recipient received it", "Enter the day on which the recipient received it.")
    category = _choice(
        "Who asked",
        "Choose who asked.",
        FreedomRequest.Category.choices,
        help_text="What kind of person. Do not enter a name.",
    )
    asked = _words("What is asked for", "Enter what is asked for.")
    told_by = _line("Who at the recipient told us", "Enter who at the recipient told us.")


class OwnFreedomForm(FreedomForm):
    """The same from the recipient's own officer, who is known by name."""

    told_by = None  # type: ignore[assignment]  # Django's own way to leave a field out


class ViewsForm(forms.Form):
    """What the LGA thinks of disclosure, as the originator."""

    text = _words(
        "What we think",
        "Enter what we think.",
        help_text="Whether it may be disclosed, what not, and why. The recipient decides.",
    )
    given_to = _line("Said to", "Enter to whom at the recipient it was said.")
    given_on = _day("On", "Enter the day on which it was said.")


class OutcomeForm(forms.Form):
    """What became of the request."""

    outcome = _choice("What became of it", "Choose what became of it.", FreedomOutcome.Outcome.choices)
    text = _words("More, where there is more to say", "", required=False)
    answered_on = _day("Answered on", "Enter the day on which it was answered.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on one page with the form of our views, which has a text too.
        super().__init__(*args, **{"auto_id": "outcome_%s", **kwargs})


class ShareSupportForm(forms.Form):
    """Which package is to be shared, and what of it stood on the page; nothing is typed."""

    package = forms.IntegerField(error_messages=CHOOSE)
    version = forms.IntegerField(error_messages=CHOOSE)
    progress = forms.IntegerField(required=False, error_messages=CHOOSE)


class BatchForm(forms.Form):
    """The numbers of the releases that were looked at; nothing is typed."""

    numbers = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_numbers(self) -> list[str]:
        return [number for number in str(self.cleaned_data["numbers"]).split(",") if number]
