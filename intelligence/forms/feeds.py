"""To add a feed, change it, and switch it off."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from councils.queries import regions, regions_held_by
from intelligence.forms.fields import CouncilField, box_field, in_words, select, text_field
from intelligence.models import Feed, FeedKind
from intelligence.workflow import FeedSaid

RHYTHMS = [
    (15, "Every 15 minutes"),
    (30, "Every 30 minutes"),
    (60, "Every hour"),
    (180, "Every 3 hours"),
    (360, "Every 6 hours"),
    (1440, "Once a day"),
]
MOST_COUNCILS = 30
CHOOSE = "Choose from the list"


class FeedForm(forms.Form):
    """Everything that is said of a feed; `version` is the one the writer had before them."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1, required=False, initial=1
    )
    title = text_field("What is it called?", most=120, required="Enter what the feed is called", width="30")
    address = text_field(
        "Its address",
        most=1000,
        required="Enter the feed’s address",
        help_text="Of the feed itself (Atom or RSS), beginning with https://. For Google Alerts choose "
        "“Deliver to: RSS feed” there, and copy the feed’s address.",
        width="30",
    )
    kind = forms.ChoiceField(
        label="What kind is it?",
        choices=FeedKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what kind of feed it is",
            "invalid_choice": "Choose from the list",
        },
    )
    every_minutes = forms.TypedChoiceField(
        label="How often is it asked?",
        choices=RHYTHMS,
        coerce=int,
        initial=60,
        widget=select(),
        error_messages={"required": "Choose how often", "invalid_choice": "Choose from the list"},
    )
    regions: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label="Which regions is it about?",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Stories in which no council is found go to these regions’ advisers",
        error_messages={"invalid_choice": "Choose from the list", "invalid_pk_value": "Choose from the list"},
    )
    councils = box_field(
        "Which councils is it about?",
        required="",
        rows=3,
        help_text="One name or code on each line, if it is about some alone. They settle what is ambiguous.",
    )

    def __init__(self, user: User, on: date, *args: Any, feed: Feed | None = None, **kwargs: Any) -> None:
        if feed:
            kwargs.setdefault(
                "initial",
                {
                    "version": feed.version,
                    "title": feed.title,
                    "address": feed.address,
                    "kind": feed.kind,
                    "every_minutes": feed.every_minutes,
                    "regions": feed.regions.all(),
                    "councils": "\n".join(in_words(council) for council in feed.councils.all()),
                },
            )
        super().__init__(*args, **kwargs)
        self.fields["councils"].required = False
        keeps_all = user.has_role(Role.RESEARCH_ANALYST)
        cast(Any, self.fields["regions"]).queryset = regions() if keeps_all else regions_held_by(user, on)
        every = feed.every_minutes if feed else 60
        if every not in dict(RHYTHMS):
            cast(Any, self.fields["every_minutes"]).choices = [*RHYTHMS, (every, f"Every {every} minutes")]

    def clean_councils(self) -> list[Any]:
        """Each line a council."""
        lines = [line.strip() for line in re.split(r"[\n;]", self.cleaned_data["councils"]) if line.strip()]
        if len(lines) > MOST_COUNCILS:
            raise ValidationError(f"Name at most {MOST_COUNCILS} councils, or choose regions")
        field = CouncilField(required=False)
        return [field.clean(line) for line in lines]

    def said(self) -> FeedSaid:
        """As the acts take it."""
        given = self.cleaned_data
        return FeedSaid(
            title=given["title"],
            address=given["address"],
            kind=given["kind"],
            every_minutes=given["every_minutes"],
            regions=tuple(given["regions"]),
            councils=tuple(given["councils"]),
        )


class SwitchForm(forms.Form):
    """On, or off with a reason."""

    is_on = forms.TypedChoiceField(
        choices=[("on", "On"), ("off", "Off")], coerce=lambda said: said == "on", empty_value=None
    )
    reason = forms.CharField(required=False, max_length=300)
