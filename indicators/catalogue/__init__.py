"""The catalogue: indicators, sources and reports as small reviewed TOML files, checked when they are read.

An indicator is `catalogue/<slug>.toml`, a source `catalogue/sources/<slug>.toml`, a headline report
`reports/<slug>.toml`. A non-programmer can read the difference between two versions of one. Every fault
is a `CatalogueError` whose sentence names the file, what is so and what to do (R096, R098, R100, R104).
"""

from functools import cache
from pathlib import Path

from .files import Written, read_folder, read_indicator, read_report, read_source
from .named import Named, named_in_the_paper
from .shapes import (
    FORMATS,
    POLARITIES,
    YEARS,
    CatalogueError,
    Expectations,
    IndicatorDefinition,
    ReportDefinition,
    ReportTheme,
    SeriesKey,
    SourceDefinition,
)
from .table import PeriodRule, TableDescription, ValueColumn, is_in_words, read_table
from .toml_text import toml_text

HERE = Path(__file__).parent
REPORTS = HERE.parent / "reports"

__all__ = [
    "FORMATS",
    "POLARITIES",
    "YEARS",
    "CatalogueError",
    "Expectations",
    "IndicatorDefinition",
    "Named",
    "PeriodRule",
    "ReportDefinition",
    "ReportTheme",
    "SeriesKey",
    "SourceDefinition",
    "TableDescription",
    "ValueColumn",
    "Written",
    "check",
    "indicators",
    "indicators_of",
    "is_in_words",
    "named_in_the_paper",
    "read_indicator",
    "read_report",
    "read_source",
    "read_table",
    "reports",
    "sources",
    "toml_text",
]


@cache
def indicators() -> dict[str, IndicatorDefinition]:
    """Every indicator by slug."""
    return read_folder(HERE, read_indicator)


@cache
def sources() -> dict[str, SourceDefinition]:
    """Every source by slug."""
    return read_folder(HERE / "sources", read_source)


@cache
def reports() -> dict[str, ReportDefinition]:
    """Every headline report by slug."""
    return read_folder(REPORTS, read_report)


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
