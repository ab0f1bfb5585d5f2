"""The filters of the list of notes: a GET form, so that the address is the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict

from common.clock import today
from councils.models import Council
from councils.queries import (
    controls_offered,
    council_ids_controlled_by,
    councils_controlled_by,
    leads_of,
    region_ids_noted_by,
    regions,
    service_areas,
)
from intelligence.forms.fields import NULL, CouncilField, DayInput, in_words, select
from intelligence.models import Checked, Factor, Kind, Known, Marking, Note, SourceType
from intelligence.queries import people_who_read_notes
from intelligence.searching import LONGEST
from intelligence.visibility import NoteQuerySet

__all__ = ["ByCouncil", "Chip", "Narrowed", "NoteFilter", "by_service_area", "by_sign", "words_asked"]

CHOOSE = "Choose from the list"
MINE = [("yes", "My regions"), ("leads", "What I lead on")]
ORDERS = [("oldest", "Oldest first"), ("logged", "Last logged first")]
BY_ORDER = {"oldest": ("happened_on", "pk"), "logged": ("-recorded_at", "-pk")}
# The others stand under "More filters".
FIRST = ("q", "council", "factor", "since", "until")


class ByCouncil(django_filters.Filter):
    """A council by its name or code."""

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


def row(label: str, rows: Any, every: str, **kwargs: Any) -> django_filters.ModelChoiceFilter:
    """A choice among rows."""
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


def words_asked(method: str, most: int) -> django_filters.CharFilter:
    """The box of words, given to the filter set's `method`."""
    return django_filters.CharFilter(
        label="Words",
        method=method,
        max_length=most,
        widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": f"Enter at most {most} characters",
            "null_characters_not_allowed": NULL,
        },
    )


def by_sign() -> django_filters.ModelChoiceFilter:
    """One of the factors of potential failure."""
    return row(
        "Sign", lambda request: Factor.objects.all(), "All signs", field_name="factors", to_field_name="slug"
    )


def by_service_area() -> django_filters.ModelChoiceFilter:
    """One service area."""
    return row(
        "Service area",
        lambda request: service_areas(),
        "All service areas",
        field_name="service_area",
        to_field_name="slug",
    )


class Narrowed(django_filters.FilterSet):
    """A list that is narrowed by its address: what narrows it, each with the address without it."""

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
        chosen = self.form.fields[name]
        offered = dict(chosen.choices) if type(chosen) is django_filters.fields.ChoiceField else {}
        return str(offered.get(value, value))

    def _without(self, name: str) -> str:
        rest: QueryDict = self.data.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        return f"?{rest.urlencode()}"


class NoteFilter(Narrowed):
    """By words, council, region, control, service, sign, source, kind, how known and checked, day, owner.

    No choice says anything of what is held: each list is the same for whoever may open the page.
    """

    q = words_asked("_as_they_are", LONGEST)
    council = ByCouncil(label="Council")
    factor = by_sign()
    source = row(
        "Source",
        lambda request: SourceType.objects.all(),
        "All sources",
        field_name="source__type",
        to_field_name="slug",
    )
    known = _chosen("How known", Known.choices, "All")
    checked = _chosen("How checked", Checked.choices, "All")
    kind = _chosen("Kind", Kind.choices, "All kinds")
    owner = row("Adviser", lambda request: people_who_read_notes(), "All advisers")
    since = _day("From", "gte")
    until = _day("To", "lte")
    region = row(
        "Region",
        lambda request: regions(),
        "All regions",
        field_name="council__region",
        to_field_name="slug",
    )
    mine = _chosen("Whose councils", MINE, "Everybody’s", method="_of_mine")
    control = django_filters.ChoiceFilter(
        label="Controlled by",
        choices=lambda: controls_offered(today()),
        empty_label="Any control",
        method="_controlled_by",
        widget=select(),
        error_messages={"invalid_choice": CHOOSE},
    )
    area = by_service_area()
    marking = _chosen("Marking", Marking.choices, "All markings")
    order = _chosen("Order", ORDERS, "Newest first", method="_in_order")

    class Meta:
        model = Note
        fields: list[str] = []

    def _of_mine(self, notes: NoteQuerySet, name: str, value: str) -> NoteQuerySet:
        """By region, or by the groups and service areas that the person has been given besides (R039)."""
        user, on = self.request.user, today()
        if value == "yes":
            return notes.filter(council__region__in=region_ids_noted_by(user, on))
        leads = leads_of(user, on)
        led = Q(service_area__in=[lead.service_area_id for lead in leads if lead.service_area_id])
        for lead in leads:
            if lead.group:
                led |= Q(council__in=councils_controlled_by(lead.group, on).values("pk"))
        return notes.filter(led)

    def _controlled_by(self, notes: NoteQuerySet, name: str, value: str) -> NoteQuerySet:
        return notes.filter(council__in=council_ids_controlled_by(value, today()))

    def _in_order(self, notes: NoteQuerySet, name: str, value: str) -> NoteQuerySet:
        return notes.order_by(*BY_ORDER[value])

    def _as_they_are(self, notes: NoteQuerySet, name: str, value: str) -> NoteQuerySet:
        return notes  # the words are looked for by `searching.Found`, in one of three ways

    @property
    def words(self) -> str:
        """The words asked for; empty where none are."""
        return str(self._given().get("q", ""))

    def first_fields(self) -> list[Any]:
        """The fields that always stand there."""
        return [self.form[name] for name in FIRST]

    def more_fields(self) -> list[Any]:
        """The fields under "More filters"."""
        return [field for field in self.form.visible_fields() if field.name not in FIRST]

    @property
    def more_are_on(self) -> bool:
        """Whether any of these is in use, or not understood."""
        return any(name not in FIRST for name in (*self._given(), *self.form.errors))

    @property
    def saved_as(self) -> str:
        """What of the address is kept under a name: the filters that were understood, and no page."""
        kept = QueryDict(mutable=True)
        for name in self._given():
            kept[name] = self.data.get(name, "")
        return kept.urlencode()
