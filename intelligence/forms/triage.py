"""To narrow the inbox, to decide about a story, to bring stories by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict

from accounts.models import User
from councils.models import Council
from councils.queries import regions_held_by
from intelligence.forms.fields import NULL, CouncilField, DayInput, box_field, in_words, select, text_field
from intelligence.forms.filters import Chip
from intelligence.forms.writing import CaptureForm
from intelligence.models import Certainty, Known, Sentiment
from intelligence.queries import (
    ShownStory,
    factors_offered,
    feeds_to_choose,
    source_types_offered,
)

KEPT = [
    ("", "To look through"),
    ("snoozed", "Put off"),
    ("dismissed", "Nothing to act on"),
    ("attached", "Attached"),
    ("noted", "With a note of mine to read"),
]
SURE = [
    ("", "However sure"),
    ("certain", "Certain"),
    ("uncertain", "Likely or ambiguous"),
    ("ambiguous", "Ambiguous"),
    ("none", "No council matched"),
]
REASONS = (
    "Nothing new to us",
    "Not about how the council is run",
    "Not about this council",
    "Routine news",
)
MOST_UPLOADED = 4 * 1024 * 1024
MEDIA = "media"
CHOOSE = "Choose from the list"


class InboxFilter(forms.Form):
    """What of the inbox is shown: a GET form, so that the address is the state."""

    kept = forms.ChoiceField(label="Show", choices=KEPT, required=False, widget=select())
    region: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Region", queryset=None, required=False, empty_label="All of mine", widget=select()
    )
    council = CouncilField(required=False)
    sure = forms.ChoiceField(label="How sure", choices=SURE, required=False, widget=select())
    sentiment = forms.ChoiceField(
        label="Sentiment, as a feed says",
        choices=[("", "Any or none"), *Sentiment.choices],
        required=False,
        widget=select(),
    )
    feed: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Feed", queryset=None, required=False, empty_label="Any", widget=select()
    )
    q = forms.CharField(
        label="Words",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"class": "govuk-input", "type": "search", "autocomplete": "off"}),
        error_messages={"max_length": "Enter at most 100 characters", "null_characters_not_allowed": NULL},
    )

    def __init__(self, data: QueryDict, user: User, on: date) -> None:
        super().__init__(data)
        self.query = data
        for name, rows in (("region", regions_held_by(user, on)), ("feed", feeds_to_choose(user))):
            cast(Any, self.fields[name]).queryset = rows
        for name in ("kept", "region", "sure", "sentiment", "feed"):
            self.fields[name].error_messages["invalid_choice"] = CHOOSE

    def given(self) -> dict[str, Any]:
        """What narrows the inbox; what was not understood is an error of the form and narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def chips(self) -> list[Chip]:
        """Each that is on, with the address without it."""
        labels = {"kept": dict(KEPT), "sure": dict(SURE), "sentiment": dict(Sentiment.choices)}
        chips = []
        for name, value in self.given().items():
            rest = self.query.copy()
            for gone in (name, "page"):
                rest.pop(gone, None)
            text = (
                in_words(value) if isinstance(value, Council) else labels.get(name, {}).get(value, str(value))
            )
            chips.append(Chip(of=str(self.fields[name].label), text=text, off=f"?{rest.urlencode()}"))
        return chips


class DismissForm(forms.Form):
    """Why there is nothing to act on."""

    reason = text_field(
        "Why is there nothing to act on?",
        most=500,
        required="Enter why there is nothing to act on",
        help_text="A few words. It is kept, and can be taken back.",
        width="30",
    )


class SnoozeForm(forms.Form):
    """Until when it is put off."""

    until_on = forms.DateField(
        label="Put it off until",
        help_text="On this day it is back in the inbox",
        widget=DayInput(),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"],
        error_messages={"required": "Enter a day", "invalid": "Enter a day, such as 9/11/2026"},
    )

    def __init__(self, on: date, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until_on": on + timedelta(days=7)})
        super().__init__(*args, **kwargs)


class AttachStoryForm(forms.Form):
    """To which councils: those it names, and another."""

    councils = forms.MultipleChoiceField(
        label="Councils it names",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose councils from the list"},
    )
    another = CouncilField(label="Another council", required=False, help_text="Name, former name or code")

    def __init__(self, one: ShownStory, *args: Any, **kwargs: Any) -> None:
        self._named = {row.council.code: row.council for row in one.councils}
        sure = [row.council.code for row in one.councils if row.certainty != Certainty.AMBIGUOUS]
        kwargs.setdefault("initial", {"councils": sure})
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["councils"]).choices = [
            (row.council.code, f"{row.council.short_name} – {row.get_certainty_display().lower()}")
            for row in one.councils
        ]

    def chosen(self) -> list[Council]:
        """The councils, each once."""
        given = self.cleaned_data
        named = [self._named[code] for code in given["councils"]]
        return [*named, given["another"]] if given["another"] else named


class BringForm(forms.Form):
    """An alert or a list that is pasted, or a file: an e-mail (.eml), or a feed."""

    text = box_field(
        "Paste an e-alert, or headings with their links",
        required="",
        rows=8,
        help_text="A Google Alerts e-mail as it is, or a heading and a link on each line",
    )
    file = forms.FileField(
        label="Or choose a file",
        required=False,
        help_text="An e-mail saved as .eml, or a feed saved as .xml, at most 4 MB",
        widget=forms.ClearableFileInput(attrs={"class": "govuk-file-upload"}),
        error_messages={"empty": "The file is empty", "invalid": "Choose a file"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = cast(dict[str, Any], super().clean())
        file = given.get("file")
        if not self.errors and not file and not given.get("text", "").strip():
            self.add_error("text", "Paste an e-alert or headings with their links, or choose a file")
        if file and file.size > MOST_UPLOADED:
            self.add_error("file", "The file has more than 4 MB. Bring it in parts")
        return given

    def content(self) -> bytes:
        """The bytes to read."""
        file = self.cleaned_data.get("file")
        return (
            bytes(file.read()) if file else str(self.cleaned_data["text"]).encode("utf-8", errors="replace")
        )


def note_box(one: ShownStory, own: Iterable[int], data: Any = None) -> CaptureForm:
    """The capture box filled from a story: published, its link as reference, its council if sure."""
    story = one.story
    held = set(own)
    sure = [row.council for row in one.councils if row.certainty != Certainty.AMBIGUOUS]
    mine = [council for council in sure if council.region_id in held]
    council = mine[0] if len(mine) == 1 else sure[0] if len(sure) == 1 else None
    by = f" ({story.publisher})" if story.publisher else ""
    signs = {sign.factor_id for sign in one.signs}
    initial = {
        "text": f"{story.title}{by}\n\n{story.excerpt}".strip(),
        "council": council,
        "source_type": source_types_offered().filter(slug=MEDIA).first(),
        "known": Known.PUBLISHED,
        "factors": [factor for factor in factors_offered() if factor.pk in signs],
        "reference": story.link[:500],
        "happened_on": story.first_at.date(),
    }
    return CaptureForm(data, initial=initial)
