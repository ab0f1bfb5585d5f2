"""What the box says of itself fills what was left empty; what was chosen in a field stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms

from common.clock import today
from councils.lookup import resolver
from councils.models import Council
from intelligence.models import Known
from intelligence.provenance import Provenance, provenance
from intelligence.queries import factors_offered, people_who_read_notes, source_types_offered
from intelligence.reading import Reading, read

ASKED = {
    "council": "Enter the council’s name or code",
    "source_type": "Choose where it came from",
    "known": "Choose how it is known",
}
NEEDED = {"council": "which council", "source_type": "where it came from", "known": "how it is known"}


@dataclass(frozen=True)
class Chip:
    """One thing that was read, and the field in which it can be put right."""

    of: str
    text: str
    field: str


class BoxedForm(forms.Form):
    """A form with one box `text`, and fields that its words may fill."""

    reading = Reading()
    provenance = Provenance()
    chips: tuple[Chip, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Read the box."""
        given = cast(dict[str, Any], super().clean())
        text = given.get("text", "")
        self.reading = read(
            text,
            on=today(),
            factors=factors_offered(),
            resolve=resolver(fictional=True).resolve,
            people=people_who_read_notes(),
        )
        self.provenance = provenance(text, types=source_types_offered())
        self.chips = (
            *self._council(given),
            *self._signs(given),
            *self._source(given),
            *self._known(given),
            *self._come_back(given),
            *(Chip("Point out to", one.name, "text") for one in self.reading.people),
        )
        return given

    def _council(self, given: dict[str, Any]) -> list[Chip]:
        if "council" not in given or given["council"]:
            return []
        read_ones = self.reading.councils
        if len(read_ones) == 1:
            given["council"] = read_ones[0]
            return [Chip("Council", _named(read_ones[0]), "council")]
        if read_ones:
            names = " and ".join(council.short_name for council in read_ones)
            self.add_error("council", f"The box names {names}. Enter the one this note is about")
        else:
            why = " ".join(self.reading.unread_councils[:1])
            self.add_error("council", f"{why} {ASKED['council']}".strip())
        return []

    def _signs(self, given: dict[str, Any]) -> list[Chip]:
        chosen = list(given.get("factors") or [])
        fresh = [sign for sign in self.reading.factors if sign not in chosen]
        given["factors"] = chosen + fresh
        return [Chip("Sign", sign.short_name, "text") for sign in fresh]

    def _source(self, given: dict[str, Any]) -> list[Chip]:
        found, chips = self.provenance, []
        if "source_type" in given and not given["source_type"]:
            if found.source:
                given["source_type"] = found.source
                chips.append(Chip("Source", found.source.name, "source_type"))
            else:
                self.add_error("source_type", found.unread_source or ASKED["source_type"])
        if given.get("source_type") and given["source_type"] == found.source:
            for field, of, said in (
                ("source_role", "Role", found.role),
                ("reference", "Published in", found.reference),
            ):
                if said and field in given and not given[field]:
                    given[field] = said
                    chips.append(Chip(of, said, field))
        return chips

    def _known(self, given: dict[str, Any]) -> list[Chip]:
        if "known" not in given or given["known"]:
            return []
        if self.provenance.known:
            given["known"] = self.provenance.known
            return [Chip("How known", Known(given["known"]).label, "known")]
        self.add_error("known", self.provenance.unread_known or ASKED["known"])
        return []

    def _come_back(self, given: dict[str, Any]) -> list[Chip]:
        day = self.reading.follow_up_on
        if not day or "follow_up_on" not in given or given["follow_up_on"]:
            return []
        given["follow_up_on"] = day
        return [Chip("Come back on", _day(day), "follow_up_on")]

    @property
    def added(self) -> tuple[str, ...]:
        """What was read, for the sentence after it is saved."""
        return tuple(
            f"come back on {chip.text}" if chip.field == "follow_up_on" else chip.text for chip in self.chips
        )

    @property
    def wanting(self) -> list[Chip]:
        """What a note cannot do without and was neither read nor chosen."""
        return [Chip("", said, name) for name, said in NEEDED.items() if name in self.errors]

    @property
    def unread(self) -> list[str]:
        """What could not be read, in sentences."""
        found = self.provenance
        said = [*self.reading.unread, found.unread_source, found.unread_known]
        chosen = {name for name in ("source_type", "known") if name not in self.errors}
        hushed = {found.unread_source: "source_type", found.unread_known: "known"}
        return [one for one in said if one and hushed.get(one) not in chosen]


def _named(council: Council) -> str:
    return f"{council.short_name} (fictional)" if council.is_fictional else council.short_name


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"
