"""What an indicator's page may be asked for: two GET forms, so that the address is the state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from councils.models import Council, CouncilType
from councils.queries import council_by_code, regions, what_is_meant
from indicators.queries import Option

AS_AT = "As it was known on"
DAYS = ["%Y-%m-%d", "%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "govuk-select"})


def day_field(label: str = AS_AT) -> forms.DateField:
    """A day in one box, empty for today."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DAYS,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "govuk-input", "type": "date"}),
        error_messages={"invalid": "Enter a day, for example 1 4 2026"},
    )


def day_that_has_been(day: date | None, today: date) -> date | None:
    """The day; today is as good as none, and one to come is refused."""
    if day and day > today:
        raise forms.ValidationError("That day has not come yet; this is what is known today.")
    return None if day == today else day


class FiguresForm(forms.Form):
    """Which figures, of which period, which council is named, as it was known on which day."""

    series = forms.CharField(label="Figures of", required=False, widget=_select())
    period = forms.CharField(label="Period", required=False, widget=_select())
    council = forms.CharField(
        label="Name a council",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"class": "govuk-input", "autocomplete": "off", "spellcheck": "false",
                   "placeholder": "Name or code"}
        ),
    )  # fmt: skip
    as_at = day_field()
    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    region = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: Mapping[str, Any], *, today: date) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields})
        self.today = today
        self.found: Council | None = None

    def clean_as_at(self) -> date | None:
        """A day that has been."""
        return day_that_has_been(self.cleaned_data["as_at"], self.today)

    def clean_council(self) -> str:
        """The council meant, by name or code; the sentence that says why none is."""
        text: str = self.cleaned_data["council"].strip()
        if not text:
            return ""
        self.found = council_by_code(text)
        if self.found is None:
            meant = what_is_meant(text, self.today)
            self.found = meant.council
            if meant.council is None:
                raise forms.ValidationError(meant.sentence)
        return text

    def chosen(self, name: str) -> Any:
        """What was asked for where it can be had; empty where it cannot."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    def offer(
        self, series: Iterable[Option], periods: Iterable[Option], refused: Iterable[tuple[str, str]]
    ) -> None:
        """Fill the lists, and say what was asked for in vain. A list of one is no choice and is not shown."""
        for name, options in (("series", tuple(series)), ("period", tuple(periods))):
            if len(options) > 1:
                self.fields[name].widget.choices = [(one.key, one.words) for one in options]
            else:
                self.fields[name].widget = forms.HiddenInput()
        for name, sentence in refused:
            self.add_error(name, sentence)


class NarrowForm(forms.Form):
    """Which councils the table holds; it keeps the rest of the address."""

    kind = forms.ChoiceField(
        label="Type", required=False, choices=[("", "All types"), *CouncilType.choices], widget=_select(),
        error_messages={"invalid_choice": "There is no such type; all are shown."},
    )  # fmt: skip
    region = forms.ChoiceField(
        label="Region", required=False, widget=_select(),
        error_messages={"invalid_choice": "There is no such region; all are shown."},
    )  # fmt: skip
    series = forms.CharField(required=False, widget=forms.HiddenInput)
    period = forms.CharField(required=False, widget=forms.HiddenInput)
    council = forms.CharField(required=False, widget=forms.HiddenInput)
    as_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields}, auto_id="table_%s")
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "All regions"), *((one.slug, one.name) for one in regions())]

    def chosen(self, name: str) -> str:
        """The type or region to show; empty for all."""
        self.is_valid()
        said: str = self.cleaned_data.get(name, "")
        return said
