"""What the forms about offers, peer challenges and recognition share, and the filters of their lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from cases.queries import REPORTS, STANDS, ChallengeFilters, OfferFilters, kinds_offered
from cases.register import offers
from councils.queries import regions

SELECT = {"class": "govuk-select"}
ORDERS = (("date", "Date"), ("region", "Region"), ("council", "Council"))
MINE = (("", "All"), ("yes", "My regions"))


class OfCouncilForm(forms.Form):
    """A form about a council; `said` is what the act takes."""

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "version" in self.fields:
            self.fields["version"].initial = version
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_helptext")

    @property
    def said(self) -> dict[str, Any]:
        """The keyword arguments of the act."""
        return dict(self.cleaned_data)


def choice(label: str, choices: Any) -> forms.ChoiceField:
    """A filter of a few words."""
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.Select(attrs=SELECT))


def region_choice() -> forms.ModelChoiceField:
    """A filter by region."""
    return forms.ModelChoiceField(
        label="Region",
        queryset=regions(),
        to_field_name="slug",
        required=False,
        empty_label="All regions",
        widget=forms.Select(attrs=SELECT),
    )


class _Filter(forms.Form):
    """Filters whose state is the address; a word that is not understood narrows nothing."""

    usual: dict[str, str] = {}
    narrowing: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "That is not one of these, so it narrows nothing"
        self.is_valid()

    def given(self, name: str) -> Any:
        """What the address says, or what is usual."""
        return self.cleaned_data.get(name) or self.usual.get(name, "")

    def chips(self) -> list[dict[str, str]]:
        """What narrows the list, each with the address that takes it away."""
        kept = {name: value for name, value in self.data.items() if value and name in self.fields}
        chips = []
        for name in self.narrowing:
            if name not in kept or name in self.errors or kept[name] == self.usual.get(name):
                continue
            rest = urlencode({other: value for other, value in kept.items() if other != name})
            field: Any = self.fields[name]
            value = self.cleaned_data[name]
            text = value if name == "region" else dict(field.choices).get(value, value)
            chips.append({"of": str(field.label), "text": str(text), "off": f"?{rest}"})
        return chips


class OfferFilter(_Filter):
    """Where it stands, which offer, region, mine, and by what the list stands."""

    usual = {"stands": "open", "order": "date"}
    narrowing: tuple[str, ...] = ("stands", "offer", "region", "mine")
    stands = choice("Where it stands", STANDS)
    offer = choice("Offer", [("", "All"), *((slug, one.name) for slug, one in offers().items())])
    region = region_choice()
    mine = choice("Whose", MINE)
    order = choice("Stands by", ORDERS)

    @property
    def filters(self) -> OfferFilters:
        return OfferFilters(
            stands=self.given("stands"),
            offer=self.given("offer"),
            region=self.cleaned_data.get("region"),
            mine=self.given("mine") == "yes",
            order=self.given("order"),
        )


class ChallengeFilter(_Filter):
    """Where the report stands, which kind, region, mine, and by what the list stands."""

    usual = {"order": "date"}
    narrowing: tuple[str, ...] = ("report", "kind", "region", "mine")
    report = choice("Report", REPORTS)
    kind = choice("Kind", [("", "All"), *kinds_offered()])
    region = region_choice()
    mine = choice("Whose", MINE)
    order = choice("Stands by", (ORDERS[0], ORDERS[2]))

    @property
    def filters(self) -> ChallengeFilters:
        return ChallengeFilters(
            report=self.given("report"),
            kind=self.given("kind"),
            region=self.cleaned_data.get("region"),
            mine=self.given("mine") == "yes",
            order=self.given("order"),
        )


class PublishedFilter(ChallengeFilter):
    """For those who see published ones alone: nothing of what else there may be."""

    narrowing = ("kind", "region")
    report = None  # type: ignore[assignment]
    mine = None  # type: ignore[assignment]
