"""A publisher's file as a table that a drill can spoil: the committed extracts, columns by what they say."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass, field, replace
from functools import cache

from indicators.demonstration.publisher import PUBLISHED

ELS = {
    "area": "areacd", "name": "areanm", "indicator": "indicator", "period": "period", "value": "observation",
    "lower": "lci_95", "upper": "uci_95", "marker": "status", "note": "notes",
}  # fmt: skip
FINGERTIPS = {
    "area": "Area Code", "name": "Area Name", "indicator": "Indicator ID", "period": "Time period",
    "value": "Value", "lower": "Lower CI 95.0 limit", "upper": "Upper CI 95.0 limit", "marker": "Value note",
    "note": "Value note", "sex": "Sex",
}  # fmt: skip
COUNCILS = ("E06", "E07", "E08", "E09", "E10")
ENGLAND = "E92000001"

Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """Rows as the publisher writes them; `at` names the column that says each thing."""

    at: dict[str, str]
    headings: tuple[str, ...]
    rows: list[Row]
    ends: str = "\n"
    bom: bool = False
    encoding: str = "utf-8"
    more: dict[str, str] = field(default_factory=dict)

    def copy(self, rows: list[Row] | None = None) -> Table:
        """A table of its own rows, so that a mutation spoils nothing but its own."""
        return replace(self, rows=[dict(row) for row in (self.rows if rows is None else rows)])

    def get(self, row: Row, what: str) -> str:
        """What a row says: `get(row, "value")`."""
        return row[self.at[what]]

    def put(self, row: Row, what: str, said: str) -> None:
        """Let a row say something else."""
        row[self.at[what]] = said

    def number(self, row: Row) -> float | None:
        """The row's figure, where there is one."""
        try:
            return float(self.get(row, "value").replace(",", ""))
        except ValueError:
            return None

    def is_council(self, row: Row) -> bool:
        """Whether the row speaks of a council."""
        return self.get(row, "area").startswith(COUNCILS)

    def periods(self, indicator: str) -> list[str]:
        """The periods of an indicator, oldest first (every notation here sorts as text)."""
        return sorted({self.get(r, "period") for r in self.rows if self.get(r, "indicator") == indicator})

    @property
    def indicators(self) -> list[str]:
        """The indicators in the file's order."""
        return list(dict.fromkeys(self.get(row, "indicator") for row in self.rows))

    @property
    def newest(self) -> dict[str, str]:
        """The newest period of each indicator."""
        return {one: self.periods(one)[-1] for one in self.indicators}

    def is_newest(self, row: Row) -> bool:
        """Whether the row speaks of its indicator's newest period."""
        return self.get(row, "period") == _newest(self)[self.get(row, "indicator")]

    @property
    def councils(self) -> list[str]:
        """Every council's code in order."""
        return sorted({self.get(row, "area") for row in self.rows if self.is_council(row)})

    def written(self) -> bytes:
        """The file."""
        out = io.StringIO()
        writer = csv.DictWriter(out, self.headings, lineterminator=self.ends, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self.rows)
        content = out.getvalue().encode(self.encoding, errors="replace")
        return (b"\xef\xbb\xbf" if self.bom else b"") + content


_NEWEST: dict[int, tuple[list[Row], dict[str, str]]] = {}


def _newest(table: Table) -> dict[str, str]:
    """The newest periods, worked out once for a list of rows (a mutation may ask for each row)."""
    held = _NEWEST.get(id(table.rows))
    if held is None or held[0] is not table.rows:
        _NEWEST.clear()
        _NEWEST[id(table.rows)] = held = (table.rows, table.newest)
    return held[1]


@cache
def published(slug: str) -> Table:
    """The committed extract of a source's file."""
    text = gzip.decompress((PUBLISHED / f"{slug}.csv.gz").read_bytes()).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = list(reader)
    headings = tuple(reader.fieldnames or ())
    return Table(at=FINGERTIPS if "Area Code" in headings else ELS, headings=headings, rows=rows)


def before(table: Table, back: int = 1) -> Table:
    """The release before: without the newest periods of each indicator."""
    keep = {
        one: set(table.periods(one)[:-back] or table.periods(one)[:1]) for one in table.indicators
    }  # fmt: skip
    return table.copy([r for r in table.rows if table.get(r, "period") in keep[table.get(r, "indicator")]])


@cache
def slugs() -> tuple[str, ...]:
    """Every source whose extract is of a shape written down above, by name."""
    found = sorted(path.name.removesuffix(".csv.gz") for path in PUBLISHED.glob("*.csv.gz"))
    return tuple(slug for slug in found if slug.startswith(("ons-els-", "fingertips-")))
