"""What the compare page may be asked for, besides the councils and indicators ticked: a GET form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from indicators.forms.indicator import day_field, day_that_has_been
from indicators.queries import Offered
from indicators.queries.choosing import Choices


def _text(place: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"class": "govuk-input", "autocomplete": "off", "spellcheck": "false", "placeholder": place}
    )


class CompareForm(forms.Form):
    """What to add by name or as a group, and the day as of which to compare."""

    add_council = forms.CharField(
        label="Add a council", required=False, max_length=200, widget=_text("Name or code")
    )
    group = forms.ChoiceField(
        label="Add councils of", required=False, widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": "There is no such group of councils."},
    )  # fmt: skip
    add_indicator = forms.CharField(
        label="Add an indicator", required=False, max_length=200, widget=_text("Words of its title")
    )
    report = forms.ChoiceField(
        label="Add the indicators of", required=False, widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={"invalid_choice": "There is no such report."},
    )  # fmt: skip
    as_at = day_field()

    def __init__(
        self,
        asked: Mapping[str, Any],
        *,
        groups: Sequence[Offered],
        reports: Sequence[Choices],
        today: date,
    ) -> None:
        super().__init__({name: asked.get(name, "") for name in self.base_fields})
        self.today = today
        self._choices("group", [(one.heading, [(o.key, o.words) for o in one.options]) for one in groups])
        self._choices("report", [(one.heading, list(one.reports)) for one in reports])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Nothing"), *choices]

    def done(self, name: str) -> None:
        """What was asked for here has been done: the box stands empty again. One in vain keeps its words."""
        self.is_valid()
        if name not in self.errors:
            self.data[name] = ""  # type: ignore[index]

    def clean_as_at(self) -> date | None:
        """A day that has been."""
        return day_that_has_been(self.cleaned_data["as_at"], self.today)

    def chosen(self, name: str) -> Any:
        """What was asked for where it can be had; empty where it cannot."""
        self.is_valid()
        return self.cleaned_data.get(name) or None
