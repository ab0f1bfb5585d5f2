"""Inputs, Improvement Boards, Terms of Engagement, and the filters of the list of support."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from cases.forms.fields import EMPTY_MEANS_TODAY, ActForm, day, one_of, pounds, short, version, words
from cases.models import Board, ImprovementBoard, OnTrack, Provider, SupportInput, SupportPackage
from cases.queries import SupportFilters
from cases.workflow import Giving, Sitting, Terms
from councils.queries import regions

BOARDS = [(kind.value, kind.label) for kind in Board if kind is not Board.NONE]
SELECT = {"class": "govuk-select"}


class InputForm(ActForm):
    """What one provider gives (R130, R137)."""

    kind = one_of(
        "Who gives it?", Provider.choices, required="Choose what kind of body gives it", initial=Provider.LGA
    )
    name = short("Its name", hint="For example Improvement East; empty where its kind says it")
    gives = short(
        "What does it give?",
        most=300,
        required="Enter what it gives",
        hint="Money, seconded staff, an interim chief executive, mentoring …",
    )
    people = words("Which people?", rows=2, hint="May stay empty")
    money = pounds("Money, in whole pounds", hint="Empty means not known")
    from_on = day("From when?", hint="May stay empty")
    until_on = day(
        "Until when?", hint="May stay empty. It comes up on that day, and ends only when you end it"
    )
    happened_on = day("When was it agreed?", hint=EMPTY_MEANS_TODAY)

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        happened_on = given.pop("happened_on", None)
        return {"giving": Giving(**given), "happened_on": happened_on}


class ChangeInputForm(InputForm):
    """What it gives as it is agreed now."""

    version = version()
    happened_on = None  # type: ignore[assignment]

    def __init__(self, held: SupportInput, *args: Any, **kwargs: Any) -> None:
        names = [name for name in InputForm.base_fields if name != "happened_on"]
        kwargs.setdefault("initial", {name: getattr(held, name) for name in names})
        super().__init__(held.concern, *args, **kwargs)
        self.fields["version"].initial = held.version

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"version": given.pop("version"), "giving": Giving(**given)}


class EndingForm(ActForm):
    """That something ended: why, and on which day."""

    reason = words("Why?", required="Enter why", rows=2)
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


class BoardForm(ActForm):
    """An Improvement Board: what it is called and who sits on it (R128-R129)."""

    name = short("What is it called?", required="Enter what the board is called")
    kind = one_of(
        "Voluntary or formal?",
        BOARDS,
        required="Choose whether the board is voluntary or formal",
        hint="A formal board usually has Terms of Engagement, written for this council",
        initial=Board.VOLUNTARY,
    )
    chair = short("Who chairs it?", hint="May stay empty")
    members = words("Who sits on it?", rows=5, hint="A line each: the name or post, and from which body")
    next_meeting_on = day("When does it meet next?", hint="May stay empty")
    happened_on = day("When was it formed?", hint=EMPTY_MEANS_TODAY)

    def __init__(self, package: SupportPackage, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": package.board} if package.board != Board.NONE else {})
        super().__init__(package.concern, *args, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        happened_on = given.pop("happened_on", None)
        return {"sitting": Sitting(**given), "happened_on": happened_on}


class ChangeBoardForm(BoardForm):
    """The board as it is now."""

    version = version()
    happened_on = None  # type: ignore[assignment]

    def __init__(self, board: ImprovementBoard, *args: Any, **kwargs: Any) -> None:
        names = [name for name in BoardForm.base_fields if name != "happened_on"]
        kwargs.setdefault("initial", {name: getattr(board, name) for name in names})
        super().__init__(board.package, *args, **kwargs)
        self.fields["version"].initial = board.version

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"version": given.pop("version"), "sitting": Sitting(**given)}


class BoardMeetingForm(ActForm):
    """A meeting that was held."""

    version = version()
    text = words("What was said?", required="Enter what was said", rows=6)
    happened_on = day("When was it held?", hint=EMPTY_MEANS_TODAY)
    next_meeting_on = day("When is the next one?", hint="Empty: none is planned")

    def __init__(self, board: ImprovementBoard, on: Any, *args: Any, **kwargs: Any) -> None:
        planned = board.next_meeting_on
        ahead = planned if planned and planned > on else None
        kwargs.setdefault("initial", {"next_meeting_on": ahead, "happened_on": None if ahead else planned})
        super().__init__(board.concern, *args, **kwargs)
        self.fields["version"].initial = board.version


class BoardActionForm(ActForm):
    """What is to be done, whose it is, by when."""

    what = short("What is to be done?", most=300, required="Enter what is to be done")
    whose = short("Who does it?", required="Enter who does it")
    due_on = day("By when?", hint="May stay empty")
    happened_on = day("When was it agreed?", hint=EMPTY_MEANS_TODAY)


class ActionReviewForm(ActForm):
    """How an action goes; the word is of the action alone."""

    word = one_of("How does the action go?", OnTrack.choices, required="Choose how the action goes")
    text = short("In a line", most=500, required="Enter a line on how it goes")
    due_on = day("By when now?", hint="Empty leaves the day it has")
    happened_on = day("When was it reviewed?", hint=EMPTY_MEANS_TODAY)


class TermsForm(ActForm):
    """The Terms of Engagement as agreed (R128)."""

    version = version()
    text = words(
        "The terms as agreed",
        required="Enter the terms, or where the agreed text is kept",
        hint="The text itself, or where the agreed document is kept",
        rows=8,
    )
    agreed_on = day("When were they agreed?", hint="Empty: not agreed yet")
    by_council = short("Who agreed for the council?", hint="May stay empty")
    by_lga = short("Who agreed for the LGA?", hint="May stay empty")

    def __init__(self, package: SupportPackage, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "text": package.terms_of_engagement,
                "agreed_on": package.terms_agreed_on,
                "by_council": package.terms_agreed_by_council,
                "by_lga": package.terms_agreed_by_lga,
            },
        )
        super().__init__(package.concern, *args, **kwargs)
        self.fields["version"].initial = package.version

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"version": given.pop("version"), "terms": Terms(**given)}


class SupportFilter(forms.Form):
    """Region, who provides, board, mine, what has ended, and by what the list stands."""

    region = forms.ModelChoiceField(
        label="Region",
        queryset=regions(),
        to_field_name="slug",
        required=False,
        empty_label="All regions",
        widget=forms.Select(attrs=SELECT),
    )
    provider = forms.ChoiceField(
        label="Input from",
        choices=[("", "Anybody"), *Provider.choices],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    board = forms.ChoiceField(
        label="Improvement Board",
        choices=[("", "With or without"), *Board.choices],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    mine = forms.ChoiceField(
        label="Whose",
        choices=(("", "All I may see"), ("yes", "Mine")),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    which = forms.ChoiceField(
        label="Which",
        choices=(("", "What goes on"), ("ended", "What has ended"), ("all", "All")),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    order = forms.ChoiceField(
        label="Stands by",
        choices=(("date", "Next date"), ("region", "Region"), ("council", "Council")),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "That is not one of these, so it narrows nothing"

    @property
    def filters(self) -> SupportFilters:
        """What narrows the list; a word that is not understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return SupportFilters(
            region=given.get("region"),
            provider=given.get("provider") or "",
            board=given.get("board") or "",
            mine=given.get("mine") == "yes",
            which=given.get("which") or "going",
            order=given.get("order") or "date",
        )

    def chips(self) -> list[dict[str, str]]:
        """What narrows the list, each with the address that takes it away."""
        given = {name: value for name, value in self.data.items() if value and name in self.fields}
        chips = []
        for name in ("region", "provider", "board", "mine", "which"):
            if name not in given or name in self.errors:
                continue
            rest = urlencode({other: value for other, value in given.items() if other != name})
            field: Any = self.fields[name]
            value = self.cleaned_data[name]
            text = value if name == "region" else dict(field.choices).get(value, value)
            chips.append({"of": str(field.label), "text": str(text), "off": f"?{rest}"})
        return chips
