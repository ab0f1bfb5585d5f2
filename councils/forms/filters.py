"""The filters of the list of councils; their state is the address."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from councils.models import Council, CouncilType
from councils.queries import regions

REGISTER_BEGINS_ON = date(2012, 4, 1)
AS_AT = (("", "Today"), (str(REGISTER_BEGINS_ON), "1 April 2012"))


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "govuk-select"})


class CouncilFilter(django_filters.FilterSet):
    """Region, type, day and name. `on` is the day chosen: the view reads it before it makes the list."""

    q = django_filters.CharFilter(
        label="Name, former name or code",
        method="leave",
        widget=forms.TextInput(attrs={"class": "govuk-input", "autocomplete": "off", "spellcheck": "false"}),
    )
    region = django_filters.ModelChoiceFilter(
        label="Region",
        queryset=lambda request: regions(),
        to_field_name="slug",
        empty_label="All regions",
        widget=_select(),
    )
    kind = django_filters.ChoiceFilter(
        label="Type", choices=CouncilType.choices, empty_label="All types", widget=_select()
    )
    as_at = django_filters.ChoiceFilter(
        label="As at",
        choices=AS_AT[1:],
        empty_label="Today",
        method="leave",
        widget=_select(),
    )

    class Meta:
        model = Council
        fields: list[str] = []

    def leave(self, councils: QuerySet[Council], name: str, value: Any) -> QuerySet[Council]:
        """Chosen by the view: a name is found by likeness, and the day is where the list starts from."""
        return councils


def chosen_day(text: str | None, today: date) -> date:
    """The day the list stands for; anything but a day offered means today."""
    return REGISTER_BEGINS_ON if text == str(REGISTER_BEGINS_ON) else today
