"""To log a note, to rewrite it, to add a correction."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms

from accounts.drafting import initial_from
from accounts.sealing import Fields
from councils.models import Council
from councils.queries import regions
from intelligence.forms.attaching import WithFiles
from intelligence.forms.boxed import BoxedForm
from intelligence.forms.fields import (
    CouncilField,
    SignsField,
    box_field,
    day_field,
    select,
    service_area_field,
    text_field,
)
from intelligence.models import Kind, Known, Marking, Note
from intelligence.queries import factors_offered, source_types_offered
from intelligence.workflow import Told

HEARD = "Enter what you heard"
OF_NO_COLUMN = ("factors", "attached")
CAPTURE = "/capture"  # the address of the page, which a draft of a note carries


def _one_of(label: str, choices: Any, *, missing: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": f"{label}: choose from the list"},
        **kwargs,
    )


def _known(*, required: bool = True) -> forms.ChoiceField:
    return _one_of("How is it known?", Known.choices, missing="Choose how it is known", required=required)


class CaptureForm(WithFiles, BoxedForm):
    """One box, and what must be known about it; the rest has a usual value."""

    text = box_field("What did you hear?", required=HEARD, rows=6)
    council = CouncilField(
        help_text="Name, former name or code; or @ and its name in the box", required=False
    )
    source_type = forms.ModelChoiceField(
        label="Where did it come from?",
        queryset=source_types_offered(),
        required=False,
        empty_label="Choose",
        widget=select(),
        error_messages={"invalid_choice": "Choose where it came from, from the list"},
    )
    source_role = text_field(
        "Role of the source", most=120, help_text="As readers will see it, such as “scrutiny chair”"
    )
    known = _known(required=False)
    factors = SignsField(queryset=factors_offered())
    kind = _one_of(
        "What is it?", Kind.choices, missing="Choose what it is", initial=Kind.SIGN, required=False
    )
    marking = _one_of(
        "Who may read it?",
        Marking.choices,
        missing="Choose who may read it",
        initial=Marking.ADVISERS,
        required=False,
    )
    happened_on = day_field("When did it happen?", help_text="Empty means today")
    follow_up_on = day_field("Come back to it on")
    source_identity = text_field(
        "Who told you",
        most=200,
        help_text="Kept apart and encrypted. You alone can read it, and each reading is recorded.",
    )
    source_region = forms.ModelChoiceField(
        label="Region of the source",
        queryset=regions(),
        required=False,
        empty_label="The council’s region",
        widget=select(),
        error_messages={"invalid_choice": "Choose a region from the list"},
    )
    reference = text_field("Where it was published", most=500, help_text="Title or address", width="30")
    service_area = service_area_field()
    is_source_protected = forms.BooleanField(
        label="SOURCE-PROTECTED",
        required=False,
        help_text="Readers see the type of source, not its role or region",
    )
    is_originator_controlled = forms.BooleanField(
        label="ORIGINATOR-CONTROLLED", required=False, help_text="Only you may open it to anybody else"
    )

    REST = (
        "source_role",
        "source_identity",
        "source_region",
        "reference",
        "service_area",
        "is_source_protected",
        "is_originator_controlled",
    )

    @property
    def rest_is_wanted(self) -> bool:
        """Whether the folded part holds something typed or something to put right."""
        return any(name in self.errors or self.data.get(name) for name in self.REST)

    def said(self) -> dict[str, Any]:
        """What `log_note` takes."""
        given = self.cleaned_data
        return {
            "council": given["council"],
            "text": given["text"],
            "known": given["known"],
            "kind": given["kind"] or Kind.SIGN,
            "marking": given["marking"] or Marking.ADVISERS,
            "factors": given["factors"],
            "service_area": given["service_area"],
            "happened_on": given["happened_on"],
            "follow_up_on": given["follow_up_on"],
            "is_source_protected": given["is_source_protected"],
            "is_originator_controlled": given["is_originator_controlled"],
            "told": Told(
                type=given["source_type"],
                role=given["source_role"],
                region=given["source_region"],
                reference=given["reference"],
                identity=given["source_identity"],
            ),
        }


def capture_box(council: Council | None, on: date, fields: Fields | None = None) -> CaptureForm:
    """The box as it stands on a council's page, and at `/capture?council=CODE`; with a draft's fields."""
    drafted = initial_from(fields, ("factors",)) if fields else {}
    return CaptureForm(initial={"council": council, "happened_on": on} | drafted)


class RewriteForm(WithFiles):
    """The note again, until it is checked; `version` is the one the writer had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    text = box_field("What did you hear?", required=HEARD, rows=8)
    known = _known()
    kind = _one_of("What is it?", Kind.choices, missing="Choose what it is")
    factors = SignsField(queryset=factors_offered())
    service_area = service_area_field()
    marking = _one_of("Who may read it?", Marking.choices, missing="Choose who may read it")
    happened_on = day_field("When did it happen?", required=True)

    def __init__(self, note: Note, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {field: getattr(note, field) for field in self.base_fields if field not in OF_NO_COLUMN},
        )
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["factors"]).queryset = (factors_offered() | note.factors.all()).distinct()
        if not self.is_bound:
            self.initial["factors"] = note.factors.all()


class CorrectionForm(WithFiles):
    """What is added to a note that has been checked."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    text = box_field("What should be added or put right?", required="Enter the correction", rows=5)

    def __init__(self, note: Note, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": note.version})
        super().__init__(*args, **kwargs)
