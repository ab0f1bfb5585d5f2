"""Discussions and their conclusions, support, evidence, the story, who is told, who looks after it."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from cases.forms.fields import (
    EMPTY_MEANS_TODAY,
    ActForm,
    day,
    one_of,
    pounds,
    row,
    short,
    some_of,
    tick,
    version,
    words,
)
from cases.forms.moving import _LeavingForm, figures_field, notes_field
from cases.models import Board, Concern, ConclusionKind, Contact, SupportPackage, Weight, WhyDiffer
from cases.queries import advisers, groups_with_an_office, member_peers
from cases.stages import Stage
from cases.workflow import Differing, Document, Offer
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
    peers = short("Lead or regional member peer liaised with", hint="May stay empty")
    regional_bodies = short("Regional bodies liaised with", hint="May stay empty")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


OFFER = ("objectives", "provider", "people", "money")


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
            offer = Offer(objectives=given["objectives"], provider=given["provider"], weight=weight)
        differing = None
        if self.conclusion is Kind.NOT_ACCEPTED:
            differing = Differing(
                why=given["why"], council_view=given["council_view"], pursue_with=given["pursue_with"]
            )
        for name in ("objectives", "provider", "why", "council_view", "pursue_with"):
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


class SupportForm(ActForm):
    """What is agreed: what for, by whom, for how much (R127-R130)."""

    weight = one_of(
        "How much support?", Weight.choices, required="Choose how much support", initial=Weight.FULL
    )
    objectives = words("What is it for?", required="Enter what the support is for")
    provider = short(
        "Who provides it?",
        most=300,
        required="Enter who provides it",
        hint="LGA, CIB, TEASC, regional bodies …",
    )
    people = words("People", rows=2, hint="Peers, mentors, seconded staff")
    money = pounds("Money, in whole pounds", hint="May stay empty, where each provider’s is kept by itself")
    money_from = short("Where the money comes from")
    board = one_of(
        "Improvement Board", Board.choices, required="Choose whether there is a board", initial=Board.NONE
    )
    happened_on = day("When was it agreed?", hint=EMPTY_MEANS_TODAY)

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        happened_on = given.pop("happened_on", None)
        return {"offer": Offer(**given), "happened_on": happened_on}


class ChangeSupportForm(SupportForm):
    """The package as it is agreed now."""

    version = version()
    happened_on = None  # type: ignore[assignment]

    def __init__(self, package: SupportPackage, *args: Any, **kwargs: Any) -> None:
        kept = [field for field in SupportForm.base_fields if field != "happened_on"]
        kwargs.setdefault("initial", {name: getattr(package, name) for name in kept})
        super().__init__(package.concern, *args, **kwargs)
        self.fields["version"].initial = package.version

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"version": given.pop("version"), "offer": Offer(**given)}


class ProgressForm(ActForm):
    """How the support goes."""

    text = words("How does it go?", required="Enter how it goes", hint="The Panel reads this")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


class AttentionForm(ActForm):
    """Why the Panel's attention is asked for."""

    reason = words("Why should the Panel attend to this?", hint="Empty takes the mark off", rows=2)


class ReasonForm(ActForm):
    """Why something ends."""

    reason = words("Why?", required="Enter why", rows=2)


class PoliticalActionForm(ActForm):
    """What politicians do (R150)."""

    blockage = words("What stands in the way?", required="Enter what stands in the way", rows=2)
    action = words("What is done about it?", required="Enter what is done about it", rows=2)
    whose = short("Who sees to it?", required="Enter who sees to it")
    happened_on = day("Since when?", hint=EMPTY_MEANS_TODAY)


class NarrativeForm(ActForm):
    """A piece of the story."""

    text = words(
        "What do you want to add?",
        required="Enter what you want to add",
        hint="Write as if they will read it",
    )
    happened_on = day("When was it?", hint=EMPTY_MEANS_TODAY)


class CorrectionForm(ActForm):
    """A correction of a piece of the story."""

    text = words("The correction", required="Enter the correction")


class EvidenceForm(ActForm):
    """Notes, figures, a document."""

    def __init__(self, concern: Concern, user: User, on: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.fields["notes"] = notes_field(concern.council, user)
        self.fields["figures"] = figures_field(concern.council, on)
        self.fields["title"] = short("A published document: its title", most=300)
        self.fields["publisher"] = short("Who published it?")
        self.fields["link"] = forms.URLField(
            label="Its address",
            required=False,
            max_length=500,
            assume_scheme="https",
            error_messages={"invalid": "Enter the whole address of the document, beginning with https://"},
            widget=forms.URLInput(attrs={"class": "govuk-input"}),
        )
        self.fields["published_on"] = day("When was it published?")
        self.fields["why"] = words("Why does this bear on the concern?", rows=2)

    def clean(self) -> dict[str, Any]:
        """A document is known by its title."""
        given = super().clean() or {}
        if not given.get("title") and (
            given.get("publisher") or given.get("link") or given.get("published_on")
        ):
            self.add_error("title", "Enter the title of the document")
        return given

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        about = {name: given.pop(name) for name in ("title", "publisher", "link", "published_on")}
        return given | {"document": Document(**about) if about["title"] else None}


class AwarenessForm(ActForm):
    """That the council was told."""

    told = short("Who at the council was told?", required="Enter who at the council was told")
    how = short("How?", required="Enter how they were told", hint="For example by telephone, in a meeting")
    what = words("What were they told?", rows=2, hint="May stay empty")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


class SupersedingForm(AwarenessForm):
    """A newer account of telling the council."""

    reason = words(
        "Why does this take the place of the earlier account?",
        required="Enter why this takes the place of the earlier account",
        rows=2,
    )


class PanelLineForm(ActForm):
    """A line to PSP."""

    challenge = words("The nature of the challenge", required="Enter the nature of the challenge", rows=2)
    support = words("The support being provided", hint="Empty: the Panel reads “none yet”", rows=2)


class GroupOfficeForm(ActForm):
    """To tell a group's office."""

    group = row("Which group’s office?", groups_with_an_office(), required="Choose a group")
    text = words("What are they told?", rows=2)


class ReviewForm(ActForm):
    """When it is next looked at."""

    version = version()
    review_on = day(
        "Next looked at on", required="Enter when it is next looked at: every open concern has a date"
    )
    next_step = short("Next step", most=300)
    next_step_on = day("By when?")
    coming_off_point = words(
        "Coming-off point", hint="What will be so when support is no longer needed?", rows=2
    )


class OwnerForm(ActForm):
    """Who looks after it from now on."""

    version = version()
    owner = row("Who looks after it from now on?", advisers(), required="Choose an adviser")


class DeputyForm(ActForm):
    """Who stands in for the owner."""

    version = version()
    deputy = row("Who stands in for the owner?", advisers(), empty="Nobody")


class OpenToForm(ActForm):
    """To which lead member peer it is opened."""

    reader = row("Open it to", member_peers(), required="Choose a lead member peer")
