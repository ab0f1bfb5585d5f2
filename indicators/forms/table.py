"""Where a table's headings, areas, periods and figures stand: the reader's guess, to be corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from indicators.forms.fields import chosen, one_of, short, some_of
from indicators.notations import NOTATIONS, read_period
from indicators.periods import PeriodError

MOST_FIGURES = 20
MOST_LISTED = 600
YEARS = (
    ("financial", "from April to March (a financial year)"),
    ("academic", "from September to August (an academic year)"),
    ("calendar", "from January to December: no year spans two"),
)
WHERE_PERIOD = (
    ("column", "in a column, row by row"),
    ("headings", "in the headings of the ticked columns, alone or beside what is counted"),
    ("file", "the whole file is of one period"),
)
ALL_WORDS = "\x1fall"


class TableForm(forms.Form):
    """Step 2. `seen` is what the reader made of the file (`sources/looking.py`)."""

    def __init__(self, seen: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        self.columns: list[dict[str, Any]] = seen["columns"]
        period: Mapping[str, Any] = seen["period"]
        listed = [
            (str(one["place"]), _name(one)) for one in self.columns[:MOST_LISTED] if one["kind"] != "empty"
        ]
        if len(seen["sheets"]) > 1:
            self.fields["sheet"] = chosen(
                "Sheet",
                [(one["name"], _sheet(one)) for one in seen["sheets"]],
                required="Choose the sheet",
                initial=seen["sheet"],
            )
        self.fields["header_rows"] = short(
            "Rows of the headings",
            required="Enter the number of the row that holds the headings",
            hint="Such as 1, or 6, 7 where two rows together make the headings.",
            most=40,
            width="govuk-input--width-5",
            initial=", ".join(str(n) for n in seen["header_rows"]),
        )
        self.fields["footnote_digits"] = forms.BooleanField(
            label="Cut footnote digits from the ends of headings and names",
            required=False,
            initial=seen["footnote_digits"],
            help_text="Where a heading such as “Households4” means footnote 4.",
        )
        self.fields["code"] = chosen(
            "Column of the areas’ codes", [("", "There is none"), *listed], initial=_place(seen["code"])
        )
        self.fields["name"] = chosen(
            "Column of the areas’ names",
            [("", "There is none"), *listed],
            hint="Names are checked against the codes, and used alone where there are none.",
            initial=_place(seen["name"]),
        )
        figures = [one for one in self.columns if one["kind"] == "figures"]
        self.fields["values"] = some_of(
            "Columns of figures that are wanted",
            [(str(one["place"]), _figures(one)) for one in figures],
            required="Tick at least one column of figures",
            hint=f"At most {MOST_FIGURES}. Each becomes an indicator.",
            initial=[str(place) for place in seen["ticked"]],
        )
        self.fields["period_of"] = one_of(
            "Where the period is said",
            WHERE_PERIOD,
            required="Say where the period stands",
            initial=period["of"],
        )
        self.fields["period_column"] = chosen(
            "Column of the period",
            [("", "Choose"), *listed],
            hint="Only where it stands in a column.",
            initial=_place(period.get("place")),
        )
        self.fields["period_text"] = short(
            "The file’s period",
            hint="Only where the whole file is of one: 2022/23, October to December 2022.",
            most=60,
            width="govuk-input--width-20",
            initial=period.get("text", ""),
        )
        self.fields["notation"] = chosen(
            "How a period is written",
            [(name, f"{one.said}: {', '.join(one.examples[:3])}") for name, one in NOTATIONS.items()],
            required="Choose how a period is written",
            initial=period["notation"],
        )
        self.fields["year"] = chosen(
            "A year such as 2022/23 runs", YEARS, required="Say how a year runs", initial=period["year"]
        )
        for one in seen["dividing"]:
            self.fields[f"keep_{one['place']}"] = self._kept(one)
        self.fields["england"] = short(
            "Name of England’s own row",
            hint="Only where it has no code E92000001. It is kept apart from the councils’ mean.",
            most=80,
            width="govuk-input--width-20",
            initial="" if seen["england"].startswith("E92") else seen["england"],
        )
        self.fields["stop_at"] = short(
            "The table ends before the row that begins",
            hint="Notes or a second table below it; empty where nothing follows.",
            most=80,
            width="govuk-input--width-20",
            initial=seen["stop_at"],
        )

    def _kept(self, one: Mapping[str, Any]) -> forms.ChoiceField:
        column = self.columns[one["place"]]
        said = [(word, word or "(left blank)") for word in one["words"]]
        field = chosen(
            f"Rows wanted by “{column['heading'] or 'column ' + column['letter']}”",
            [(ALL_WORDS, "Choose"), *said, ("\x1fany", "all of them: it tells no rows apart")],
            initial=ALL_WORDS if one["everybody"] is None else one["everybody"],
        )
        field.error_messages["invalid_choice"] = f"{field.label}: choose from the list"
        return field

    @property
    def keeps(self) -> list[forms.BoundField]:
        """The fields of the columns that divide the table."""
        return [self[name] for name in self.fields if name.startswith("keep_")]

    @property
    def has_figures(self) -> bool:
        """Whether any column of the sheet seems to hold figures."""
        return any(one["kind"] == "figures" for one in self.columns)

    # What was said.

    def looks_elsewhere(self) -> tuple[str, list[int]] | None:
        """Another sheet or other heading rows than those the preview was made of, once they are sound."""
        self.is_valid()
        if "header_rows" in self.errors or "sheet" in self.errors:
            return None
        sheet = self.cleaned_data.get("sheet", self.seen["sheet"])
        rows = list(self.cleaned_data["header_rows"])
        if sheet != self.seen["sheet"]:
            same = rows == self.seen["header_rows"]
            return sheet, [] if same else rows
        return (sheet, rows) if rows != self.seen["header_rows"] else None

    def clean_header_rows(self) -> tuple[int, ...]:
        """Row numbers: "6", "6, 7", "6-7"."""
        text = self.cleaned_data["header_rows"]
        found = re.fullmatch(r"\s*(\d{1,6})\s*(?:-|–|to)\s*(\d{1,6})\s*", text)
        if found:
            rows = list(range(int(found[1]), int(found[2]) + 1))[:50]
        elif re.fullmatch(r"[\s\d,]+", text) and any(sign.isdigit() for sign in text):
            rows = sorted({int(part) for part in re.findall(r"\d{1,6}", text)})
        else:
            rows = []
        if not rows or len(rows) > 12 or rows[0] < 1 or rows[-1] > max(self.seen["rows"], 1):
            raise forms.ValidationError(
                f"Rows of the headings: enter numbers such as 1 or 6, 7, to {self.seen['rows']}"
            )
        return tuple(rows)

    def clean_values(self) -> list[int]:
        """The places of the ticked columns."""
        places = [int(place) for place in self.cleaned_data["values"]]
        if len(places) > MOST_FIGURES:
            raise forms.ValidationError(f"Tick at most {MOST_FIGURES} columns; {len(places)} are ticked")
        return places

    def clean(self) -> dict[str, Any]:
        """What hangs together."""
        said: dict[str, Any] = super().clean() or {}
        for name in ("code", "name", "period_column"):
            if name in said:
                said[name] = int(said[name]) if said[name] else None
        if not {"code", "name"} & self.errors.keys():
            if said["code"] is None and said["name"] is None:
                self.add_error("code", "Say which column holds the areas’ codes, or which their names")
            elif said["code"] == said["name"]:
                self.add_error("name", "The names stand in another column than the codes, or in none")
        if not {"period_of", "notation", "year"} & self.errors.keys():
            self._check_period(said)
        for field in self.keeps:
            if said.get(field.name) == ALL_WORDS:
                self.add_error(field.name, f"{field.label}: choose which rows are wanted")
        return said

    def _check_period(self, said: dict[str, Any]) -> None:
        of, notation = said["period_of"], said["notation"]
        if of == "file":
            text = said.get("period_text", "")
            self._reads("period_text", [text], said, "Enter the period that the file speaks of")
        elif of == "column":
            place = said.get("period_column")
            if place is None:
                self.add_error("period_column", "Say which column holds the period")
            elif notation != "year and kind":
                held = self.columns[place].get("words") or self.columns[place]["examples"]
                self._reads("period_column", [word for word in held if word], said, "The column is empty")
        else:
            self._check_headings(said)

    def _check_headings(self, said: dict[str, Any]) -> None:
        """Each ticked heading is a period, or says one beside what its figures are: “2023-24: Visits”."""
        heads = [(place, self.columns[place]["heading"]) for place in said.get("values") or []]
        forms_of = {text: form_of(text, said["notation"], said["year"]) for _, text in heads}
        without = [text for _, text in heads if not forms_of[text]]
        if not heads or without:
            if without and not re.search(r"(?:19|20)\d\d", " ".join(without)):
                sentence = (
                    f"The heading “{without[0][:80]}” says no period. Where the period stands in a row above "
                    "it, enter both rows of the headings and look again"
                )
                self.add_error("values", sentence)
            else:
                self._reads("values", without, said, "Tick the columns whose headings say a period")
            return
        said["headings"] = {}
        for place, text in heads:
            said["headings"].setdefault(forms_of[text], []).append(place)

    def _reads(self, name: str, texts: list[str], said: dict[str, Any], if_none: str) -> None:
        """Whether the notation chosen reads what the file says."""
        wrong = if_none if not any(texts) else ""
        for text in filter(None, texts):
            try:
                read_period(text, said["notation"], year=said["year"])
            except PeriodError as error:
                wrong = wrong or f"{error} Choose how a period is written"
        if wrong and name not in self.errors:
            self.add_error(name, wrong)

    def kept_words(self) -> dict[int, str]:
        """Column's place → the only word of it that is wanted."""
        return {
            int(name.removeprefix("keep_")): word
            for name, word in self.cleaned_data.items()
            if name.startswith("keep_") and not word.startswith("\x1f")
        }


