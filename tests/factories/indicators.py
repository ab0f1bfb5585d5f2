"""Published figures to test with: a small register's files in the publishers' wire shapes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from indicators.models import Change, Release, Source

ELS = (
    "areacd", "areanm", "geography", "indicator", "period", "observation", "measure", "unit", "lci_95",
    "uci_95", "status", "notes",
)  # fmt: skip
FINGERTIPS = (
    "Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type",
    "Sex", "Age", "Category Type", "Category", "Time period", "Value", "Lower CI 95.0 limit",
    "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit", "Count", "Denominator", "Value note",
    "Recent Trend", "Compared to England value or percentiles", "Compared to percentiles",
    "Time period Sortable", "New data", "Compared to goal", "Time period range",
)  # fmt: skip


def els(rows: Iterable[Mapping[str, object]], *, bom: bool = False, ends: str = "\n") -> bytes:
    """A file of ONS Explore Local Statistics; a row needs `areacd`, `period`, `observation`."""
    known = {"indicator": "Claimant Count", "measure": "Percentage", "unit": "%"}
    return _written(ELS, ({**known, **row} for row in rows), bom=bom, ends=ends)


def fingertips(rows: Iterable[Mapping[str, object]], *, bom: bool = False, ends: str = "\r\n") -> bytes:
    """A file of Fingertips; a row needs `Area Code`, `Time period`, `Value`."""
    known = {"Indicator ID": "90284", "Sex": "Persons", "Age": "<15 yrs"}
    return _written(FINGERTIPS, ({**known, **row} for row in rows), bom=bom, ends=ends)


def _written(columns, rows, *, bom: bool, ends: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def taken_in(source: Source, at: datetime = datetime(2025, 1, 1, tzinfo=UTC)) -> Change:
    """A change by which something of a source was taken in, for figures made without a file."""
    release = Release.objects.create(
        source=source, sha256="0" * 64, size=1, came_from="made", fetched_at=at, loaded_at=at, state="loaded"
    )
    return Change.objects.create(kind=Change.Kind.TAKEN_IN, release=release, at=at)
