"""The filters of the list of concerns; their state is the address."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms

from cases.queries import Filters, advisers
from cases.stages import OPEN_STAGES
from councils.models import Council
from councils.queries import councils_as_at, region_ids_held_by, regions

SELECT = {"class": "govuk-select"}
STAGES = (
    ("open", "Open"),
    *((stage.value, stage.numbered) for stage in OPEN_STAGES),
    ("closed", "Closed"),
    ("all", "All"),
)
ORDER = (("date", "Next date"), ("region", "Region"), ("council", "Council"))


class Narrowing(forms.Form):
    """A form that narrows a list; a word that is not understood narrows nothing.

    `narrows`: the fields that do, in the order of their chips. The others stay in the address.
    """

    narrows: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "That is not one of these, so it narrows nothing"

    def chips(self) -> list[dict[str, str]]:
        """What narrows the list, each with the address that takes it away."""
        self.is_valid()
        given = {name: value for name, value in self.data.items() if value and name in self.fields}
        chips = []
        for name in self.narrows:
            if name not in given or name in self.errors or self.is_usual(name, given[name]):
                continue
            rest = urlencode({other: value for other, value in given.items() if other != name})
            field: Any = self.fields[name]
            value = self.cleaned_data[name]
            chosen = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
            words: dict[Any, Any] = dict(cast(Any, field).choices) if chosen else {}
            text = words.get(value, value)
            chips.append({"of": str(field.label), "text": str(text), "off": f"?{rest}"})
        return chips

    def is_usual(self, name: str, value: str) -> bool:
        """Whether this is what the list shows anyway, so that it needs no chip."""
        return False


class ConcernFilter(Narrowing):
    """Stage, region, owner, mine, and by what the list stands."""

    narrows = ("stage", "region", "owner", "mine")

    stage = forms.ChoiceField(
        label="Stage", choices=STAGES, required=False, widget=forms.Select(attrs=SELECT)
    )
    region = forms.ModelChoiceField(
        label="Region",
        queryset=regions(),
        to_field_name="slug",
        required=False,
        empty_label="All regions",
        widget=forms.Select(attrs=SELECT),
    )
    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=advisers(),
        required=False,
        empty_label="Everyone",
        widget=forms.Select(attrs=SELECT),
    )
    mine = forms.ChoiceField(
        label="Whose",
        choices=(("", "All I may see"), ("yes", "Mine")),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    order = forms.ChoiceField(
        label="Stands by", choices=ORDER, required=False, widget=forms.Select(attrs=SELECT)
    )

    @property
    def filters(self) -> Filters:
        """What narrows the list; a word that is not understood narrows nothing."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            stage=given.get("stage") or "open",
            region=given.get("region"),
            owner=given.get("owner"),
            mine=given.get("mine") == "yes",
            order=given.get("order") or "date",
        )

    def is_usual(self, name: str, value: str) -> bool:
        return (name, value) == ("stage", "open")


class CouncilForm(forms.Form):
    """About which council a concern is raised: those of one's own regions."""

    council = forms.ModelChoiceField(
        label="Council",
        queryset=Council.objects.none(),
        to_field_name="code",
        empty_label="Choose a council of your regions",
        error_messages={"required": "Choose a council", "invalid_choice": "Choose a council from the list"},
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, user: Any, on: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = councils_as_at(on).filter(region__in=region_ids_held_by(user, on))
        self.fields["council"].queryset = mine  # type: ignore[attr-defined]
