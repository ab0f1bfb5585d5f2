"""A described table: where in a publisher's CSV, ODS or XLSX the areas, periods and figures stand.

Written in a source's TOML as `[table]`, or made in the browser by an analyst and saved as the same text.
A column is named by its heading, or by its place as "column G" where it has none; rows are counted from 1,
as a spreadsheet shows them. Every fault is a `CatalogueError` with a sentence that says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from indicators.markers import Status
from indicators.notations import NOTATIONS

from .shapes import CatalogueError, SourceDefinition
from .toml_text import toml_text

PLACES_OF_PERIOD = ("column", "headings", "file", "sheet", "title", "file name")
PLACE = re.compile(r"column ([A-Z]{1,3})")
NEXT = "next"  # a flag column without a heading, to the right of its value (Nomis downloads)
MARKER_WORDS = {status.name.lower().replace("_", " "): status for status in Status}
MOST_STARS = 3


@dataclass(frozen=True)
class ValueColumn:
    """One column of figures, and what they are.

    `column` may have * for what changes from year to year. Where headings say the period, it has {} in
    its place ("{} rate"), and "{}" alone is every column whose heading is a period.
    """

    column: str
    indicator: str = ""  # the name under which [series] finds it; the heading unless said
    unit: str = ""  # as the publisher says it, for the reader of the definition
    scale: float = 1.0  # figures are multiplied by it: 1000 where the column is in thousands
    flag: str = ""  # the column of its own flags; "next" for the one to its right
    lower: str = ""
    upper: str = ""
    sex: str = ""
    age: str = ""
    category_type: str = ""
    category: str = ""
    in_words: bool = False  # the published words are kept and are no figure: an inspection's grade


@dataclass(frozen=True)
class PeriodRule:
    """Where the period is said, and in which notation (`indicators.notations`)."""

    of: str  # "column", "headings", "file" (one for all), "sheet", "title" or "file name"
    notation: str
    column: str = ""
    identifier: str = ""  # a second column that says the kind of period (EES time_identifier)
    text: str = ""  # the period itself, for "file"
    cell: str = "A1"  # where the title stands
    pattern: str = "{}"  # {} is the period, * anything: "*England, {}"


@dataclass(frozen=True)
class TableDescription:
    """What is needed to read a published table without a programmer."""

    values: tuple[ValueColumn, ...]
    period: PeriodRule
    sheet: str = ""  # its name, with * for what changes; empty for a CSV or the only sheet
    header_rows: tuple[int, ...] = (1,)  # joined from the top down where there are several
    footnote_digits: bool = False  # headings and names end in footnote digits, which are cut
    first_row: int = 0  # 0: the row after the headings
    last_row: int = 0  # 0: the last
    stop_at: str = ""  # the table ends before the row whose first filled cell begins with these words
    stop_at_blank: bool = False  # or before the first blank row that follows a row of figures
    code: str = ""
    name: str = ""
    indicator: str = ""  # long form: the column that says which indicator the row is of
    sex: str = ""
    age: str = ""
    categories: tuple[str, ...] = ()  # other columns by which the figures are divided
    flag: str = ""  # a column of flags for every value of the row
    remark: str = ""  # a column of notes
    markers: Mapping[str, str] = field(default_factory=dict)  # text in place of a figure → what it means
    notes: Mapping[str, str] = field(default_factory=dict)  # what a sign in the column of notes stands for
    england: str = ""  # the name or code of the row of England's own figure, where it has no usual code
    pass_over: tuple[str, ...] = ()  # names or codes of rows that are not wanted; * for anything
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # column → the only words wanted

    def __post_init__(self) -> None:
        check(self)

    @property
    def as_options(self) -> dict[str, Any]:
        """Plain text, numbers, lists and tables: what TOML and JSON can hold; only what was said."""
        return _plain(self)

    @property
    def as_toml(self) -> str:
        """The `[table]` of a source's file."""
        return toml_text({"table": self.as_options})

    @property
    def needs_sheet(self) -> bool:
        """Whether it can only be a workbook."""
        return bool(self.sheet) or self.period.of == "sheet"


