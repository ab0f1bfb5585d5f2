"""To raise a concern, move it, close it, reopen it, and to record what government did."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from accounts.models import User
from cases.forms.fields import (
    EMPTY_MEANS_TODAY,
    ActForm,
    day,
    met,
    one_of,
    row,
    short,
    some_of,
    tick,
    ticks,
    version,
    words,
)
from cases.models import Concern, Nature
from cases.queries import Balance
from cases.stages import BEGINNINGS, NEEDS_COMING_OFF_POINT, Origin, Stage, asks_for_lessons, ends_support
from cases.workflow import Account, Left
from councils.models import Council
from councils.queries import service_areas
from indicators.queries import headline_report
from intelligence.models import Note
from intelligence.queries import factors_offered

ACCOUNT = (
    "department",
    "legal_basis",
    "body",
    "text",
    "raised_with_council",
    "raised_with_lga",
    "time_allowed",
    "expectations_note",
    "proportionate",
)


# The powers the paper names, to be written over where another department used its own (R155, R158, R162).
_POWERS = {
    Stage.INSPECTION: "Section 10, Local Government Act 1999",
    Stage.INTERVENTION: "Section 15, Local Government Act 1999",
}


def _governments(step: Stage) -> dict[str, forms.Field]:
    """What government did (R155-R162)."""
    return {
        "department": short("Department", required="Enter the department that acted"),
        "legal_basis": short(
            "Legal basis",
            most=300,
            required="Enter the legal basis, for example the section and the Act",
            hint="The one the paper names; write another over it where another department used its own",
            initial=_POWERS[step],
        ),
        "body": short(
            "Body", most=300, required="Enter the body that inspects, or that takes functions over"
        ),
        "text": words("What government did"),
        "raised_with_council": met("Any concern was raised with the council"),
        "raised_with_lga": met("Any concern was raised with the LGA"),
        "time_allowed": met("Sufficient time was allowed to show improvement"),
        "expectations_note": words("With dates, where they are known", rows=2),
        "proportionate": words("What is done to keep it proportionate and focused on improvement", rows=2),
    }


def account_of(given: dict[str, Any]) -> Account:
    """What government did, out of a form's answers."""
    return Account(**{name: given[name] for name in ACCOUNT})


def _coming_off(held: str = "") -> forms.CharField:
    return words(
        "Coming-off point",
        required="Enter the coming-off point: what will be so when this is no longer needed",
        hint="What will be so when this stage, and its support, are no longer needed?",
        rows=2,
        initial=held,
    )


def notes_to_choose(council: Council, user: User) -> Any:
    """The notes about the council that the person may read, newest first."""
    return Note.objects.visible_to(user).standing().filter(council=council).select_related("source__type")


def figures_to_choose(council: Council, on: date) -> list[tuple[str, str]]:
    """The lines of the council's headline report that have a figure: slug, and words."""
    return [
        (
            line.slug,
            f"{line.title}: {line.local_text} {line.unit}, {line.period} (type average {line.type_text})",
        )
        for line in headline_report(council, on).lines
        if line.local is not None
    ]


class _NotesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.opening} – {obj.source.type}, {obj.happened_on.day} {obj.happened_on:%B %Y}"


def notes_field(council: Council, user: User) -> forms.ModelMultipleChoiceField:
    """Notes as ticks."""
    like = some_of("Notes", None)
    return _NotesField(
        label="Notes it rests on",
        queryset=notes_to_choose(council, user),
        required=False,
        error_messages=like.error_messages,
        widget=forms.CheckboxSelectMultiple,
    )


def figures_field(council: Council, on: date) -> forms.MultipleChoiceField:
    """Figures as ticks; each is kept as it stands today."""
    return ticks(
        "Figures it rests on",
        figures_to_choose(council, on),
        hint="Each is kept as it stands today; a later revision changes nothing here",
    )


