"""A file to bring in, and what is answered about each thing that was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from common.clock import today
from common.errors import Refused
from councils.models import Office
from intelligence.bringing.found import NOTE
from intelligence.bringing.taking import CONTACT, words_of
from intelligence.forms.fields import CouncilField, box_field, day_field, select, text_field
from intelligence.models import Known, Marking
from intelligence.queries import source_types_offered
from intelligence.workflow import NoteToBring, PersonToBring, Told

PER_PAGE = 20
PERSONS_OWN = ("office", "name", "title", "body", "email", "phone")
SENDS = ("take", "council", "day", "text", "known", "source_type", "who", *PERSONS_OWN)


class BringForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="The file",
        help_text="Word (.docx), Excel (.xlsx), ODS, CSV, e-mail (.eml), calendar (.ics) or cards (.vcf)",
        max_length=400,
        widget=forms.FileInput(
            attrs={"class": "govuk-file-upload", "accept": ".docx,.xlsx,.ods,.csv,.eml,.ics,.vcf,.txt"}
        ),
        error_messages={
            "required": "Choose the file",
            "missing": "Choose the file",
            "invalid": "Choose the file",
            "empty": "The file is empty. Choose another",
            "max_length": "The file’s name is too long. Give it a shorter one",
        },
    )


def _choice(label: str, choices: Any, empty: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", empty), *choices],
        widget=select(),
        error_messages={"invalid_choice": "Choose from the list"},
    )


def _source_types() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in source_types_offered()]


class UsualForm(forms.Form):
    """What is so of every note of the file, unless its own line says otherwise."""

    source_type = forms.ChoiceField()
    known = _choice("How are they known?", Known.choices, "Choose")
    marking = _choice("Who may read them?", [one for one in Marking.choices if one[0] != "open"], "ADVISERS")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_type"] = _choice("Where did they come from?", _source_types(), "Choose")


class ItemForm(forms.Form):
    """What every found thing is asked."""

    take = forms.BooleanField(label="Bring it in", required=False)
    council = CouncilField()


class NoteItemForm(ItemForm):
    """A note as it was found."""

    text = box_field("Note", required="Enter what was heard", rows=3)
    day = day_field("Day", required=True)
    source_type = forms.ChoiceField()
    known = _choice("How known", Known.choices, "As above")
    who = text_field("Who told you", most=200, help_text="Kept apart, encrypted")

    def __init__(self, *args: Any, usual: Mapping[str, str], **kwargs: Any) -> None:
        self.usual = usual
        super().__init__(*args, **kwargs)
        self.fields["source_type"] = _choice("Where from", _source_types(), "As above")

    def clean_day(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["day"]
        if day > today():
            raise forms.ValidationError("This day has not come yet. Enter the day on which it happened")
        return day

    def clean(self) -> dict[str, Any]:
        """What the line does not say, the file's usual answer does; an anonymous source has no name."""
        given = super().clean() or {}
        for name, asked in (("source_type", "where it came from"), ("known", "how it is known")):
            given[name] = given.get(name) or self.usual.get(name, "")
            if not given[name]:
                self.add_error(name, f"Choose {asked}, here or for all above")
        return given


class PersonItemForm(ItemForm):
    """A person: into an office at a council, into one's own network, or both where they can be reached."""

    council = CouncilField(required=False)

    name = text_field("Name", most=200, required="Enter the person’s name")
    office = forms.ChoiceField(
        label="Office",
        choices=[("", "Choose"), (CONTACT, "None: only into your network"), *Office.choices],
        widget=select(),
        error_messages={
            "required": "Choose the office, or that they go into your network",
            "invalid_choice": "Choose the office from the list",
        },
    )
    title = text_field("Role or title", most=200)
    body = text_field("Where they work, if at no council", most=200)
    email = forms.EmailField(
        label="E-mail",
        required=False,
        widget=forms.EmailInput(attrs={"class": "govuk-input govuk-input--width-20", "autocomplete": "off"}),
        error_messages={"invalid": "Enter an e-mail address, such as name@example.gov.uk, or none"},
    )
    phone = text_field("Phone", most=40)

    def clean(self) -> dict[str, Any]:
        """An office is at some council."""
        given = super().clean() or {}
        holds_office = given.get("office") not in ("", None, CONTACT)
        if holds_office and not given.get("council") and "council" not in self.errors:
            self.add_error("council", "Enter the council at which they hold it")
        return given


def form_of(item: Mapping[str, Any], usual: Mapping[str, str], number: int) -> ItemForm:
    """The form of one item, bound to what is answered so far, so that it says what it lacks."""
    prefix = str(number)
    data = {f"{prefix}-{name}": value for name, value in item["answers"].items()}
    if item["take"]:
        data[f"{prefix}-take"] = "on"
    if item["kind"] == NOTE:
        return NoteItemForm(data, prefix=prefix, usual=usual)
    return PersonItemForm(data, prefix=prefix)


def sent(item: dict[str, Any], number: int, data: Mapping[str, Any]) -> None:
    """Keep what was sent about an item, whether or not it can be taken yet."""
    if f"{number}-council" not in data:
        return  # it was brought in before, and nothing was asked
    item["take"] = f"{number}-take" in data
    for name in SENDS[1:]:
        if f"{number}-{name}" in data:
            item["answers"][name] = str(data[f"{number}-{name}"]).replace("\x00", "")


def ready(found: Mapping[str, Any], done: set[int]) -> tuple[list[NoteToBring], list[PersonToBring]]:
    """Everything ticked but what is `done` already. Raises Refused for the first that lacks something."""
    notes, people = [], []
    usual = found["usual"]
    for number, item in enumerate(found["items"]):
        if not item["take"] or number in done:
            continue
        form = form_of(item, usual, number)
        if not form.is_valid():
            why = next(iter(next(iter(form.errors.values()))))
            page = number // PER_PAGE + 1
            raise Refused(
                f"{item['where']} (page {page}): {why}. Nothing was brought in yet.".replace("..", ".")
            )
        given = form.cleaned_data
        about = {"where": item["where"], "words": words_of(item), "council": given["council"]}
        if isinstance(form, NoteItemForm):
            notes.append(_note(given, usual, about))
        else:
            people.append(PersonToBring(**{name: given[name] for name in PERSONS_OWN}, **about))
    return notes, people


def _note(given: dict[str, Any], usual: Mapping[str, str], about: dict[str, Any]) -> NoteToBring:
    types = {str(one.pk): one for one in source_types_offered()}
    anonymous = given["known"] == Known.ANONYMOUS
    return NoteToBring(
        text=given["text"],
        told=Told(type=types[given["source_type"]], identity="" if anonymous else given["who"]),
        known=given["known"],
        marking=usual.get("marking") or Marking.ADVISERS,
        happened_on=given["day"],
        **about,
    )