def read_table(said: object, where: str) -> TableDescription:
    """The description a `[table]` holds; `where` begins the sentence that says what is wrong with it."""
    if not isinstance(said, Mapping):
        raise CatalogueError(f"{where} needs a [table] that says where its figures stand.")
    held = dict(said)
    values, period = held.pop("values", None), held.pop("period", None)
    if not isinstance(values, list | tuple) or not values:
        raise CatalogueError(f"{where}: say at least one column of figures under [[table.values]].")
    if not isinstance(period, Mapping):
        raise CatalogueError(f"{where}: say where the period stands under [table.period].")
    keep = held.get("keep", {})
    if isinstance(keep, Mapping):
        held["keep"] = {column: _tuple(words) for column, words in keep.items()}
    try:
        return _build(
            TableDescription,
            held,
            "[table]",
            values=tuple(_build(ValueColumn, one, "[[table.values]]") for one in values),
            period=_build(PeriodRule, period, "[table.period]"),
        )
    except CatalogueError as error:
        raise CatalogueError(f"{where}: {error}") from error


def is_in_words(source: SourceDefinition, indicator: str) -> bool:
    """Whether a source publishes an indicator in words (an inspection's judgement): no figure will come."""
    columns = source.options.get("table", {}).get("values", ())
    return any(
        column.get("in_words", False) and (column.get("indicator") or column.get("column")) == indicator
        for column in columns
    )


def check(table: TableDescription) -> None:
    """Refuse a description that contradicts itself or leaves out what cannot be done without."""
    said = [
        *_about_places(table),
        *_about_period(table.period),
        *_about_values(table),
        *_about_markers(table.markers),
    ]
    if said:
        raise CatalogueError(" ".join(said))


def _about_places(table: TableDescription) -> list[str]:
    said = []
    if not table.code and not table.name:
        said.append("Say which column holds the areas' codes, or which their names.")
    if not table.header_rows or min(table.header_rows) < 1:
        said.append("The header rows are counted from 1, as the spreadsheet shows them.")
    elif list(table.header_rows) != sorted(set(table.header_rows)):
        said.append("Name each header row once, from the top down.")
    elif table.first_row and table.first_row <= max(table.header_rows):
        said.append(f"The first row of figures ({table.first_row}) must come after the headings.")
    if table.last_row and table.last_row < max(table.first_row, *table.header_rows, 1):
        said.append(f"The last row ({table.last_row}) comes before the first.")
    if table.sheet.strip("'").startswith("file:///"):
        said.append("A sheet whose name begins 'file:/// is a copy of another file, not of this one.")
    said += [
        f'"{word}" has too many stars; at most {MOST_STARS}.'
        for word in (table.sheet, *table.pass_over)
        if word.count("*") > MOST_STARS
    ]
    said += [f'Say which words of "{column}" to keep.' for column, words in table.keep.items() if not words]
    return said


def _about_period(rule: PeriodRule) -> list[str]:
    said = []
    if rule.of not in PLACES_OF_PERIOD:
        said.append(f'The period is of "{rule.of}"; say one of: {", ".join(PLACES_OF_PERIOD)}.')
    if rule.notation not in NOTATIONS:
        said.append(f'The notation "{rule.notation}" is not one of: {", ".join(NOTATIONS)}.')
    if rule.of == "column" and not rule.column:
        said.append("Say which column holds the period.")
    if rule.of == "file" and not rule.text:
        said.append("Say the one period of the whole file as its text.")
    if rule.identifier and rule.of != "column":
        said.append("Only a period in a column can have another that says its kind.")
    if rule.of in ("sheet", "title", "file name"):
        if rule.pattern.count("{}") != 1:
            said.append("The pattern holds {} once, where the period stands, and * for anything.")
        if rule.pattern.count("*") > MOST_STARS:
            said.append(f"The pattern has too many stars; at most {MOST_STARS}.")
    if rule.of == "title" and not re.fullmatch(r"[A-Z]{1,3}[1-9]\d{0,6}", rule.cell):
        said.append(f'The title\'s cell is "{rule.cell}"; say it as A1.')
    return said


