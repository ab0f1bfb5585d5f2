"""Fields of the forms about concerns, in GOV.UK's markup and with our own sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from cases.models import Concern, Met

LATEST_ID = 2**31 - 1
LONGEST_VERSION = 11  # digits: a number of any length is no version
INPUT = {"class": "govuk-input"}
EMPTY_MEANS_TODAY = "Empty means today"


def words(
    label: str, *, required: str = "", hint: str = "", rows: int = 3, initial: str = ""
) -> forms.CharField:
    """A box; `required` is the sentence where nothing is entered, empty: it may stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        initial=initial,
        error_messages={"required": required},
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": rows}),
    )


def short(
    label: str, *, required: str = "", hint: str = "", most: int = 200, initial: str = ""
) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        initial=initial,
        max_length=most,
        error_messages={
            "required": required,
            "max_length": f"{label} may have %(limit_value)d characters and has %(show_value)d. Shorten it",
        },
        widget=forms.TextInput(attrs=INPUT),
    )


def day(label: str, *, required: str = "", hint: str = "", initial: Any = None) -> forms.DateField:
    """A date."""
    wrong = f"{label}: enter a date, for example 9 November 2026"
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(required),
        initial=initial,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        error_messages={"required": required or wrong, "invalid": wrong},
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}
        ),
    )


def one_of(
    label: str, choices: Iterable[tuple[str, str]], *, required: str, hint: str = "", initial: str = ""
) -> forms.ChoiceField:
    """One of a few, as radios."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        initial=initial,
        error_messages={"required": required, "invalid_choice": required},
        widget=forms.RadioSelect,
    )


def pounds(label: str, *, hint: str = "") -> forms.IntegerField:
    """A sum in whole pounds, which may stay empty."""
    wrong = f"{label}: enter whole pounds, for example 60000, or leave it empty"
    return _Pounds(
        label=label,
        help_text=hint,
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-10", "inputmode": "numeric"}),
    )


class _Pounds(forms.IntegerField):
    """A sum as people write it: £12,000 as well as 12000."""

    def to_python(self, value: Any) -> int | None:
        """Without the sign of the pound, commas and spaces."""
        written = str(value or "").replace("£", "").replace(",", "").replace(" ", "")
        return cast("int | None", super().to_python(written))


def met(label: str, *, hint: str = "") -> forms.ChoiceField:
    """Met, not met or not known; not known to begin with."""
    return one_of(
        label,
        Met.choices,
        required=f"{label}: choose met, not met or not known",
        hint=hint,
        initial=Met.NOT_KNOWN,
    )


def row(
    label: str, queryset: Any, *, required: str = "", hint: str = "", empty: str = "Choose"
) -> forms.ModelChoiceField:
    """One row of a list others choose from."""
    return NamedChoice(
        label=label,
        queryset=queryset,
        required=bool(required),
        help_text=hint,
        empty_label=empty,
        error_messages={"required": required, "invalid_choice": f"{label}: choose from the list"},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )


def some_of(label: str, queryset: Any, *, hint: str = "") -> forms.ModelMultipleChoiceField:
    """Any number of rows, as ticks."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=queryset,
        required=False,
        help_text=hint,
        error_messages={
            "invalid_choice": f"{label}: choose from the list",
            "invalid_pk_value": f"{label}: choose from the list",
            "list": f"{label}: choose from the list",
        },
        widget=forms.CheckboxSelectMultiple,
    )


def ticks(label: str, choices: Iterable[tuple[str, str]], *, hint: str = "") -> forms.MultipleChoiceField:
    """Any number of words, as ticks."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        help_text=hint,
        error_messages={
            "invalid_choice": f"{label}: choose from the list",
            "invalid_list": f"{label}: choose from the list",
        },
        widget=forms.CheckboxSelectMultiple,
    )


def tick(label: str, *, hint: str = "") -> forms.BooleanField:
    """Yes where ticked; no to begin with."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def version() -> forms.IntegerField:
    """The version the writer had before them."""
    again = "Open the page again from the concern: it does not say from which version you began"
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=LATEST_ID,
        error_messages={"required": again, "invalid": again, "min_value": again, "max_value": again},
    )


class NamedChoice(forms.ModelChoiceField):
    """People with their position beside the name."""

    def label_from_instance(self, obj: Any) -> str:
        position = getattr(obj, "position", "")
        return f"{obj}, {position}" if position else str(obj)


class ActForm(forms.Form):
    """A form about one concern; `said` is what the act takes."""

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        self.concern = concern
        super().__init__(*args, **kwargs)
        if "version" in self.fields:
            self.fields["version"].initial = concern.version
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_helptext")

    def full_clean(self) -> None:
        """Ask for nothing that is missing where somebody else came first: the act says who, with both texts.

        Else the second of two would be asked what their page never did, as lessons, and only then be told.
        """
        if self._is_late():
            for field in self.fields.values():
                field.required = field.required and isinstance(field, forms.ModelChoiceField)
        super().full_clean()

    def _is_late(self) -> bool:
        if not self.is_bound or "version" not in self.fields:
            return False
        began = str(self.data.get(self.add_prefix("version"), ""))
        if not (began.isascii() and began.isdigit() and len(began) < LONGEST_VERSION):
            return False
        return int(began) != self.fields["version"].initial

    @property
    def said(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return dict(self.cleaned_data)
