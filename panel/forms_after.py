"""Forms of what follows a meeting, and of the boards' yearly papers; each error says what to enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from cases.forms.working import PoliticalActionForm
from cases.models import Concern
from councils.models import Council
from panel.forms import AREA, BOX, CHOICE
from panel.models import Decision, RecommendationOutcome

TICK = {"class": "govuk-checkboxes__input"}


def _line(label: str, missing: str = "", longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(missing),
        widget=forms.TextInput(attrs=BOX),
        error_messages={"required": missing, "max_length": f"Keep it to one line of {longest} characters."},
        **more,
    )


def _box(label: str, missing: str = "", rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=bool(missing),
        widget=forms.Textarea(attrs={**AREA, "rows": rows}),
        error_messages={"required": missing},
        **more,
    )


def _line_named(obj: Decision) -> str:
    return f"{obj.item}: {obj.text[:60]}"


def _concern_named(obj: Concern) -> str:
    return f"{obj.at_stage.numbered}: {obj.summary}"


class LineForm(forms.Form):
    """A line of the note."""

    item = _line("Item", "Enter the item.")
    verb = forms.ChoiceField(
        label="Decision",
        required=False,
        choices=[
            ("", "Neither: the words below are whole"),
            (Decision.Verb.NOTED, "Noted"),
            (Decision.Verb.AGREED, "Agreed"),
        ],
        widget=forms.Select(attrs=CHOICE),
        help_text="The words below then go on from “The Panel noted” or “The Panel agreed”.",
        error_messages={"invalid_choice": "Choose whether it was noted or agreed, or leave it open."},
    )
    text = _box("Decisions and actions", "Enter what was decided.")
    council = forms.ModelChoiceField(
        label="About one council",
        queryset=Council.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="No, or about several",
        widget=forms.Select(attrs=CHOICE),
        help_text="The line is then withheld from whoever has an interest in it.",
        error_messages={"invalid_choice": "Choose a council from the list."},
    )
    action_by = _line("Action by", help_text="Empty: nothing more to do")
    asked = forms.ModelChoiceField(
        label="Who says here how it goes",
        queryset=User.objects.none(),
        required=False,
        empty_label="The secretariat",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Choose somebody who was at the table."},
    )

    def __init__(
        self, *args: Any, councils: QuerySet[Council], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["council"]).queryset = councils
        cast(forms.ModelChoiceField, self.fields["asked"]).queryset = people


class CorrectedLineForm(LineForm):
    """Another line in the place of one; of an agreed note it says why."""

    reason = _line("Why the agreed note is corrected", longest=300)


class VersionForm(forms.Form):
    """Freeze and issue; a further version says why."""

    reason = _line("Why another version is needed", longest=300)


class BecameForm(forms.Form):
    """What became of a recommendation."""

    became = forms.ChoiceField(
        label="What became of it",
        choices=[("", "Choose"), *RecommendationOutcome.Became.choices],
        widget=forms.Select(attrs=CHOICE),
        error_messages={
            "required": "Choose what became of it.",
            "invalid_choice": "Choose what became of it.",
        },
    )
    text = _line("In words", longest=400, help_text="Wanted where it was amended.")
    decision = forms.ModelChoiceField(
        label="Line of the note",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="None",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Choose a line of this meeting's note."},
    )

    def __init__(self, *args: Any, lines: Sequence[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = cast(forms.ModelChoiceField, self.fields["decision"])
        chosen.queryset = Decision.objects.filter(pk__in=[line.pk for line in lines])
        chosen.label_from_instance = _line_named  # type: ignore[method-assign]


class TakenUpForm(PoliticalActionForm):
    """A decision as a political action on one of the council's concerns (R150)."""

    which = forms.ModelChoiceField(
        label="On which concern",
        queryset=Concern.objects.none(),
        empty_label="Choose a concern",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Choose a concern.", "invalid_choice": "Choose a concern from the list."},
    )
    field_order = ("which",)

    def __init__(self, concerns: QuerySet[Concern], *args: Any, **kwargs: Any) -> None:
        super().__init__(cast(Any, None), *args, **kwargs)
        chosen = cast(forms.ModelChoiceField, self.fields["which"])
        chosen.queryset = concerns
        chosen.label_from_instance = _concern_named  # type: ignore[method-assign]


class YearForm(forms.Form):
    """What the secretariat adds to a board's yearly paper."""

    lessons = forms.MultipleChoiceField(
        label="Lessons to tell",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=TICK),
        error_messages={"invalid_choice": "Choose lessons from the list."},
    )
    considered = _box(
        "For the Board to consider",
        rows=5,
        help_text="What it may recommend on future support. A line becomes a paragraph. Name no council.",
    )
    reason = _line("Why another version is needed", longest=300)

    def __init__(self, *args: Any, lessons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["lessons"]).choices = list(lessons)


class ViewForm(forms.Form):
    """The radar as it is shown, under a name."""

    name = _line("Name of this view", "Enter a name for this view.", longest=80)
    is_shared = forms.BooleanField(
        label="Other advisers may use it too", required=False, widget=forms.CheckboxInput(attrs=TICK)
    )
