"""Forms about an offer to a council and its use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from cases.forms.fields import EMPTY_MEANS_TODAY, day, one_of, row, short, version, words
from cases.forms.of_councils import OfCouncilForm
from cases.models import OfferAnswer, OfferUse
from cases.queries import changes_to_offer
from cases.register import OfferKind
from cases.workflow import Plan
from councils.models import Council


def days_of(label: str, *, required: str = "", hint: str = "") -> forms.DecimalField:
    """A number of days, half ones too."""
    wrong = f"{label}: enter a number of days, for example 2 or 1.5"
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=bool(required),
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=1,
        max_digits=4,
        error_messages={
            "required": required,
            "invalid": wrong,
            "min_value": wrong,
            "max_value": wrong,
            "max_digits": wrong,
            "max_decimal_places": wrong,
            "max_whole_digits": wrong,
        },
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-5", "inputmode": "decimal"}),
    )


class MakeOfferForm(OfCouncilForm):
    """That it was offered; with which change of control, where it goes with one."""

    to_whom = short("To whom at the council?", hint="May stay empty")
    happened_on = day("When was it offered?", hint=EMPTY_MEANS_TODAY)

    def __init__(
        self, offer: OfferKind, council: Council, user: Any, on: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if offer.change_of_control:
            changes = changes_to_offer(council, user, on)
            if changes.exists():
                self.fields["change"] = row(
                    "With which change of control?",
                    changes,
                    empty="None that is held",
                    hint="Where nobody has said yet whether the days were offered, this says so",
                )
                self.order_fields(["change", "to_whom", "happened_on"])


class AnswerForm(OfCouncilForm):
    """What the council said to it."""

    version = version()
    answer = one_of(
        "What did the council say?", OfferAnswer.choices, required="Choose whether it was taken up"
    )
    line = words(
        "In a line", rows=2, hint="Why it declined, as far as it said; or what it wants. Needed for declined"
    )
    happened_on = day("When?", hint=EMPTY_MEANS_TODAY)


class ChangeOfferForm(AnswerForm):
    """The same, of what was offered with a change of control: nothing is held yet that could be older."""

    version = None  # type: ignore[assignment]


class PlanForm(OfCouncilForm):
    """When, with whom, and how many days of it."""

    version = version()
    planned_from_on = day("Planned from")
    planned_until_on = day("Planned until")
    days_offered = days_of("Days offered", hint="Empty: they are not counted")
    people = words("People", rows=2, hint="Which peers or mentors, in which role, from where")

    def __init__(self, use: OfferUse, *args: Any, **kwargs: Any) -> None:
        held = ("planned_from_on", "planned_until_on", "days_offered", "people")
        kwargs.setdefault("initial", {name: getattr(use, name) for name in held})
        super().__init__(*args, version=use.version, **kwargs)

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"version": given.pop("version"), "plan": Plan(**given)}


class DaysForm(OfCouncilForm):
    """Days that were used."""

    days = days_of("How many days?", required="Enter how many days were used", hint="Half days too: 1.5")
    line = words("Who came, and what was done", rows=2, hint="May stay empty")
    happened_on = day("When?", hint="The first of these days. Empty means today")


class EndOfferForm(OfCouncilForm):
    """What came of it."""

    version = version()
    outcome = words(
        "What came of it?", required="Enter what came of it", hint="In the council’s view and yours"
    )
    happened_on = day("When did it end?", hint=EMPTY_MEANS_TODAY)
