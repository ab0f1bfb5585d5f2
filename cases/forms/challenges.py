"""Forms about a peer challenge: its arrangement, its report, the council's choice and its consent."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any

from django import forms

from cases.forms.fields import EMPTY_MEANS_TODAY, day, one_of, row, short, version, words
from cases.forms.of_councils import OfCouncilForm
from cases.models import PeerChallenge, Publication, Recipient
from cases.queries import concerns_beside, kinds_offered, offers_of_challenges
from cases.workflow import Arranged
from councils.models import Council
from councils.queries import councils_as_at, region_ids_held_by

ARRANGED = tuple(field.name for field in fields_of(Arranged))


class _ArrangedForm(OfCouncilForm):
    """When, what about, by whom."""

    asked_on = day("When did the council ask for it?")
    scoping_on = day("Scoping visit or talk on")
    on_site_from_on = day("On site from")
    on_site_until_on = day("On site until")
    report_due_on = day("Report due on")
    local_focus = words(
        "What does the council want looked at?", hint="Its local focus, besides the core", rows=3
    )
    team = words("Team", hint="One a line: who, in which role, from where", rows=4)
    partners = short("Partners taking part", most=300, hint="May stay empty")

    def arranged(self) -> Arranged:
        """What was said of it."""
        return Arranged(**{name: self.cleaned_data[name] for name in ARRANGED})


class ChallengeForm(_ArrangedForm):
    """A new one: its kind, its council, and others that take part in it."""

    def __init__(self, council: Council, user: Any, on: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        arranged = list(self.fields)
        self.fields["kind"] = one_of(
            "Kind", kinds_offered(), required="Choose the kind of peer challenge", initial="corporate"
        )
        uses = offers_of_challenges([council], user)
        if uses.exists():
            self.fields["use"] = OfferChoice(
                label="Of which offer?",
                queryset=uses,
                required=False,
                empty_label="None that is held",
                error_messages={"invalid_choice": "Choose an offer from the list"},
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )
        others = councils_as_at(on).filter(region__in=region_ids_held_by(user, on)).exclude(pk=council.pk)
        self.fields["others"] = forms.ModelMultipleChoiceField(
            label="Other councils, where it is for a group",
            queryset=others,
            to_field_name="code",
            required=False,
            help_text="Of your regions. Hold Ctrl or ⌘ to choose several",
            error_messages={"invalid_choice": "Choose councils from the list"},
            widget=forms.SelectMultiple(attrs={"class": "govuk-select", "size": 6}),
        )
        self.order_fields(["kind", "use", *arranged, "others"])

    @property
    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "councils": [self.council, *given["others"]],
            "use": given.get("use"),
            "arranged": self.arranged(),
        }


class OfferChoice(forms.ModelChoiceField):
    """An offer by its name and day."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, offered {obj.happened_on:%-d %B %Y}"


class ChangeChallengeForm(_ArrangedForm):
    """As it is arranged now."""

    version = version()

    def __init__(self, challenge: PeerChallenge, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(challenge, name) for name in ARRANGED})
        super().__init__(*args, version=challenge.version, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        return {"version": self.cleaned_data["version"], "arranged": self.arranged()}


class GivenForm(OfCouncilForm):
    """That the report was given to the council."""

    given_to = short("To whom at the council?", required="Enter who at the council was given it")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


class PublicationForm(OfCouncilForm):
    """What the council chose."""

    version = version()
    publication = one_of(
        "What has the council decided?", Publication.choices, required="Choose what the council decided"
    )
    published_on = day("Published on", hint="Where it is published")
    link = forms.URLField(
        label="Where it stands",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="The address of the report, where it is published",
        error_messages={"invalid": "Enter the whole address of the report, beginning with https://"},
        widget=forms.URLInput(attrs={"class": "govuk-input"}),
    )
    said_by = words("Who at the council said so?", rows=2, hint="May stay empty")

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"said": given.pop("said_by")}


class ConsentForm(OfCouncilForm):
    """That the council agreed to its report being passed on."""

    agreed_by = short("Who at the council agreed?", required="Enter who at the council agreed")
    recipient = one_of("To whom may it go?", Recipient.choices, required="Choose to whom it may go")
    to_whom = short("More closely", hint="Needed for somebody else")
    what = words("What may be shared?", rows=2, hint="Empty: the whole report")
    happened_on = day("When did the council agree?", hint=EMPTY_MEANS_TODAY)

    def __init__(self, challenge: PeerChallenge, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        councils = challenge.councils.all()
        self.only = councils[0] if len(councils) == 1 else None
        if self.only is None:
            self.fields["council"] = row(
                "Which council?", councils, required="Choose the council that agreed"
            )
            self.order_fields(["council"])

    @property
    def said(self) -> dict[str, Any]:
        return {"council": self.only} | dict(self.cleaned_data)


class BecauseForm(OfCouncilForm):
    """A reason in words."""

    reason = words("Why?", required="Enter why", rows=2)


class FindingForm(OfCouncilForm):
    """What in the results bears on a concern."""

    why = words(
        "What in the results bears on it?",
        required="Enter what in the results bears on the concern",
        hint="In your own words. Write as if the council will read it",
    )

    def __init__(self, challenge: PeerChallenge, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concern"] = ConcernChoice(
            label="On which concern?",
            queryset=concerns_beside(challenge, user),
            empty_label="Choose",
            error_messages={
                "required": "Choose a concern",
                "invalid_choice": "Choose a concern from the list",
            },
            widget=forms.Select(attrs={"class": "govuk-select"}),
        )
        self.order_fields(["concern"])


class ConcernChoice(forms.ModelChoiceField):
    """A concern by its number and line."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.council.short_name} · Concern {obj.number}: {obj.summary}"
