"""The filters of the list of notes: a GET form, so that the address is the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from councils.models import Council
from intelligence.forms.fields import NULL, CouncilField, DayInput, in_words, select
from intelligence.models import Checked, Factor, Kind, Known, Note, SourceType
from intelligence.queries import people_who_read_notes
from intelligence.searching import LONGEST
from intelligence.visibility import NoteQuerySet

__all__ = ["Chip", "NoteFilter"]

CHOOSE = "Choose from the list"


class _ByCouncil(django_filters.Filter):
    field_class = CouncilField


def _chosen(label: str, choices: Any, every: str, **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        choices=choices,
        empty_label=every,
        widget=select(),
        error_messages={"invalid_choice": CHOOSE},
        **kwargs,
    )


def _row(label: str, rows: Any, every: str, **kwargs: Any) -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(
        label=label,
        queryset=rows,
        empty_label=every,
        widget=select(),
        error_messages={"invalid_choice": CHOOSE},
        **kwargs,
    )


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label,
        field_name="happened_on",
        lookup_expr=lookup,
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"invalid": "Enter a day, such as 9/11/2026"},
    )


@dataclass(frozen=True)
class Chip:
    """One filter that is on: what kind, its value, and the address without it."""

    of: str
    text: str
    off: str


class NoteFilter(django_filters.FilterSet):
    """By words, council, sign, source, kind, how known, how checked, day and owner.

    No choice says anything of what is held: each list is the same for whoever may open the page.
    """

    q = django_filters.CharFilter(
        label="Words",
        method="_as_they_are",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": f"Enter at most {LONGEST} characters",
            "null_characters_not_allowed": NULL,
        },
    )
    council = _ByCouncil(label="Council")
    factor = _row(
        "Sign", lambda request: Factor.objects.all(), "All signs", field_name="factors", to_field_name="slug"
    )
    source = _row(
        "Source",
        lambda request: SourceType.objects.all(),
        "All sources",
        field_name="source__type",
        to_field_name="slug",
    )
    known = _chosen("How known", Known.choices, "All")
    checked = _chosen("How checked", Checked.choices, "All")
    kind = _chosen("Kind", Kind.choices, "All kinds")
    owner = _row("Adviser", lambda request: people_who_read_notes(), "All advisers")
    since = _day("From", "gte")
    until = _day("To", "lte")

    class Meta:
        model = Note
        fields: list[str] = []

    def _as_they_are(self, notes: NoteQuerySet, name: str, value: str) -> NoteQuerySet:
        return notes  # the words are looked for by `searching.Found`, in one of three ways

    @property
    def words(self) -> str:
        """The words asked for; empty where none are."""
        return str(self._given().get("q", ""))

    @property
    def chosen_council(self) -> Council | None:
        """The council the list is narrowed to."""
        return self._given().get("council")

    def chips(self) -> list[Chip]:
        """What narrows the list; a filter that is not understood is an error of the form, not a chip."""
        return [
            Chip(of=self.form.fields[name].label, text=self._in_words(name, value), off=self._without(name))
            for name, value in self._given().items()
        ]

    def _given(self) -> dict[str, Any]:
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, Council):
            return in_words(value)
        if name in ("since", "until"):
            return f"{value.day} {value:%B %Y}"
        labels = {"known": Known, "checked": Checked, "kind": Kind}
        return str(labels[name](value).label if name in labels else value)

    def _without(self, name: str) -> str:
        rest: QueryDict = self.data.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        return f"?{rest.urlencode()}"
