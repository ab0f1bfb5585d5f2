"""A discussion with the council, and what it led to."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from cases.forms.fields import (
    EMPTY_MEANS_TODAY,
    ActForm,
    day,
    one_of,
    short,
    some_of,
    tick,
    version,
    words,
)
from cases.forms.moving import _LeavingForm
from cases.models import Board, Concern, ConclusionKind, Contact, Weight, WhyDiffer
from cases.queries import groups_with_an_office, member_peers_of
from cases.stages import Stage
from cases.workflow import Differing, Offer
from cases.workflow.discussing import MAY_CLOSE

Kind = ConclusionKind


class DiscussionForm(ActForm):
    """A conversation with the council (R114-R117)."""

    level = one_of(
        "With whom?",
        Contact.choices,
        required="Choose with whom you spoke",
        hint="Normally the leader or the chief executive; it depends on the circumstances",
        initial=Contact.CHIEF_EXECUTIVE,
    )
    who = short("Who took part, from the council?", required="Enter who took part")
    text = words("What was said?", required="Enter what was said", rows=6)
    known_peers = some_of("Lead member peers liaised with", None)
    peers = short("Others, in words", hint="A member peer who does not sign in here. May stay empty")
    regional_bodies = short("Regional bodies liaised with", hint="May stay empty")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)

    def __init__(self, concern: Concern, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        cast(Any, self.fields["known_peers"]).queryset = member_peers_of(concern.council, on)


OFFERED = ("objectives", "provider", "board")


class ConclusionForm(_LeavingForm):
    """What a discussion led to; each conclusion asks what belongs to it, and default is no."""

    version = version()
    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, concern: Concern, kind: ConclusionKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.conclusion = kind
        self.fields["kind"].initial = kind.value
        self.fields["text"] = words(
            _ASKED[kind], required=f"Enter {_ASKED[kind][0].lower()}{_ASKED[kind][1:]}"
        )
        for ask in _ASKS[kind]:
            ask(self)
        comes_back = (
            "Empty leaves the date it has" if kind is not Kind.STEPS_IN_PLACE else "Under review until"
        )
        self.fields["review_on"] = day("Next looked at on", hint=comes_back, initial=concern.review_on)
        self.fields["happened_on"] = day("When was it concluded?", hint=EMPTY_MEANS_TODAY)
        if kind in MAY_CLOSE:
            self.ask_what_is_left(Stage.CLOSED)
            for name in ("lessons", "coming_off_point_met"):
                if name in self.fields:
                    self.fields[name].required = False

    def ask_closing(self) -> None:
        self.fields["closes"] = tick("Close the concern with this", hint=_CLOSING[self.conclusion])

    def ask_appearance(self) -> None:
        self.fields["correct_appearance"] = words(
            "Is anything done to correct the appearance of a concern?", hint="Empty means no", rows=2
        )

    def ask_why(self) -> None:
        self.fields["why"] = one_of(
            "Why do the views differ?", WhyDiffer.choices, required="Choose why the views differ"
        )
        self.fields["council_view"] = words(
            "The council’s view, in its own words", required="Enter the council's view, in its own words"
        )
        self.fields["pursue_with"] = short(
            "Group office, member peers or senior officers drawn in", most=300, hint="Empty means none"
        )

    def ask_light_support(self) -> None:
        self.fields["objectives"] = words(
            "What was found?",
            required="Enter what was found",
            hint="A contact with good practice at another council, a one-off top-team session, mentoring",
            rows=2,
        )
        self.fields["provider"] = short("Who provides it?", most=300, required="Enter who provides it")

    def ask_package(self) -> None:
        self.fields["objectives"] = words(
            "The support, as far as it is known", hint="Empty: the Panel reads “none yet”", rows=2
        )
        self.fields["provider"] = short("Who provides it?", most=300)
        self.fields["board"] = one_of(
            "Is an Improvement Board formed?",
            Board.choices,
            required="Choose whether a board is formed",
            hint="Its Terms of Engagement are then kept on the page of the support",
            initial=Board.NONE,
        )
        self.fields["board"].required = False

    def clean(self) -> dict[str, Any]:
        """A board belongs to support that says what it is for."""
        given = super().clean() or {}
        if (given.get("board") or Board.NONE) != Board.NONE and not given.get("objectives"):
            self.add_error("objectives", "Enter what the support is for: a board belongs to it")
        if given.get("objectives") and not given.get("provider"):
            self.add_error("provider", "Enter who provides it")
        return given

    def ask_members(self) -> None:
        if self.conclusion is not Kind.BIGGER_SUPPORT:
            self.fields["panel_line"] = tick(
                "Give a line to the Performance Support Panel, so that members are aware"
            )
        self.fields["group_offices"] = some_of("Tell a political group’s office", groups_with_an_office())

    @property
    def said(self) -> dict[str, Any]:
        """What `conclude_discussion` takes."""
        given = super().said
        offer = None
        if given.get("objectives"):
            weight = Weight.LIGHT if self.conclusion is Kind.FOUND_IN_CONVERSATION else Weight.FULL
            offer = Offer(
                objectives=given["objectives"],
                provider=given["provider"],
                weight=weight,
                board=given.get("board") or Board.NONE,
            )
        differing = None
        if self.conclusion is Kind.NOT_ACCEPTED:
            differing = Differing(
                why=given["why"], council_view=given["council_view"], pursue_with=given["pursue_with"]
            )
        for name in (
            "objectives",
            "provider",
            "board",
            "terms_of_engagement",
            "why",
            "council_view",
            "pursue_with",
        ):
            given.pop(name, None)
        return given | {"kind": self.conclusion, "offer": offer, "differing": differing}


_ASKED = {
    Kind.SATISFACTORY_EXPLANATION: "The explanation",
    Kind.STEPS_IN_PLACE: "The steps the council has in place",
    Kind.FOUND_IN_CONVERSATION: "What came out of the conversation",
    Kind.BIGGER_SUPPORT: "The nature of the challenge",
    Kind.NOT_ACCEPTED: "Where the views differ",
    Kind.ANOTHER: "The conclusion, and because of what",
}
_CLOSING = {
    Kind.SATISFACTORY_EXPLANATION: "Otherwise it is parked until the date below",
    Kind.NOT_ACCEPTED: "Where local choice explains it; otherwise the discussion goes on",
    Kind.ANOTHER: "Otherwise it stays open until the date below",
}
_F = ConclusionForm
_ASKS: dict[ConclusionKind, tuple[Any, ...]] = {
    Kind.SATISFACTORY_EXPLANATION: (_F.ask_appearance, _F.ask_closing),
    Kind.STEPS_IN_PLACE: (_F.ask_members,),
    Kind.FOUND_IN_CONVERSATION: (_F.ask_light_support,),
    Kind.BIGGER_SUPPORT: (_F.ask_package, _F.ask_members),
    Kind.NOT_ACCEPTED: (_F.ask_why, _F.ask_members, _F.ask_closing),
    Kind.ANOTHER: (_F.ask_members, _F.ask_closing),
}
