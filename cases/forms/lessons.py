"""What narrows the list of what helped; its state is the address."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.filters import SELECT, Narrowing
from cases.models import Board, Met
from cases.queries import LessonFilters
from cases.queries.lessons import CORPORATE, NOTHING_SAID
from councils.models import CouncilType
from councils.queries import service_areas
from intelligence.queries import factors_offered

LONGEST = 120


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"{label}: at most {LONGEST} characters, so this narrows nothing"},
        widget=forms.TextInput(attrs={"class": "govuk-input"}),
    )


def _chosen(label: str, every: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", every), *choices], required=False, widget=forms.Select(attrs=SELECT)
    )


class LessonFilter(Narrowing):
    """Words, sign, service area, type of council, board, provider, coming-off point; like which concern."""

    narrows = ("q", "factor", "area", "kind", "board", "provider", "met")

    q = _text("Words")
    provider = _text("Provided by")
    factor = forms.ModelChoiceField(
        label="Sign",
        queryset=factors_offered(),
        to_field_name="slug",
        required=False,
        empty_label="All signs",
        widget=forms.Select(attrs=SELECT),
    )
    area = _chosen("About", "All services", ())
    kind = _chosen("Type of council", "All types", CouncilType.choices)
    board = _chosen("Improvement Board", "With or without", Board.choices)
    met = _chosen("Coming-off point", "Met or not", (*Met.choices, (NOTHING_SAID, "Nothing was said")))
    order = forms.ChoiceField(
        label="Stands by",
        choices=(("ended", "Last ended"), ("name", "Council")),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    like = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["area"]
        named = [(area.slug, area.name) for area in service_areas()]
        areas.choices = [("", "All services"), (CORPORATE, "The council as a whole"), *named]

    @property
    def filters(self) -> LessonFilters:
        """What narrows the list; a word that is not understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        texts = {name: given.get(name) or "" for name in ("area", "kind", "board", "provider", "met")}
        return LessonFilters(
            words=given.get("q") or "",
            factor=given.get("factor"),
            order=given.get("order") or "ended",
            **texts,
        )

    @property
    def like_number(self) -> int | None:
        """Of the concern whose like is looked for."""
        self.is_valid()
        return self.cleaned_data.get("like")
