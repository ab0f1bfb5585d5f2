"""Fields and widgets of the forms about notes, in GOV.UK's markup and with our own sentences."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from common.clock import today
from councils.lookup import How, resolver
from councils.models import Council
from councils.queries import council_by_code, find_councils, service_areas

NULL = (
    "This holds a null character, which cannot be kept and cannot be seen. Copy it through a plain-text "
    "editor, or type that part again."
)
CODE_AT_END = re.compile(r"(?:^|\()([A-Z]\d{8})\)?$", re.I)
COUNCILS_LIST = "councils-by-name"


def in_words(council: Council) -> str:
    """How a council is offered and shown in a box: its name with its code, which says which one is meant."""
    return f"{council.short_name} ({council.code})"


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar where it has one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "govuk-input govuk-input--width-10"})


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """A day as a browser sends it, or as a person writes it."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"],
        error_messages={
            "invalid": "Enter a day, such as 9/11/2026",
            "required": "Enter the day",
        },
    )


def text_field(
    label: str, *, most: int, required: str = "", help_text: str = "", width: str = "20"
) -> forms.CharField:
    """One line. `required` is the sentence said where it is missing; empty: it may be."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(required),
        help_text=help_text,
        widget=forms.TextInput(
            attrs={"class": f"govuk-input govuk-input--width-{width}", "autocomplete": "off"}
        ),
        error_messages={
            "required": required,
            "null_characters_not_allowed": NULL,
            "max_length": f"{label} has too many characters: it may have {most}",
        },
    )


def box_field(label: str, *, required: str, rows: int = 5, help_text: str = "") -> forms.CharField:
    """Several lines, kept exactly as typed."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"class": "govuk-textarea", "rows": rows}),
        error_messages={"required": required, "null_characters_not_allowed": NULL},
    )


def select() -> forms.Select:
    """A drop-down in GOV.UK's markup."""
    return forms.Select(attrs={"class": "govuk-select"})


def service_area_field() -> forms.ModelChoiceField:
    """A service area, or the council as a whole."""
    return forms.ModelChoiceField(
        label="Service area",
        queryset=service_areas(),
        required=False,
        empty_label="The council as a whole",
        widget=select(),
        error_messages={"invalid_choice": "Choose a service area from the list"},
    )


class CouncilField(forms.Field):
    """A council by name, former name or code, typed or chosen from the list; gives the Council."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Council")
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={
                    "class": "govuk-input",
                    "list": COUNCILS_LIST,
                    "autocomplete": "off",
                    "spellcheck": "false",
                }
            ),
        )
        kwargs.setdefault("error_messages", {"required": "Enter the council’s name or code"})
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return in_words(value) if isinstance(value, Council) else value

    def to_python(self, value: Any) -> Council | None:
        text = str(value or "").strip()
        if not text:
            return None
        if "\x00" in text:
            raise ValidationError(NULL)
        return self._council(text[:300], today())

    def _council(self, text: str, on: date) -> Council:
        code = CODE_AT_END.search(text)
        council = council_by_code(code.group(1)) if code else None
        if council is None:
            meant = resolver(fictional=True).resolve(text)
            council = meant.council
        if council is None:
            found = find_councils(text, on, 2)
            if len(found) == 1 and found[0].how != How.NEAR:
                return found[0].council
            raise ValidationError(meant.sentence)
        return council


class SignsField(forms.ModelMultipleChoiceField):
    """Signs as small tick boxes with their short names."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label="Which signs, if any?",
            error_messages={
                "invalid_choice": "Choose signs from the list",
                "invalid_pk_value": "Choose signs from the list",
            },
            **kwargs,
        )
