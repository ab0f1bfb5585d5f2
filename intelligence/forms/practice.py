"""To share good practice out to the offer, and to narrow the list of what was shared."""

from __future__ import annotations

from typing import Any

from django import forms

from intelligence.forms.fields import SignsField, box_field, day_field, service_area_field, text_field
from intelligence.forms.filters import ByCouncil, Narrowed, by_service_area, by_sign, words_asked
from intelligence.models import Note, Practice
from intelligence.models.practice import PracticeQuerySet
from intelligence.queries import factors_offered, practices_with_words

LONGEST_WORDS = 100


class ShareForm(forms.Form):
    """What goes out, written anew: of the note only its service area and signs are filled in."""

    title = text_field(
        "What is it, in one line?", most=200, required="Enter what it is in one line", width="30"
    )
    text = box_field(
        "What does the council do, and what came of it?",
        required="Enter what the council does, in words that others may read",
        rows=8,
        help_text="Write it anew, for other councils. Nothing of your note goes out but what you write here.",
    )
    as_it_stands = forms.BooleanField(
        label="These words of my note may go out as they stand",
        help_text="Only where they tell nothing of who the source is",
        required=False,
    )
    service_area = service_area_field()
    factors = SignsField(queryset=factors_offered())
    agreed_by = text_field(
        "Who at the council agreed that this is shared?",
        most=200,
        required="Enter who at the council agreed that this is shared",
        help_text="Their role, such as “chief executive”. Everybody who reads it sees this",
    )
    agreed_on = day_field("When did they agree?", required=True)

    def __init__(self, note: Note, *args: Any, **kwargs: Any) -> None:
        known = {"service_area": note.service_area_id, "factors": [one.pk for one in note.factors.all()]}
        kwargs.setdefault("initial", known)
        super().__init__(*args, **kwargs)
        self.fields["factors"].label = "Which sign does it answer, if any?"


class PracticeFilter(Narrowed):
    """By words, council, service area and sign; the lists are the same for whoever opens the page."""

    q = words_asked("_with_words", LONGEST_WORDS)
    council = ByCouncil(label="Council")
    area = by_service_area()
    factor = by_sign()

    class Meta:
        model = Practice
        fields: list[str] = []

    def _with_words(self, practices: PracticeQuerySet, name: str, value: str) -> PracticeQuerySet:
        return practices_with_words(practices, value)