class RaiseForm(forms.Form):
    """A concern, at the stage where it begins."""

    summary = short("The concern, in one line", required="Enter the concern in one line")
    basis = words("Why", required="Enter what it rests on. One line will do", hint="One line will do", rows=2)
    review_on = day("Next looked at on", required="Enter when it is next looked at")
    next_step = short("Next step", most=300)

    def __init__(
        self, council: Council, user: User, stage: Stage, on: date, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stage, self.council = stage, council
        origins = [(origin.value, origin.label) for origin in Origin if origin in BEGINNINGS[stage]]
        added: dict[str, forms.Field] = {
            "notes": notes_field(council, user),
            "figures": figures_field(council, on),
            "factors": some_of("Signs it shows", factors_offered()),
            "service_area": row(
                "Which service is it about?", service_areas(), empty="The council as a whole"
            ),
            "nature": one_of(
                "What might be the matter?",
                Nature.choices,
                required="Choose what might be the matter",
                initial=Nature.PERFORMANCE,
            ),
            "opened_on": day("Since when?", hint=EMPTY_MEANS_TODAY),
        }
        if len(origins) > 1:
            added["origin"] = one_of(
                "How did it come to us?", origins, required="Choose how it came to us", initial=origins[0][0]
            )
        else:
            self.only_origin = origins[0][0]
        if stage in NEEDS_COMING_OFF_POINT:
            added["coming_off_point"] = _coming_off()
        if stage.is_governments:
            added |= _governments(stage)
        self.fields.update(added)
        first = ("summary", "basis", *(ACCOUNT if stage.is_governments else ()), "coming_off_point")
        self.order_fields([*first, "notes", "figures", "factors", "service_area", "nature", "origin"])

    @property
    def about(self) -> dict[str, Any]:
        """The service and the signs, as far as they are chosen: to say what else is about the same."""
        chosen = getattr(self, "cleaned_data", {})
        if self.is_bound:
            return {
                "service_area": chosen.get("service_area"),
                "factors": list(chosen.get("factors") or ()),
            }
        rested_on = cast(Any, self.fields["notes"]).queryset.filter(pk__in=self.initial.get("notes") or ())
        notes = list(rested_on.select_related("service_area").prefetch_related("factors"))
        return {
            "service_area": next((note.service_area for note in notes if note.service_area), None),
            "factors": [factor for note in notes for factor in note.factors.all()],
        }

    @property
    def said(self) -> dict[str, Any]:
        """What `raise_concern` takes."""
        given = dict(self.cleaned_data)
        government = account_of(given) if self.stage.is_governments else None
        for name in ACCOUNT:
            given.pop(name, None)
        given.setdefault("origin", getattr(self, "only_origin", None))
        return given | {"stage": self.stage, "council": self.council, "government": government}


class _LeavingForm(ActForm):
    """What the end of Stage 4 or 5b leaves behind, asked only where it ends."""

    def ask_what_is_left(self, to: Stage) -> None:
        """Add the questions that this move asks."""
        stands = self.concern.at_stage
        self.asks_lessons = asks_for_lessons(stands, to)
        if self.asks_lessons:
            self.fields["lessons"] = words(
                "Lessons",
                required="Enter the lessons: what helped, what did not",
                hint="What helped, what did not. They inform the support of others",
            )
        if ends_support(stands, to):
            self.fields["coming_off_point_met"] = met(
                "Was the coming-off point met?", hint=self.concern.coming_off_point
            )
        if self.asks_lessons:
            self.fields["look_back"] = tick("Look back in twelve months, once")

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        left = Left(
            lessons=given.pop("lessons", ""),
            coming_off_point_met=given.pop("coming_off_point_met", ""),
            look_back=given.pop("look_back", False),
        )
        return given | {"left": left}


class MoveForm(_LeavingForm):
    """A move: only the basis is always wanted; the rest stays as the concern has it."""

    version = version()
    basis = words(
        "Why does it move?", required="Enter why it moves. One line will do", hint="One line will do"
    )
    told = short("Who has been told?", most=500, hint="May stay empty")
    next_step = short("Next step", most=300)
    next_step_on = day("By when?")
    review_on = day("Next looked at on", hint="Empty leaves the date it has")
    happened_on = day("When did it move?", hint=EMPTY_MEANS_TODAY)

    def __init__(self, concern: Concern, to: Stage, held: Balance, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.to = to
        if to in NEEDS_COMING_OFF_POINT:
            self.fields["coming_off_point"] = _coming_off(concern.coming_off_point)
        if to is Stage.COUNCIL_DISCUSSION and held.soft_is_absent:
            self.fields["soft_absent"] = words(
                "No soft intelligence is held: do you have a line on that?", rows=2
            )
        if to is Stage.COUNCIL_DISCUSSION and held.hard_is_absent:
            self.fields["hard_absent"] = words(
                "No published figure is held: do you have a line on that?", rows=2
            )
        self.ask_what_is_left(to)
        first = ["version", "soft_absent", "hard_absent", "basis", "coming_off_point"]
        self.order_fields([*first, "lessons", "coming_off_point_met", "look_back"])

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"to": self.to}


class ProposalForm(ActForm):
    """Where a senior adviser would move it, and why."""

    basis = words("Why would you move it?", required="Enter why you would move it. One line will do")


class CloseForm(_LeavingForm):
    """Why it is closed."""

    version = version()
    reason = words(
        "For which reasons is it closed?",
        required="Enter the reasons for which it is closed",
        hint="How it was resolved, or what ended it",
    )
    told = short("Who has been told?", most=500, hint="May stay empty")
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)

    def __init__(self, concern: Concern, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.ask_what_is_left(Stage.CLOSED)
        self.order_fields(["version", "reason", "lessons", "coming_off_point_met", "look_back"])


class ReopenForm(ActForm):
    """Why it is opened again."""

    version = version()
    reason = words("Why is it reopened?", required="Enter why it is reopened")
    review_on = day("Next looked at on", required="Enter when it is next looked at")


class GovernmentForm(ActForm):
    """What government did."""

    version = version()
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)
    review_on = day("Next looked at on", hint="Empty leaves the date it has")

    def __init__(self, concern: Concern, step: Stage, *args: Any, **kwargs: Any) -> None:
        super().__init__(concern, *args, **kwargs)
        self.step = step
        self.fields.update(_governments(step))
        if not concern.coming_off_point:
            self.fields["coming_off_point"] = _coming_off()
        self.order_fields(["version", "department", "legal_basis", "body", "happened_on", "text"])

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        account = account_of(given)
        for name in ACCOUNT:
            given.pop(name)
        return given | {"step": self.step, "account": account}
