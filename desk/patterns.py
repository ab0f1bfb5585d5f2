"""Invented content for the page of patterns: no real council, person or figure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

MARCHFORD = SimpleNamespace(name="Marchford Borough Council", is_fictional=True)

STEPS = [
    SimpleNamespace(digit="1", name="Local intelligence", when="12 March 2012", place="past"),
    SimpleNamespace(digit="2", name="Wider information gathering", when="30 May 2012", place="past"),
    SimpleNamespace(
        digit="3", name="Discussions with the council", when="14 September 2012 · day 49", place="here"
    ),
    SimpleNamespace(digit="4", name="Support, reported to the Panel", when="", place="ahead"),
    SimpleNamespace(digit="5", name="Government intervention", when="", place="ahead"),
]


class FilterForm(forms.Form):
    """A row of filters."""

    q = forms.CharField(
        label="Name or code", required=False, widget=forms.TextInput(attrs={"class": "govuk-input"})
    )
    region = forms.ChoiceField(
        label="Region",
        required=False,
        choices=[("", "All regions"), ("east", "East of England"), ("yh", "Yorkshire and the Humber")],
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )


class NoteForm(forms.Form):
    """A form with something to put right."""

    text = forms.CharField(
        label="What did you hear?",
        help_text="Write as if they will read it.",
        error_messages={"required": "Enter what you heard"},
        widget=forms.Textarea(attrs={"class": "govuk-textarea govuk-textarea--error", "rows": 3}),
    )


PATTERNS: dict[str, Any] = {
    "council": MARCHFORD,
    "way": [("Councils", "/councils"), ("East of England", "/councils?region=east-of-england")],
    "steps": STEPS,
    "page": Paginator(range(95), 10).page(3),
    "filter_form": FilterForm({"q": "march", "region": "yh"}),
    "filter_chips": [SimpleNamespace(of="Region", text="Yorkshire and the Humber", off="?q=march")],
    "note_form": NoteForm({}),
    "refusal": (
        "Concern 14 about Barchester is at Stage 2: wider information gathering. It cannot go to Stage 4: "
        "Performance Support Panel. From here it can go to Stage 3: discussions with the council."
    ),
}
