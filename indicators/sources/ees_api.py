"""DfE Explore Education Statistics, answers of its API (FORMATS §4; written from its documentation).

The kept file holds the data set's metadata and every page of the query. Values are strings and may be
markers; places, filters and indicators are ids that only the metadata explains. An indicator is known by
its id; a filter that stands at its total says nothing, so that the main series is the one without filters.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ..rows import Rows
from . import ees, reading
from .answers import answers
from .reading import UnusableFile
from .wire_periods import from_ees

TOTALS = ("total", "all", "all pupils", "all schools")


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The answers as rows; `reporting_year_ends` as in the files of the same service."""
    given = [one for one in answers(path) if isinstance(one, dict)]
    meta: dict[str, Any] = next((one["meta"] for one in given if isinstance(one.get("meta"), dict)), {})
    pages = [one["page"] for one in given if isinstance(one.get("page"), dict)]
    if not pages and any("results" in one for one in given):
        raise UnusableFile("The file is an answer without its metadata: nothing says what its ids mean.")
    if not meta or not pages:
        raise UnusableFile("The file is not a query's answers with the data set's metadata.")
    results = [one for page in pages for one in page.get("results", ()) if isinstance(one, dict)]
    _refuse_missing(pages, len(results))
    frame, figures, filters = _table(results, meta)
    place, refused = ees.places(frame)
    ends = int(options.get("reporting_year_ends", 0))
    both = reading.words(frame["time_period"] + "\x1f" + frame["time_identifier"])
    period, no_period = reading.periods(both, lambda text: from_ees(*ees.two(text), ends))
    refused["the period cannot be read"] = no_period
    dimensions = {name: reading.words(frame[name]) for name in filters}
    return ees.melted(frame, figures, dimensions, place | {"period": period}, refused, None, {})


def _refuse_missing(pages: list[dict[str, Any]], count: int) -> None:
    totals = {int(page.get("paging", {}).get("totalResults", count)) for page in pages}
    if len(totals) > 1:
        raise UnusableFile("The pages give different totals: they are not of one version of the data set.")
    total = totals.pop()
    if count != total:
        raise UnusableFile(
            f"The file has {count:,} of the {total:,} results that the publisher says there are."
        )
    if not count:
        raise UnusableFile("The query was answered with no results.")


def _table(
    results: list[dict[str, Any]], meta: Mapping[str, Any]
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """The results as the publisher's own table would have them: a column for each indicator and filter."""
    places, options = _places(meta), _filters(meta)
    known = {str(one.get("id")) for one in meta.get("indicators", ())}
    figures = sorted({str(name) for one in results for name in one.get("values", {})})
    strange = [name for name in figures if name not in known]
    if strange or not figures:
        raise UnusableFile(
            f"The metadata does not explain the indicator {strange[0]}."
            if strange
            else "The results hold no values."
        )
    filters = sorted({label for label, _ in options.values()})
    lines = []
    for one in results:
        time, level = one.get("timePeriod", {}), str(one.get("geographicLevel", ""))
        line = {
            "time_period": str(time.get("period", time.get("year", ""))),
            "time_identifier": str(time.get("code", "")),
            "geographic_level": level,
            **dict.fromkeys(filters, ""),
        }
        for kind, location in one.get("locations", {}).items():
            line |= places.get((str(kind), str(location)), {})
        for filter_id, option in one.get("filters", {}).items():
            label, said = options.get((str(filter_id), str(option)), ("", ""))
            if not label:
                raise UnusableFile(f"The metadata does not explain the filter {filter_id} or its {option}.")
            line[label] = said
        lines.append(line | {name: str(one.get("values", {}).get(name, "")) for name in figures})
    frame = pd.DataFrame(lines).fillna("")
    return frame, figures, [name for name in filters if (frame[name] != "").any()]


COLUMNS = {
    "NAT": ("country_code", "country_name"), "REG": ("region_code", "region_name"),
    "LA": ("new_la_code", "la_name"), "LAD": ("lad_code", "lad_name"),
}  # fmt: skip


def _places(meta: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, str]]:
    """What a location's id means, by its level."""
    found = {}
    for group in meta.get("locations", ()):
        level = group.get("level", "")
        code = str(level.get("code", "") if isinstance(level, dict) else level)
        columns = COLUMNS.get(code)
        for one in group.get("options", ()) if columns else ():
            said = {columns[0]: str(one.get("code") or ""), columns[1]: str(one.get("label") or "")}  # type: ignore[index]
            if one.get("oldCode"):
                said["old_la_code"] = str(one["oldCode"])
            found[code, str(one.get("id"))] = said
    return found


def _filters(meta: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """What a filter's option means: the filter's name, and the option's (nothing for its total)."""
    found = {}
    for one in meta.get("filters", ()):
        label = str(one.get("column") or one.get("label") or one.get("id"))
        for option in one.get("options", ()):
            said = str(option.get("label", ""))
            total = option.get("isAggregate") or said.lower() in TOTALS
            found[str(one.get("id")), str(option.get("id"))] = (label, "" if total else said)
    return found
