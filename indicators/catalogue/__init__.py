"""The catalogue: indicators, sources and reports as small reviewed TOML files, checked when they are read.

An indicator is `catalogue/<slug>.toml`, a source `catalogue/sources/<slug>.toml`, a headline report
`reports/<slug>.toml`. A non-programmer can read the difference between two versions of one. Every fault
is a `CatalogueError` whose sentence names the file, what is so and what to do (R096, R098, R100, R104).
"""

import re
import tomllib
from dataclasses import MISSING, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
REPORTS = HERE.parent / "reports"

POLARITIES = ("none", "high", "low")
FORMATS = ("ons-els", "fingertips")
YEARS = ("calendar", "financial", "academic")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class CatalogueError(Exception):
    """A definition that cannot be used, with the sentence that says why."""


@dataclass(frozen=True)
class SeriesKey:
    """Which rows of a source's file are this indicator's main figures."""

    indicator: str
    sex: str = ""
    age: str = ""


@dataclass(frozen=True)
class IndicatorDefinition:
    """One published figure, as reviewed. `polarity` is "none" unless a stated source says otherwise."""

    slug: str
    title: str
    theme: str
    unit: str
    decimals: int
    polarity: str
    publisher: str
    source: str
    page: str
    licence: str
    why: str
    note: str
    checked_by: str
    checked_on: date
    series: SeriesKey
    polarity_source: str = ""


@dataclass(frozen=True)
class Expectations:
    """What a sound file of this source holds: councils with a figure in the newest period, and bounds."""

    councils: int
    least: float
    greatest: float


@dataclass(frozen=True)
class SourceDefinition:
    """A publisher's file: where it is, in which wire format, how often to ask."""

    slug: str
    title: str
    format: str
    publisher: str
    through: str
    address: str
    page: str
    licence: str
    attribution: str
    every_hours: int
    run_against_publisher: bool
    expects: Expectations
    year: str = "calendar"


@dataclass(frozen=True)
class ReportTheme:
    """A heading of a headline report and the slugs of its indicators, in order."""

    title: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class ReportDefinition:
    """A headline report: which indicators, under which themes (R100, R104)."""

    slug: str
    title: str
    purpose: str
    themes: tuple[ReportTheme, ...] = field(default=())

    @property
    def indicators(self) -> tuple[str, ...]:
        """Slugs in the order they are numbered."""
        return tuple(slug for theme in self.themes for slug in theme.indicators)


@cache
def indicators() -> dict[str, IndicatorDefinition]:
    """Every indicator by slug."""
    return _folder(HERE, read_indicator)


@cache
def sources() -> dict[str, SourceDefinition]:
    """Every source by slug."""
    return _folder(HERE / "sources", read_source)


@cache
def reports() -> dict[str, ReportDefinition]:
    """Every headline report by slug."""
    return _folder(REPORTS, read_report)


def check() -> None:
    """The files against one another: refuses a reference to what is not there, or a series claimed twice."""
    claimed: dict[tuple[str, SeriesKey], str] = {}
    for one in indicators().values():
        if one.source not in sources():
            raise CatalogueError(
                f"Indicator {one.slug} names the source {one.source}, which has no file in catalogue/sources."
            )
        other = claimed.setdefault((one.source, one.series), one.slug)
        if other != one.slug:
            raise CatalogueError(f"Indicators {other} and {one.slug} take the same rows of {one.source}.")
    for report in reports().values():
        for slug in report.indicators:
            if slug not in indicators():
                raise CatalogueError(f"Report {report.slug} names the indicator {slug}, which has no file.")
        twice = {slug for slug in report.indicators if report.indicators.count(slug) > 1}
        if twice:
            raise CatalogueError(f"Report {report.slug} names {', '.join(sorted(twice))} more than once.")


def indicators_of(source: str) -> dict[SeriesKey, IndicatorDefinition]:
    """The indicators a source's file is read for."""
    return {one.series: one for one in indicators().values() if one.source == source}


def read_indicator(path: Path) -> IndicatorDefinition:
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


def read_source(path: Path) -> SourceDefinition:
    """One source's file, checked."""
    held = _held(path)
    expects = held.pop("expects", None)
    if not isinstance(expects, dict):
        raise CatalogueError(f"{path.name} needs an [expects] table: councils, least, greatest.")
    bounds = {name: float(v) if name != "councils" else v for name, v in expects.items()}
    one: SourceDefinition = _build(SourceDefinition, held, path, expects=_build(Expectations, bounds, path))
    if one.format not in FORMATS:
        raise CatalogueError(f'{path.name}: the format "{one.format}" is not one of {", ".join(FORMATS)}.')
    if one.year not in YEARS:
        raise CatalogueError(f'{path.name}: the year "{one.year}" is not one of {", ".join(YEARS)}.')
    if not one.address.startswith("https://"):
        raise CatalogueError(f"{path.name}: the address must begin with https://.")
    if one.every_hours < 1:
        raise CatalogueError(f"{path.name}: every_hours is {one.every_hours}; ask at most once an hour.")
    return one


def read_report(path: Path) -> ReportDefinition:
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


def _folder(folder: Path, read: Any) -> dict[str, Any]:
    return {path.stem: read(path) for path in sorted(folder.glob("*.toml"))}


def _held(path: Path) -> dict[str, Any]:
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


def _build(kind: Any, held: dict[str, Any], path: Path, **more: Any) -> Any:
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
