"""A definition's TOML text, read and checked: every fault is a `CatalogueError` that says what to do."""

import re
import tomllib
from dataclasses import MISSING, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .shapes import (
    FORMATS,
    POLARITIES,
    WAYS,
    YEARS,
    CatalogueError,
    Expectations,
    IndicatorDefinition,
    ReportDefinition,
    ReportTheme,
    SeriesKey,
    SourceDefinition,
)
from .table import read_table

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Written:
    """A definition's text that is no file of ours, read as if it were the file `<stem>.toml`."""

    stem: str
    text: str

    @property
    def name(self) -> str:
        """What its faults are said of."""
        return f"{self.stem}.toml"

    def read_text(self, encoding: str = "utf-8") -> str:
        """As a path is read."""
        del encoding
        return self.text


Definition = Path | Written


def read_indicator(path: Definition) -> IndicatorDefinition:
    """One indicator's file, checked."""
    held = _held(path)
    series = held.pop("series", None)
    if not isinstance(series, dict) or not series.get("indicator"):
        raise CatalogueError(f"{path.name} needs a [series] table with the indicator's name in the file.")
    one: IndicatorDefinition = _build(IndicatorDefinition, held, path, series=_build(SeriesKey, series, path))
    if one.polarity not in POLARITIES:
        raise CatalogueError(f'{path.name}: polarity is "{one.polarity}"; say none, high or low.')
    if (one.polarity == "none") == bool(one.polarity_source):
        raise CatalogueError(
            f"{path.name}: a polarity of high or low needs polarity_source, who says so; none needs none."
        )
    if not 0 <= one.decimals <= 6:
        raise CatalogueError(f"{path.name}: decimals is {one.decimals}; say 0 to 6.")
    return one


def read_source(path: Definition) -> SourceDefinition:
    """One source's file, checked."""
    held = _held(path)
    expects = held.pop("expects", None)
    if not isinstance(expects, dict):
        raise CatalogueError(f"{path.name} needs an [expects] table: councils, least, greatest.")
    options = _options(held, path)
    asking = held.pop("asking", {})
    if not isinstance(asking, dict) or asking.get("how", "once") not in WAYS:
        raise CatalogueError(f"{path.name}: [asking] needs how, one of {', '.join(WAYS)}.")
    bounds = {name: float(v) if name != "councils" else v for name, v in expects.items()}
    one: SourceDefinition = _build(
        SourceDefinition,
        held,
        path,
        expects=_build(Expectations, bounds, path),
        options=options,
        asking=asking,
    )
    if one.format not in FORMATS:
        raise CatalogueError(f'{path.name}: the format "{one.format}" is not one of {", ".join(FORMATS)}.')
    if one.year not in YEARS:
        raise CatalogueError(f'{path.name}: the year "{one.year}" is not one of {", ".join(YEARS)}.')
    if (
        one.published_every_days < 0
        or one.grace_days < 0
        or (one.grace_days and not one.published_every_days)
    ):
        raise CatalogueError(
            f"{path.name}: say published_every_days, how often a new period comes, and grace_days, how long "
            "after its end; whole numbers of days, or neither."
        )
    if one.by_hand:
        if one.every_hours:
            raise CatalogueError(
                f"{path.name}: without an address it is not asked for; leave every_hours out."
            )
        return one
    if not one.address.startswith("https://"):
        raise CatalogueError(f"{path.name}: the address must begin with https://.")
    if one.every_hours < 1:
        raise CatalogueError(f"{path.name}: every_hours is {one.every_hours}; ask at most once an hour.")
    return one


def _options(held: dict[str, Any], path: Definition) -> dict[str, Any]:
    """What the format's reader is told: `[options]`, and the `[table]` of a described table."""
    options, table = held.pop("options", {}), held.pop("table", None)
    if not isinstance(options, dict):
        raise CatalogueError(f"{path.name}: [options] is not a table of what its format asks for.")
    if (held.get("format") == "described-table") != (table is not None):
        raise CatalogueError(f'{path.name}: a [table] goes with the format "described-table", and only so.')
    return {**options, "table": read_table(table, path.name).as_options} if table is not None else options


def read_report(path: Definition) -> ReportDefinition:
    """One report's file, checked."""
    held = _held(path)
    themes = held.pop("themes", None)
    if not isinstance(themes, list) or not themes:
        raise CatalogueError(f"{path.name} needs at least one [[themes]] with a title and indicators.")
    read = tuple(
        ReportTheme(title=str(theme.get("title", "")), indicators=tuple(theme.get("indicators", ())))
        for theme in themes
    )
    if any(not theme.title or not theme.indicators for theme in read):
        raise CatalogueError(f"{path.name}: each of the [[themes]] needs a title and at least one indicator.")
    return _build(ReportDefinition, held, path, themes=read)


def read_folder(folder: Path, read: Any) -> dict[str, Any]:
    return {path.stem: read(path) for path in sorted(folder.glob("*.toml"))}


def _held(path: Definition) -> dict[str, Any]:
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name} is not readable TOML: {error}.") from error
    if held.get("slug") != path.stem or not SLUG.fullmatch(path.stem):
        raise CatalogueError(
            f'{path.name}: slug is "{held.get("slug")}"; it must be the file\'s own name in small letters, '
            "figures and hyphens."
        )
    return held


def _build(kind: Any, held: dict[str, Any], path: Definition, **more: Any) -> Any:
    fields = kind.__dataclass_fields__
    unknown = sorted(set(held) - set(fields))
    if unknown:
        raise CatalogueError(f"{path.name} has {', '.join(unknown)}, which nothing reads. Is it spelt right?")
    required = {name for name, f in fields.items() if _has_no_default(f)}
    missing = sorted(required - set(held) - set(more))
    if missing:
        raise CatalogueError(f"{path.name} lacks {', '.join(missing)}.")
    for name, value in held.items():
        expected = fields[name].type
        if isinstance(expected, type) and type(value) is not expected:
            raise CatalogueError(f"{path.name}: {name} is {value!r}; it should be {_in_words(expected)}.")
        if name in required and value == "":
            raise CatalogueError(f"{path.name}: {name} is empty.")
    return kind(**held, **more)


def _has_no_default(f: Any) -> bool:
    return f.default is MISSING and f.default_factory is MISSING


def _in_words(kind: type) -> str:
    return {
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
        date: "a date such as 2026-11-21",
    }[kind]
