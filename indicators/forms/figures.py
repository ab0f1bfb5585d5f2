"""What each column of figures is, what the marks in it mean, and who publishes the table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from django import forms

from indicators.catalogue.table import MARKER_WORDS
from indicators.forms.fields import chosen, number, one_of, short, whole, words
from indicators.markers import MEANINGS, Status, meaning_of

LICENCE = "Open Government Licence v3.0"
POLARITIES = (
    ("none", "It is not said: nothing here says better or worse"),
    ("high", "A published source says that a higher figure is better"),
    ("low", "A published source says that a lower figure is better"),
)
# What no sign in place of a figure means: it is a figure, or it is none at all.
NO_MEANING = (Status.PUBLISHED, Status.BLANK, Status.IN_WORDS, Status.PROVISIONAL, Status.ESTIMATED)
EVERY_COLUMN = "all"  # the columns whose headings are periods are one indicator; all2 the next such


@dataclass(frozen=True)
class Figure:
    """The fields of one indicator, for the page."""

    key: str
    letter: str
    heading: str
    fields: list[forms.BoundField]
    polarity: forms.BoundField
    polarity_source: forms.BoundField


class FiguresForm(forms.Form):
    """Step 3. `table` is the cleaned step 2."""

    def __init__(
        self,
        seen: Mapping[str, Any],
        table: Mapping[str, Any],
        themes: Sequence[str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [seen["columns"][place] for place in table["values"]]
        # Where headings say the period: what stands around it → the indicator's key.
        self.across: dict[str, str] = {}
        if table["period_of"] == "headings":
            forms_of = enumerate(table["headings"], 1)
            self.across = {form: EVERY_COLUMN + (str(n) if n > 1 else "") for n, form in forms_of}
            self.described = [
                (key, _together(form, [seen["columns"][place] for place in table["headings"][form]]))
                for form, key in self.across.items()
            ]
        else:
            self.described = [(str(c["place"]), c) for c in columns]
        for key, column in self.described:
            self._add_figure(key, column, themes)
        self.markers = sorted({text for column in columns for text in column["markers"]})
        for place, text in enumerate(self.markers):
            self.fields[f"m_{place}"] = chosen(
                f"“{text}” means",
                [
                    ("", "Choose"),
                    *(
                        (word, MEANINGS[status])
                        for word, status in MARKER_WORDS.items()
                        if status not in NO_MEANING
                    ),
                ],
                required=f"Choose what “{text}” means",
                hint=f"It stands {_times(columns, text)} where a figure would be.",
                initial=usual_meaning(text),
            )
        self._add_source(seen, columns)

    def _add_figure(self, key: str, column: Mapping[str, Any], themes: Sequence[str]) -> None:
        about = f"column {column['letter']}" if column["letter"] else column["heading"] or "the figures"
        add = self.fields
        add[f"v{key}_title"] = short(
            "Title",
            required=f"Enter a title for {about}",
            hint="As it will stand in reports: “Households in temporary accommodation”.",
            most=120,
            initial=column["heading"][:120],
        )
        add[f"v{key}_unit"] = short(
            "Unit",
            required=f"Enter the unit of {about}",
            hint="Such as %, per 1,000 households, £ thousand.",
            most=100,
            width="govuk-input--width-20",
        )
        add[f"v{key}_decimals"] = whole(
            "Decimals to print",
            required=f"Enter how many decimals {about} is printed with",
            most=6,
            initial=column["decimals"],
        )
        add[f"v{key}_theme"] = short(
            "Theme",
            required=f"Enter the theme under which {about} stands",
            hint=f"Such as {'; '.join(themes[:3])}." if themes else "",
            most=100,
        )
        add[f"v{key}_theme"].widget.attrs["list"] = "themes"
        add[f"v{key}_note"] = words(
            "What it counts",
            required=f"Say what {about} counts",
            hint="A sentence for the note under the report: who is counted, and when.",
        )
        add[f"v{key}_why"] = words("Why it matters", required=f"Say why {about} matters")
        add[f"v{key}_polarity"] = one_of(
            "Which way is better",
            POLARITIES,
            required=f"Say whether a published source says which way {about} is better",
            initial="none",
        )
        add[f"v{key}_polarity_source"] = short(
            "Which published source says so", hint="Only where one does: its title and address.", most=300
        )

    def _add_source(self, seen: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> None:
        add = self.fields
        add["title"] = short(
            "Name of the table",
            required="Enter a name for the table",
            hint="Under which it stands on the page of data sources.",
            most=120,
        )
        add["publisher"] = short("Publisher", required="Enter who publishes it", most=200)
        add["page"] = short(
            "Page where it is published",
            required="Enter the address of the page where it is published",
            hint="It begins with https://",
            most=500,
        )
        add["licence"] = short("Licence", required="Enter the licence", most=100, initial=LICENCE)
        add["address"] = short(
            "Address of the file itself",
            hint="Only where each new file stands at the same address: it is then asked for by itself. "
            "Empty: new files are brought by hand.",
            most=500,
        )
        add["every_hours"] = whole(
            "How often to ask, in hours",
            required="Enter how often to ask",
            least=1,
            most=2400,
            initial=24,
            hint="Only where there is an address.",
        )
        add["councils"] = whole(
            "Councils that a sound file has at least",
            required="Enter how many councils a sound file has at least",
            hint=f"This one seems to speak of {seen['councils']}. A file with fewer waits for you.",
            most=1000,
            initial=floor(0.9 * seen["councils"]),
        )
        least, greatest = suggested_bounds(columns)
        add["least"] = number(
            "No figure is below",
            required="Enter what no figure is below",
            hint=_range(columns),
            initial=f"{least:g}",
        )
        add["greatest"] = number(
            "No figure is above",
            required="Enter what no figure is above",
            hint="A file with a figure outside waits for you: its unit may have changed.",
            initial=f"{greatest:g}",
        )

    # For the page.

    @property
    def figures(self) -> list[Figure]:
        """The indicators' fields, each under its column."""
        return [
            Figure(
                key,
                column["letter"],
                column["heading"],
                [self[f"v{key}_{name}"] for name in ("title", "unit", "decimals", "theme", "note", "why")],
                self[f"v{key}_polarity"],
                self[f"v{key}_polarity_source"],
            )
            for key, column in self.described
        ]

    @property
    def marks(self) -> list[forms.BoundField]:
        """One field a marker."""
        return [self[f"m_{place}"] for place in range(len(self.markers))]

    @property
    def about_source(self) -> list[forms.BoundField]:
        """Who publishes it."""
        return [self[name] for name in ("title", "publisher", "page", "licence", "address", "every_hours")]

    @property
    def about_soundness(self) -> list[forms.BoundField]:
        """What a sound file holds."""
        return [self[name] for name in ("councils", "least", "greatest")]

    # What was said.

    def clean(self) -> dict[str, Any]:
        """What hangs together."""
        said: dict[str, Any] = super().clean() or {}
        for key, _ in self.described:
            self._check_polarity(key, said)
        titles = [said.get(f"v{key}_title", "").strip().lower() for key, _ in self.described]
        for (key, _), title in zip(self.described, titles, strict=True):
            if title and titles.count(title) > 1:
                self.add_error(f"v{key}_title", "Two columns have this title. Give each its own")
        for name in ("page", "address"):
            if said.get(name) and not said[name].startswith("https://"):
                self.add_error(name, f"{self.fields[name].label}: it must begin with https://")
        low, high = said.get("least"), said.get("greatest")
        if low is not None and high is not None and low >= high:
            self.add_error("greatest", "No figure is above: enter more than what no figure is below")
        return said

    def _check_polarity(self, key: str, said: Mapping[str, Any]) -> None:
        polarity, source = said.get(f"v{key}_polarity"), said.get(f"v{key}_polarity_source")
        if polarity in ("high", "low") and not source:
            self.add_error(
                f"v{key}_polarity_source", "Name the published source that says which way is better"
            )
        if polarity == "none" and source:
            self.add_error(f"v{key}_polarity", "A source is named: choose what it says, or name none")

    def meanings(self) -> dict[str, str]:
        """Marker → what it means."""
        return {text: self.cleaned_data[f"m_{place}"] for place, text in enumerate(self.markers)}


