"""Forms about who looks after a region, who leads a council, and who has an interest in one."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Size, Submit
from django import forms

from accounts.models import User
from councils.models import Council, Office, RegionHolding
from councils.queries import what_is_meant, who_may_hold_regions

HOW_KNOWN = "For example “The council's website, 2 November 2012”."


class DayField(DateInputField):
    """A day in three boxes; a number too great for any calendar is a wrong day and no fault of ours."""

    def compress(self, data_list: list[Any]) -> date | None:
        """The day, or the field's own error."""
        try:
            return cast("date | None", super().compress(data_list))
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def day_of(label: str, *, required: bool = True, help_text: str = "For example 1 4 2012.") -> DayField:
    """A day in three boxes, with our own sentence where it is missing."""
    field = DayField(label=label, required=required, require_all_fields=False, help_text=help_text)
    field.error_messages["required"] = f"{label}: enter the day, month and year"
    return field


class ActForm(forms.Form):
    """A form with one button; `button` says what it does."""

    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.label_size = Size.SMALL
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("act", self.button))


class OfficeholderForm(ActForm):
    """Who holds an office (R051)."""

    button = "Record it"

    office = forms.ChoiceField(
        label="Office", choices=Office.choices, error_messages={"required": "Choose the office"}
    )
    title = forms.CharField(
        label="The council's own title for it", required=False, max_length=200, help_text="Where it differs."
    )
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the person"}
    )
    since_on = day_of("Since", required=False, help_text="Leave empty where it is not known.")
    source = forms.CharField(
        label="How this is known",
        max_length=300,
        help_text=HOW_KNOWN,
        error_messages={"required": "Say how this is known"},
    )


class ControlForm(ActForm):
    """Who controls the council."""

    button = "Record it"

    control = forms.CharField(
        label="Control",
        max_length=80,
        help_text="A party's name, or “No overall control”.",
        error_messages={"required": "Enter who controls the council"},
    )
    since_on = day_of("Since", required=False, help_text="Leave empty where it is not known.")
    source = forms.CharField(
        label="How this is known",
        max_length=300,
        help_text="For example “Local election results, 3 May 2012”.",
        error_messages={"required": "Say how this is known"},
    )


class AssignForm(ActForm):
    """Who looks after a region from a day (R027), or is its lead member peer (R040)."""

    button = "Assign the region"

    user = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose the person"},
        help_text="An adviser looks after the region. A lead member peer logs notes about its councils.",
    )
    capacity = forms.ChoiceField(
        label="As", choices=RegionHolding.Capacity.choices, error_messages={"required": "Choose as what"}
    )
    since_on = day_of("From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["user"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        choice.queryset = who_may_hold_regions()


class EndForm(ActForm):
    """The last day of something."""

    button = "End it"

    until_on = day_of("Last day", help_text="It holds on this day and not on the next.")


class InterestForm(ActForm):
    """One's own interest in a council (R052). `on` is today: the council must exist."""

    button = "Declare it"

    council = forms.CharField(
        label="Council",
        max_length=200,
        help_text="Its name or a code.",
        error_messages={"required": "Enter the council's name"},
    )
    nature = forms.CharField(
        label="What the interest is",
        max_length=300,
        help_text="For example “Councillor of the council”.",
        error_messages={"required": "Say what the interest is"},
    )
    since_on = day_of("Since")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_council(self) -> Council:
        """The council meant, or the sentence that says why none was."""
        meant = what_is_meant(self.cleaned_data["council"], self.on)
        if meant.council is None:
            raise forms.ValidationError(meant.sentence)
        return meant.council