def _about_values(table: TableDescription) -> list[str]:
    said = []
    if table.indicator and len(table.values) > 1 and table.period.of != "headings":
        said.append("Where a column says the indicator, only one column holds the figures.")
    if table.indicator and any(one.indicator for one in table.values):
        said.append("The indicator is said by a column, so no column of figures names one.")
    seen = set()
    for one in table.values:
        if not one.scale or one.scale != one.scale or abs(one.scale) == float("inf"):
            said.append(f'"{one.column}" cannot be multiplied by {one.scale}.')
        if one.in_words and (one.lower or one.upper or one.scale != 1.0):
            said.append(f'"{one.column}" is in words: it has no scale and no limits.')
        if bool(one.category) != bool(one.category_type):
            said.append(f'"{one.column}": a category and its category_type are said together.')
        if one.category and table.categories:
            said.append(f'"{one.column}": the category is said by a column already.')
        key = (one.indicator or one.column, one.sex, one.age, one.category_type, one.category)
        if key in seen and not table.indicator:
            said.append(f'"{key[0]}" is said by two columns; give each its sex, age or category.')
        seen.add(key)
    if table.period.of == "headings":
        said += [
            f'"{one.column}": where headings say the period, {{}} stands for it, as in "{{}} rate".'
            for one in table.values
            if one.column != "*" and one.column.count("{}") != 1
        ]
    return said


def _about_markers(markers: Mapping[str, str]) -> list[str]:
    wrong = {text: meaning for text, meaning in markers.items() if meaning not in MARKER_WORDS}
    said = [
        f'The marker "{text}" means "{meaning}"; say one of: {", ".join(MARKER_WORDS)}.'
        for text, meaning in wrong.items()
    ]
    said += [
        f'The marker "{text}" is a number; a number stands for itself.'
        for text in markers
        if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) and not re.fullmatch(r"-\d+|9{3,}", text)
    ]
    return said


def _build(kind: Any, said: object, where: str, **more: Any) -> Any:
    if not isinstance(said, Mapping):
        raise CatalogueError(f"{where} is not a table.")
    known = {one.name: one for one in fields(kind)}
    unknown = sorted(set(said) - set(known))
    if unknown:
        raise CatalogueError(f"{where} has {', '.join(unknown)}, which nothing reads. Is it spelt right?")
    needed = {n for n, f in known.items() if f.default is MISSING and f.default_factory is MISSING}
    missing = sorted(needed - set(said) - set(more))
    if missing:
        raise CatalogueError(f"{where} lacks {', '.join(missing)}.")
    return kind(**{name: _of_type(known[name], value, where) for name, value in said.items()}, **more)


def _of_type(one: Any, value: object, where: str) -> object:
    """The value as the field's type, or a sentence about it."""
    kind = one.type
    if kind == "float" and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    if kind == "tuple[int, ...]" and _all(value, int):
        return _tuple(value)
    if kind == "tuple[str, ...]" and _all(value, str):
        return _tuple(value)
    if kind == "Mapping[str, str]" and isinstance(value, Mapping) and _all(list(value.values()), str):
        return dict(value)
    if kind.startswith("Mapping[str, tuple") and isinstance(value, Mapping):
        if all(_all(words, str) for words in value.values()):
            return dict(value)
    elif {"str": str, "int": int, "bool": bool}.get(kind) is type(value):
        return value
    words = {"str": "text", "int": "a whole number", "bool": "true or false", "float": "a number"}
    raise CatalogueError(f"{where}: {one.name} is {value!r}; it should be {words.get(kind, 'a list')}.")


def _all(value: object, kind: type) -> bool:
    return all(type(one) is kind for one in _tuple(value))


def _tuple(value: object) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _plain(one: Any) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for each in fields(one):
        value = getattr(one, each.name)
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if value == default:
            continue
        if each.name == "values":
            said[each.name] = [_plain(column) for column in value]
        elif each.name == "period":
            said[each.name] = _plain(value)
        elif isinstance(value, Mapping):
            said[each.name] = {k: list(v) if isinstance(v, tuple) else v for k, v in value.items()}
        else:
            said[each.name] = list(value) if isinstance(value, tuple) else value
    return said
