"""DfE Explore Education Statistics, its CSV files (FORMATS §4).

Leading columns of time and place in any order, then filters, then a column for each indicator; levels in
either case. The definition's options say which columns are figures (`indicators`) and which are filters;
where they do not, a column of numbers and markers only is figures.

`read` counts the figures looked at: the file's rows times the columns of figures chosen.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..markers import SHORTHAND
from ..rows import Rows, Words
from . import reading, wide
from .reading import UnusableFile
from .wire_periods import from_ees

REQUIRED = ("time_period", "time_identifier", "geographic_level")
PLACES = (
    "country_code", "country_name", "region_code", "region_name", "old_la_code", "new_la_code", "la_name",
    "lad_code", "lad_name",
)  # fmt: skip
LEADING = re.compile(
    r"time_(period|identifier)|geographic_level|(country|region|la|lad)_(code|name)|(old|new)_la_code|"
    r"(school|provider|institution|trust|ward|pcon|parliamentary_constituency|opportunity_area|sponsor|"
    r"english_devolved_area|local_enterprise_partnership|lep|mat|rsc_region|planning_area|"
    r"local_skills_improvement_plan_area|lsip|mayoral_combined_authority|mca|police_force_area)"
    r"_(code|name|laestab|urn|ukprn|lead_name|id)"
)
LEVELS = {
    "national": ("country_code", "country_name"), "country": ("country_code", "country_name"),
    "nat": ("country_code", "country_name"), "regional": ("region_code", "region_name"),
    "region": ("region_code", "region_name"), "reg": ("region_code", "region_name"),
    "localauthority": ("new_la_code", "la_name"), "la": ("new_la_code", "la_name"),
    "localauthoritydistrict": ("lad_code", "lad_name"), "lad": ("lad_code", "lad_name"),
}  # fmt: skip
GSS = re.compile(r"[A-Z]\d{8}")
ELSEWHERE = "the row is for another kind of place than a council, a region or England"
TOGETHER = "two councils published as one area"


def parse(path: Path, options: Mapping[str, Any]) -> Rows:
    """The file as rows; `reporting_year_ends` is the month in which a reporting year ends."""
    frame = reading.read_csv(path, ())
    frame.columns = [c.lower() if LEADING.fullmatch(c.lower()) else c for c in frame.columns]
    wide.need(frame, REQUIRED)
    versions = _version_column(frame, options)
    figures, filters = _columns(frame, options, versions)
    version = reading.words(frame[versions]) if versions else None
    place, refused = places(frame)
    period, no_period = _periods(frame, int(options.get("reporting_year_ends", 0)))
    dimensions = {name: reading.words(frame[name]) for name in filters}
    if not no_period.all():
        refused["the period cannot be read"] = no_period
    else:
        raise UnusableFile(_no_period_at_all(frame, options))
    keys = [*place.values(), period, *dimensions.values()]
    if version is not None:
        refused[wide.NOT_LATEST] = wide.earlier_versions(version, keys) & ~no_period
    return melted(frame, figures, dimensions, place | {"period": period}, refused, version, options)


def melted(
    frame: pd.DataFrame,
    figures: Sequence[str],
    dimensions: Mapping[str, Words],
    known: Mapping[str, Words],
    refused: Mapping[str, np.ndarray],
    version: Words | None,
    options: Mapping[str, Any],
) -> Rows:
    """The columns of figures laid under one another, each with its place, period and filters."""
    times, count = len(figures), len(frame)
    numbers = [reading.numbers(frame[name]) for name in figures]
    value = np.concatenate([values for values, _ in numbers])
    marker = reading.words(
        pd.concat([frame[name].where(odd, "") for name, (_, odd) in zip(figures, numbers, strict=True)])
    )
    lower, upper = _limits(frame, figures, options)
    named = Words(np.repeat(np.arange(times, dtype=np.int32), count), list(figures))
    plain = Words.constant("", times * count)
    remark = wide.tiled(wide.remark_of(version), times) if version is not None else plain
    text = {
        name: wide.tiled(column, times) for name, column in {**known, **strata(dimensions, count)}.items()
    }
    return reading.assemble(
        text={
            **text,
            "indicator": named,
            "status": reading.statuses(marker, plain, ~np.isnan(value)),
            "remark": remark,
        },
        number={"value": value, "lower": lower, "upper": upper},
        refused={reason: np.tile(mask, times) for reason, mask in refused.items()},
        read=times * count,
    )


def strata(dimensions: Mapping[str, Words], count: int) -> dict[str, Words]:
    """Filters as our dimensions: sex and age by themselves, all others together as one category."""
    empty = Words.constant("", count)
    found = {"sex": empty, "age": empty, "category_type": empty, "category": empty}
    others = {}
    for name, column in dimensions.items():
        plain = re.sub(r"[^a-z]", "", name.lower())
        if plain in ("sex", "gender"):
            found["sex"] = column
        elif plain in ("age", "ageband", "agegroup"):
            found["age"] = column
        else:
            others[name] = column
    if others:
        found["category_type"] = Words.constant(" / ".join(others), count)
        found["category"] = wide.joined(list(others.values()))
    return found


def places(frame: pd.DataFrame) -> tuple[dict[str, Words], dict[str, np.ndarray]]:
    """The area code and name of every row, and masks of the rows that are for no place of ours."""
    held = pd.DataFrame({n: frame.get(n, "") for n in ("geographic_level", *PLACES)})
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(held))
    said = [_place(dict(zip(held.columns, map(str, line), strict=True))) for line in distinct]
    places = {
        "area": Words.merged(codes, [code for code, _, _ in said]),
        "area_name": Words.merged(codes, [name for _, name, _ in said]),
    }
    reasons = np.array([reason for _, _, reason in said] or [""], dtype=object)[codes]
    return places, {
        reason: reasons == reason
        for reason in (ELSEWHERE, TOGETHER, "no area is named")
        if (reasons == reason).any()
    }


def _place(row: Mapping[str, str]) -> tuple[str, str, str]:
    """A row's area code, name and why it is refused: the new code, else DfE's number, else the name."""
    columns = LEVELS.get(re.sub(r"[^a-z]", "", row["geographic_level"].lower()))
    if columns is None:
        return "", row["la_name"].strip() or row["geographic_level"], ELSEWHERE
    code, name = row[columns[0]].strip().upper(), row[columns[1]].strip()
    if "/" in code:
        return code, name, TOGETHER
    if GSS.fullmatch(code):
        return code, name, ""
    number = re.sub(r"\.0+$", "", row["old_la_code"].strip())
    if columns[0] == "new_la_code" and re.fullmatch(r"\d{3}", number):
        return number, name, ""
    return "", name, "" if name else "no area is named"


def _columns(frame: pd.DataFrame, options: Mapping[str, Any], versions: str) -> tuple[list[str], list[str]]:
    """Which columns are figures and which are filters, as the options say or the cells show."""
    figures, filters = list(options.get("indicators", ())), list(options.get("filters", ()))
    limits = {name for pair in options.get("limits", {}).values() for name in pair}
    wide.need(frame, [*figures, *filters, *sorted(limits)])
    rest = [
        name
        for name in frame.columns
        if not LEADING.fullmatch(name) and name not in limits and name != versions
    ]
    if not figures:
        figures = [name for name in rest if name not in filters and _is_figures(frame[name])]
    if not figures:
        raise UnusableFile("No column of the file holds figures.")
    if "filters" not in options:
        filters = [name for name in rest if name not in figures and not _is_figures(frame[name])]
    return figures, filters


def _is_figures(column: pd.Series) -> bool:
    """Whether every cell is a number, a marker or nothing, and at least one is a number."""
    distinct = pd.Series(column.unique())
    values, odd = reading.numbers(distinct)
    marks = distinct[odd].str.strip().str.strip("[]").str.lower()
    return bool((~np.isnan(values)).any()) and bool(marks.isin([*SHORTHAND, ":", "~", "-", ".", "*"]).all())


def _limits(
    frame: pd.DataFrame, figures: Sequence[str], options: Mapping[str, Any]
) -> tuple[np.ndarray, np.ndarray]:
    """The confidence limits of each column of figures that has any (option `limits`)."""
    nothing = np.full(len(frame), np.nan)
    pairs = options.get("limits", {})
    both = []
    for which in (0, 1):
        both.append(
            np.concatenate(
                [reading.numbers(frame[pairs[n][which]])[0] if n in pairs else nothing for n in figures]
            )
        )
    return both[0], both[1]


def _version_column(frame: pd.DataFrame, options: Mapping[str, Any]) -> str:
    """The column that says Final, Revised or Provisional; one that says other things too is a filter."""
    name = str(options.get("version", "version"))
    if name not in frame.columns:
        if "version" in options:
            wide.need(frame, [name])
        return ""
    said = {str(word).strip().lower() for word in frame[name].unique()}
    return name if said <= set(wide.VERSIONS) | {""} else ""


def _periods(frame: pd.DataFrame, ends: int) -> tuple[Words, np.ndarray]:
    both = wide.joined((reading.words(frame["time_period"]), reading.words(frame["time_identifier"])), "\x1f")
    return reading.periods(both, lambda text: from_ees(*two(text), ends))


def two(text: str) -> tuple[str, str]:
    """A period and its kind, as they were joined."""
    period, _, identifier = text.partition("\x1f")
    return period, identifier


def _no_period_at_all(frame: pd.DataFrame, options: Mapping[str, Any]) -> str:
    said = " ".join((frame["time_period"].iloc[0], frame["time_identifier"].iloc[0])).strip()
    if "reporting" in said.lower() and not options.get("reporting_year_ends"):
        return (
            f"The periods are reporting years (“{said}”) and nothing says when such a year ends: give the "
            "month as reporting_year_ends in the options of its definition."
        )
    return f"No period of the file can be read: the first is “{said}”."
