"""Fields of the forms about published tables, in GOV.UK's markup and with our own sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


def short(
    label: str, *, required: str = "", hint: str = "", most: int = 200, width: str = "", initial: Any = ""
) -> forms.CharField:
    """One line; `required` is the sentence where nothing is entered, empty: it may stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        initial=initial,
        max_length=most,
        error_messages={
            "required": required,
            "max_length": f"{label}: at most %(limit_value)d letters; it has %(show_value)d",
        },
        widget=forms.TextInput(attrs={"class": f"govuk-input {width}".strip()}),
    )


def words(
    label: str, *, required: str = "", hint: str = "", rows: int = 2, most: int = 2000
) -> forms.CharField:
    """A box for a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=most,
        error_messages={
            "required": required,
            "max_length": f"{label}: at most %(limit_value)d letters; it has %(show_value)d",
        },
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": rows}),
    )


def chosen(
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    required: str = "",
    hint: str = "",
    initial: Any = "",
) -> forms.ChoiceField:
    """One of many, from a list that drops down."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=list(choices),
        required=bool(required),
        initial=initial,
        error_messages={"required": required, "invalid_choice": f"{label}: choose from the list"},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )


def one_of(
    label: str, choices: Iterable[tuple[str, str]], *, required: str, hint: str = "", initial: Any = ""
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


def some_of(
    label: str, choices: Iterable[tuple[str, str]], *, required: str = "", hint: str = "", initial: Any = ()
) -> forms.MultipleChoiceField:
    """Any number, as ticks."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        help_text=hint,
        required=bool(required),
        initial=list(initial),
        error_messages={
            "required": required,
            "invalid_choice": f"{label}: choose from the list",
            "invalid_list": f"{label}: choose from the list",
        },
        widget=forms.CheckboxSelectMultiple,
    )


def whole(
    label: str, *, required: str, hint: str = "", least: int = 0, most: int = 10**6, initial: Any = None
) -> forms.IntegerField:
    """A whole number within bounds."""
    wrong = f"{label}: enter a whole number from {least:,} to {most:,}"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        initial=initial,
        error_messages={"required": required, "invalid": wrong, "min_value": wrong, "max_value": wrong},
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-5", "inputmode": "numeric"}),
    )


def number(label: str, *, required: str, hint: str = "", initial: Any = None) -> forms.FloatField:
    """A number."""
    return forms.FloatField(
        label=label,
        help_text=hint,
        initial=initial,
        error_messages={"required": required, "invalid": f"{label}: enter a number"},
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-10"}),
    )


def as_entered(form: forms.Form, kept: Any) -> dict[str, Any]:
    """What a kept POST said, as the initial values of an unbound form: shown again without its errors."""
    return {
        name: field.widget.value_from_datadict(kept, {}, form.add_prefix(name))  # type: ignore[arg-type]
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(kept, {}, form.add_prefix(name))  # type: ignore[arg-type]
        or isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple)
    }