def form_of(heading: str, notation: str, year: str) -> str:
    """A heading with {} where its period stands; empty where none is read in it, or more than one.

    Of periods that lie within one another the longest counts: “Jan 2023-Dec 2023” and not its years.
    """
    words = list(re.finditer(r"[^\s:;,()]+", heading))
    found: list[tuple[int, int]] = []
    for many in range(len(words), 0, -1):
        for first in range(len(words) - many + 1):
            begin, end = words[first].start(), words[first + many - 1].end()
            if any(begin < later and earlier < end for earlier, later in found):
                continue
            try:
                read_period(heading[begin:end], notation, year=year)
            except PeriodError:
                continue
            found.append((begin, end))
    if len(found) != 1:
        return ""
    return f"{heading[: found[0][0]]}{{}}{heading[found[0][1] :]}"


def _place(place: int | None) -> str:
    return "" if place is None else str(place)


def _name(one: Mapping[str, Any]) -> str:
    said = one["heading"] or f"no heading, such as {', '.join(one['examples'][:2])}"
    return f"{one['letter']}: {said[:90]}"


def _sheet(one: Mapping[str, Any]) -> str:
    if "councils" not in one:
        return str(one["name"])
    rows, councils = one["rows"], one["councils"]
    return (
        f"{one['name']} ({rows:,} row{'' if rows == 1 else 's'}, "
        f"{councils} council{'' if councils == 1 else 's'})"
    )


def _figures(one: Mapping[str, Any]) -> str:
    marks = ", ".join(f"{n} × {text}" for text, n in list(one["markers"].items())[:4])
    said = f"{one['numbers']:,} figures such as {', '.join(one['examples'][:2])}"
    return f"{one['letter']}: {one['heading'][:160] or 'no heading'} ({said}{'; ' + marks if marks else ''})"
