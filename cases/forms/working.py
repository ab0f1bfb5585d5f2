"""Support, evidence, the story, who is told, who looks after it."""

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
    version,
    words,
)
from cases.forms.moving import figures_field, notes_field
from cases.models import Board, Concern, ConclusionKind, SupportPackage, Weight
from cases.queries import advisers, groups_with_an_office, member_peers
from cases.workflow import Document, Offer

Kind = ConclusionKind


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
