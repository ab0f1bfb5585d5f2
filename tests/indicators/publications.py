"""A publisher's file as a table that a drill can spoil: the committed extracts, columns by what they say."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
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
NOMIS = {"area": "GEOGRAPHY_CODE", "name": "GEOGRAPHY_NAME", "period": "DATE", "value": "OBS_VALUE"}
# Each row's code and name stand in columns of its level; here in two of its own, until it is written.
EES = {"area": "area", "name": "name", "period": "time_period", "value": "CPP_subsequent_percent"}
LEVELS = {
    "National": ("country_code", "country_name"), "Regional": ("region_code", "region_name"),
    "Local authority": ("new_la_code", "la_name"),
}  # fmt: skip
OTHERS = ("nomis-population", "dfe-repeat-child-protection-plans", "mhclg-temporary-accommodation")
# Of a sheet whose columns have no heading of one row: by their place.
TEMPORARY = {"area": "0", "name": "1", "value": "6"}
COUNCILS = ("E06", "E07", "E08", "E09", "E10")
ENGLAND = "E92000001"

NEEDED = ("area", "name", "indicator", "period", "value", "sex")

Row = dict[str, str]


class DoesNotApply(Exception):
    """The file has nothing that this can happen to."""


@dataclass(frozen=True)
class Table:
    """Rows as the publisher writes them; `at` names the column that says each thing."""

    at: dict[str, str]
    headings: tuple[str, ...]
    rows: list[Row]
    ends: str = "\n"
    bom: bool = False
    encoding: str = "utf-8"
    says: dict[str, str] = field(default_factory=dict)  # what is the same for the whole file
    headed: bool = True  # in one row, by which a column is found wherever it stands
    withheld: str = ""  # what stands in a figure's place
    above: str = ""
    below: str = ""
    as_written: Callable[[list[Row]], list[Row]] = list

    def copy(self, rows: list[Row] | None = None) -> Table:
        """A table of its own rows, so that a mutation spoils nothing but its own."""
        return replace(self, rows=[dict(row) for row in (self.rows if rows is None else rows)])

    def get(self, row: Row, what: str) -> str:
        """What a row says: `get(row, "value")`."""
        return row[self.at[what]] if what in self.at else self.says.get(what, "")

    def put(self, row: Row, what: str, said: str) -> None:
        """Let a row say something else."""
        if what in self.at:
            row[self.at[what]] = said
        elif what in NEEDED:
            raise DoesNotApply

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
        if self.headed:
            writer.writeheader()
        writer.writerows(self.as_written(self.rows))
        content = (self.above + out.getvalue() + self.below).encode(self.encoding, errors="replace")
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
    if slug == "mhclg-temporary-accommodation":
        return _temporary_accommodation(text)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows = list(reader)
    headings = tuple(reader.fieldnames or ())
    if "RECORD_COUNT" in headings:
        return Table(NOMIS, headings, rows, says={"indicator": "Population"}, as_written=_counted)
    if "time_identifier" in headings:
        for row in rows:
            code, name = LEVELS[row["geographic_level"]]
            row["area"], row["name"] = row[code], row[name]
        said = {"indicator": "CPP_subsequent_percent"}
        return Table(EES, headings, rows, says=said, withheld="c", as_written=_by_level)
    return Table(at=FINGERTIPS if "Area Code" in headings else ELS, headings=headings, rows=rows)


def _counted(rows: list[Row]) -> list[Row]:
    """Nomis says in each row how many there are; a file cut later says more than it has."""
    whole = []
    for place, row in enumerate(rows):
        dated = dict.fromkeys(("DATE_NAME", "DATE_CODE"), row["DATE"])
        numbered = {"RECORD_OFFSET": str(place), "RECORD_COUNT": str(len(rows)), "URN": f"Nm-{place}"}
        whole.append(row | dated | numbered)
    return whole


def _by_level(rows: list[Row]) -> list[Row]:
    return [
        row | dict(zip(LEVELS[row["geographic_level"]], (row["area"], row["name"]), strict=True))
        for row in rows
    ]


def _temporary_accommodation(text: str) -> Table:
    """Table TA1: captions above, areas by the place of their columns, notes below; its day in its title."""
    cells = list(csv.reader(io.StringIO(text, newline="")))
    first = next(place for place, row in enumerate(cells) if row[0] == ENGLAND)
    last = next(place for place, row in enumerate(cells) if row[1] == "Notes:")
    headings = tuple(str(place) for place in range(len(cells[0])))
    return Table(
        at=TEMPORARY,
        headings=headings,
        rows=[dict(zip(headings, row, strict=True)) for row in cells[first:last]],
        says={"indicator": "households in temporary accommodation", "period": "31 December 2022"},
        headed=False,
        withheld="..",
        above=_csv(cells[:first]),
        below=_csv(cells[last:]),
    )


def _csv(cells: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(cells)
    return out.getvalue()


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
    return tuple(slug for slug in found if slug.startswith(("ons-els-", "fingertips-")) or slug in OTHERS)
