"""What a definition of an indicator, a source or a headline report holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

POLARITIES = ("none", "high", "low")
FORMATS = ("ons-els", "fingertips", "nomis", "lait", "ees", "ees-api", "lg-inform", "described-table")
# How a source is asked: one request, pages to a count, an API with its metadata, under a signed key.
WAYS = ("once", "nomis", "ees-api", "lg-inform")
YEARS = ("calendar", "financial", "academic")


class CatalogueError(Exception):
    """A definition that cannot be used, with the sentence that says why."""


@dataclass(frozen=True)
class SeriesKey:
    """Which rows of a source's file are this indicator's main figures."""

    indicator: str
    sex: str = ""
    age: str = ""
    category_type: str = ""
    category: str = ""


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
    """A publisher's file: where it is, in which wire format, how often to ask.

    One without an address is brought by hand: nobody is asked, each new file is handed over on /data.
    `asking` says how, where one plain request is not enough (`indicators.sources.asking`). A new period
    comes every `published_every_days` (0: not known), at most `grace_days` after it has ended; later than
    that the pages that use it say so.
    """

    slug: str
    title: str
    format: str
    publisher: str
    through: str
    page: str
    licence: str
    attribution: str
    run_against_publisher: bool
    expects: Expectations
    address: str = ""
    every_hours: int = 0
    published_every_days: int = 0
    grace_days: int = 0
    year: str = "calendar"
    options: Mapping[str, Any] = field(default_factory=dict)
    asking: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_hand(self) -> bool:
        """Whether its files are handed over and never asked for."""
        return not self.address

    @property
    def from_documentation(self) -> bool:
        """Whether no file of it has been read here yet: its adapter is written from documentation alone."""
        return bool(self.asking.get("from_documentation", False))

    @property
    def metadata(self) -> str:
        """Where the publisher says what its figures mean, for `manage.py check_definitions`."""
        return str(self.asking.get("metadata", ""))

    @property
    def how_to_read(self) -> dict[str, Any]:
        """What its adapter is told besides the file: the year's kind and the definition's own options."""
        return {"year": self.year, **self.options}


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