def _together(form: str, columns: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Columns that differ in their period alone, as one: no letter, and what the headings say besides it."""
    plain = re.sub(r"\s*\[[^\]]{1,12}\]", "", form)  # [note 3] is no part of a title
    said = " ".join(part.strip() for part in plain.split("{}")).strip(" :;,-–()")
    return {**columns[0], "letter": "", "heading": said, "decimals": max(one["decimals"] for one in columns)}


def suggested_bounds(columns: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Roomy bounds: nothing below 0 where nothing is, nothing above three times the greatest."""
    least = min(column["least"] for column in columns)
    greatest = max(column["greatest"] for column in columns)
    low = 0.0 if least >= 0 else -_rounded_up(3 * -least)
    return low, _rounded_up(3 * greatest) if greatest > 0 else 1.0


def _rounded_up(value: float) -> float:
    step = 10 ** floor(log10(value))
    return float(-(-value // step) * step)


def _range(columns: Sequence[Mapping[str, Any]]) -> str:
    least, greatest = min(c["least"] for c in columns), max(c["greatest"] for c in columns)
    return f"This file has figures from {least:,.6g} to {greatest:,.6g}."


def _times(columns: Sequence[Mapping[str, Any]], text: str) -> str:
    count = sum(column["markers"].get(text, 0) for column in columns)
    return "once" if count == 1 else f"{count:,} times"


def usual_meaning(marker: str) -> str:
    """What a marker most likely means, in the description's words; empty where that must be asked."""
    status = meaning_of(marker)
    return status.name.lower().replace("_", " ") if status is not None else ""
