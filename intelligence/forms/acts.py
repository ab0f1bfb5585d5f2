"""To check a note, open it, come back to it, withdraw it, and name a deputy for its source."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from accounts.models import User
from intelligence.forms.fields import box_field, day_field, select, text_field
from intelligence.models import Checked, Note
from intelligence.queries import (
    Shown,
    answers_supporting,
    notes_by_id,
    people_who_read_notes,
    source_types_offered,
)
from intelligence.workflow import Told


class CheckForm(forms.Form):
    """Confirmed or contradicted, by what, and in words."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    outcome = forms.ChoiceField(
        label="What did the check show?",
        choices=[(one.value, one.label) for one in Checked if one != Checked.NOT_YET],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what the check showed",
            "invalid_choice": "Choose what the check showed, from the list",
        },
    )
    found = box_field("In words", required="Enter what the check showed", rows=4)
    notes = forms.MultipleChoiceField(
        label="Notes that confirm it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose notes from the list"},
    )
    answers = forms.MultipleChoiceField(
        label="Answers that confirm it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose answers from the list"},
    )
    source_type = forms.ModelChoiceField(
        label="Somebody else who confirms it",
        queryset=source_types_offered(),
        required=False,
        empty_label="Nobody else",
        widget=select(),
        error_messages={"invalid_choice": "Choose a kind of source from the list"},
    )
    source_role = text_field("Their role", most=120, help_text="As readers will see it")
    happened_on = day_field("When was it checked?", help_text="Empty means today")

    def __init__(self, note: Note, others: list[Shown], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": note.version})
        super().__init__(*args, **kwargs)
        self.supporting = answers_supporting(note)
        cast(Any, self.fields["answers"]).choices = [
            (str(one.pk), f"{one.asked.name}: {one.text[:90]}") for one in self.supporting
        ]
        cast(Any, self.fields["notes"]).choices = [
            (str(one.note.pk), f"{one.note.opening} – {one.source}, {one.note.happened_on:%-d %B %Y}")
            for one in others
        ]

    def said(self, user: User) -> dict[str, Any]:
        """What `check_note` takes."""
        given = self.cleaned_data
        told = Told(type=given["source_type"], role=given["source_role"]) if given["source_type"] else None
        confirmed = given["outcome"] == Checked.CONFIRMED
        return {
            "version": given["version"],
            "outcome": given["outcome"],
            "found": given["found"],
            "notes": notes_by_id(user, given["notes"]) if confirmed else [],
            "told": told if confirmed else None,
            "answers": [one for one in self.supporting if str(one.pk) in given["answers"]]
            if confirmed
            else [],
            "happened_on": given["happened_on"],
        }


class _PersonField(forms.ModelChoiceField):
    """A person who may read notes at all."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.position}" if obj.position else obj.name


def person_field(label: str) -> forms.ModelChoiceField:
    """A choice among the people who may read notes at all."""
    return _PersonField(
        label=label,
        queryset=people_who_read_notes(),
        empty_label="Choose",
        widget=select(),
        error_messages={"required": "Choose a person", "invalid_choice": "Choose a person from the list"},
    )


class OpenForm(forms.Form):
    """Whom to open a note to."""

    reader = person_field("Open it to")


class DeputyForm(forms.Form):
    """Whom to name as deputy for the source."""

    deputy = person_field("Deputy")


class IdentityForm(forms.Form):
    """Why a deputy reads who the source is."""

    reason = text_field("Why you need to know", most=300)


class FollowUpForm(forms.Form):
    """The day to come back, or none."""

    follow_up_on = day_field("Come back to it on", help_text="Empty means no longer")


class WithdrawForm(forms.Form):
    """Why the note no longer stands."""

    reason = box_field("Why is it withdrawn?", required="Enter why the note is withdrawn", rows=3)
