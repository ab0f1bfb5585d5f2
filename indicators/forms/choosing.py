"""What the headline report's page may be asked for: a GET form, so that the address is the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.forms.indicator import day_field, day_that_has_been
from indicators.models import NeighbourSet
from indicators.queries.beside import TYPE
from indicators.queries.choosing import CORE, Choices
from indicators.queries.fuller import BY_THEME, FURTHEST

ORDERS = ((BY_THEME, "By theme"), (FURTHEST, "Furthest from the median first"))


class QuickSelect(forms.Select):
    """A select written in one go: Django's asks a template for each option, and this page has dozens."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same markup as Django's."""
        groups = []
        for title, options, _ in self.optgroups(name, self.format_value(value)):
            held = format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                ((one["value"], SELECTED if one["selected"] else "", one["label"]) for one in options),
            )
            groups.append(format_html('<optgroup label="{}">{}</optgroup>', title, held) if title else held)
        with_attrs = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", with_attrs, SafeString("".join(groups)))


SELECTED = SafeString(" selected")


def _select() -> forms.Select:
    return QuickSelect(attrs={"class": "govuk-select"})


class TrendsForm(forms.Form):
    """Which report's indicators over time, as they were known on which day."""

    report = forms.ChoiceField(label="Report", required=False, widget=_select())
    as_at = day_field()

    def __init__(self, asked: Mapping[str, Any], *, reports: Sequence[Choices], today: date) -> None:
        super().__init__({"report": asked.get("report") or CORE, "as_at": asked.get("as_at", "")})
        self.today = today
        field = self.fields["report"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [(one.heading, list(one.reports)) for one in reports]

    def clean_as_at(self) -> date | None:
        """A day that has been."""
        return day_that_has_been(self.cleaned_data["as_at"], self.today)

    @property
    def day(self) -> date | None:
        """The day as of which to show; None for today, and where what was asked cannot be had."""
        self.is_valid()
        return self.cleaned_data.get("as_at")


class ReportChoiceForm(forms.Form):
    """Which report, beside whom, in which order, as it was known on which day.

    Whatever is asked for and not there gives way to what is usual, and the form says so.
    """

    report = forms.ChoiceField(label="Report", required=False, widget=_select())
    compare = forms.ChoiceField(label="Compared with", required=False, widget=_select())
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS, widget=_select())
    as_at = forms.DateField(
        label="As it was known on",
        required=False,
        input_formats=["%Y-%m-%d", "%d %m %Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "govuk-input", "type": "date"}),
        error_messages={"invalid": "Enter a day, for example 1 4 2026"},
    )

    def __init__(
        self,
        asked: Mapping[str, Any],
        *,
        reports: Sequence[Choices],
        sets: Sequence[NeighbourSet],
        type_name: str,
        today: date,
        shared: tuple[str, str] | None = None,
    ) -> None:
        filled = {"report": CORE, "compare": TYPE, "order": BY_THEME}
        given = {name: asked[name] for name in ("report", "compare", "order", "as_at") if asked.get(name)}
        super().__init__({**filled, **given})
        self.today = today
        groups: list[tuple[str, Any]] = [(one.heading, list(one.reports)) for one in reports]
        if shared:
            groups.append(("Shared with you", [shared]))
        self._choices("report", groups, "There is no such report any more; this is the core one.")
        of_sets = [(one.slug, one.title) for one in sets]
        self._choices(
            "compare",
            [(TYPE, f"Its type: {type_name}"), *of_sets],
            "That set names no neighbours of this council; it is compared with its type.",
        )

    def _choices(self, name: str, choices: list[Any], otherwise: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = choices
        field.error_messages["invalid_choice"] = otherwise

    def clean_as_at(self) -> date | None:
        """A day that has been; today is as good as none."""
        day: date | None = self.cleaned_data["as_at"]
        if day and day > self.today:
            raise forms.ValidationError("That day has not come yet; this is what is known today.")
        return None if day == self.today else day

    def chosen(self, name: str) -> Any:
        """What is to be shown: what was asked for where it can be had, else what is usual."""
        self.is_valid()
        usual = {"report": CORE, "compare": TYPE, "order": BY_THEME}
        return self.cleaned_data.get(name) or usual.get(name)
