"""Forms about when a publisher is asked."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms

from councils.forms.people import ActForm, DayField
from indicators.models import ScheduleEdit
from indicators.schedules import MOST_HOURS, WEEKDAYS, Schedule

SELECT = {"class": "govuk-select"}
SHORT = {"class": "govuk-input govuk-input--width-4"}


class _Reasoned(ActForm):
    """An act with its reason, which everyone who reads the source's page sees."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands on the source’s page with your name.",
        error_messages={"required": "Enter why"},
    )


class ScheduleForm(_Reasoned):
    """Every so many hours, or at a time of the day, week or month; boxes not needed are left as they are."""

    button = "Ask at these times"
    field_order = ("kind", "every_hours", "at_time", "weekday", "monthday", "reason")

    kind = forms.ChoiceField(
        label="How often",
        choices=ScheduleEdit.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often"},
    )
    every_hours = forms.IntegerField(
        label="Hours from one asking to the next",
        required=False,
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs=SHORT),
        help_text="For “every so many hours”. A day is 24, a week 168.",
        error_messages={"invalid": "Enter a whole number of hours, such as 24"},
    )
    at_time = forms.TimeField(
        label="Time of day",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs=SHORT),
        help_text="For every day, week or month: London time, such as 06:30.",
        error_messages={"invalid": "Enter a time such as 06:30"},
    )
    weekday = forms.ChoiceField(
        label="Day of the week",
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.Select(attrs=SELECT),
        help_text="For every week.",
    )
    monthday = forms.IntegerField(
        label="Day of the month",
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.NumberInput(attrs=SHORT),
        help_text="For every month. In a shorter month the 31st is its last day.",
        error_messages={"invalid": "Enter a day from 1 to 31"},
    )

    def clean(self) -> dict[str, Any]:
        """The box that the chosen kind needs must be filled in."""
        held: dict[str, Any] = super().clean() or {}
        needed = {
            "hours": ("every_hours", "Enter how many hours"),
            "daily": ("at_time", "Enter the time of day"),
            "weekly": ("at_time", "Enter the time of day"),
            "monthly": ("at_time", "Enter the time of day"),
        }
        name, sentence = needed.get(held.get("kind", ""), ("", ""))
        if name and held.get(name) is None and name not in self.errors:
            self.add_error(name, sentence)
        if held.get("kind") == "monthly" and held.get("monthday") is None and "monthday" not in self.errors:
            self.add_error("monthday", "Enter the day of the month")
        return held

    @property
    def schedule(self) -> Schedule:
        """What was chosen."""
        held = self.cleaned_data
        return Schedule(
            held["kind"],
            held["every_hours"] or 24,
            held["at_time"] or time(6, 0),
            int(held["weekday"] or 0),
            held["monthday"] or 1,
        )


class PauseForm(_Reasoned):
    """Not to ask until a day is over."""

    button = "Pause it"
    field_order = ("until_on", "reason")

    until_on = DayField(
        label="Last day of the pause",
        require_all_fields=False,
        help_text="For example 31 12 2026. It is asked again on the day after.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].error_messages["required"] = "Enter the day, month and year"


class TakeBackForm(_Reasoned):
    """As it was before an edit."""

    button = "Take it back"
