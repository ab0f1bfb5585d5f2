"""Files that are cut, packed, of another kind, or with their columns confused."""

from __future__ import annotations

import gzip
import random

from tests.indicators import publications
from tests.indicators.mutations.kinds import harmful, only
from tests.indicators.publications import Table


@harmful()
def a_web_page(table: Table, rng: random.Random) -> bytes:
    return b"<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>503</body></html>"


@harmful()
def compressed(table: Table, rng: random.Random) -> bytes:
    return gzip.compress(table.written())


@harmful()
def headings_alone(table: Table, rng: random.Random) -> bytes:
    return table.copy([]).written()


@harmful()
def cut_within_a_row(table: Table, rng: random.Random) -> bytes:
    content = table.written()
    end = content.rfind(b"\n", 0, int(len(content) * rng.uniform(0.3, 0.9)))
    return content[: end + 12]


@harmful()
def cut_at_a_row_halfway(table: Table, rng: random.Random) -> Table:
    return table.copy(table.rows[: int(len(table.rows) * rng.uniform(0.4, 0.6))])


@harmful()
def cut_at_nine_tenths(table: Table, rng: random.Random) -> Table:
    rows = sorted(table.rows, key=lambda r: (table.get(r, "area"), table.get(r, "period")))
    return table.copy(rows[: int(len(rows) * 0.9)])


@harmful()
def cut_near_the_end(table: Table, rng: random.Random) -> Table:
    rows = sorted(table.rows, key=lambda r: (table.get(r, "area"), table.get(r, "period")))
    return table.copy(rows[: int(len(rows) * 0.97)])


@harmful()
def another_sources_file(table: Table, rng: random.Random) -> Table:
    others = [s for s in publications.slugs() if publications.published(s).indicators != table.indicators]
    return publications.published(rng.choice(others)).copy()


# Columns.


@harmful()
def code_and_name_columns_swapped(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for row in spoilt.rows:
        code, name = spoilt.get(row, "area"), spoilt.get(row, "name")
        spoilt.put(row, "area", name)
        spoilt.put(row, "name", code)
    return spoilt


@harmful()
def value_swapped_with_its_lower_limit(table: Table, rng: random.Random) -> Table:
    only(sum(bool(table.get(r, "lower")) for r in table.rows) > len(table.rows) / 2)
    spoilt = table.copy()
    for row in spoilt.rows:
        value, lower = spoilt.get(row, "value"), spoilt.get(row, "lower")
        spoilt.put(row, "value", lower)
        spoilt.put(row, "lower", value)
    return spoilt


@harmful()
def upper_limit_in_place_of_the_value(table: Table, rng: random.Random) -> Table:
    only(sum(bool(table.get(r, "upper")) for r in table.rows) > len(table.rows) / 2)
    spoilt = table.copy()
    for row in spoilt.rows:
        spoilt.put(row, "value", spoilt.get(row, "upper"))
    return spoilt


@harmful()
def decimal_comma(table: Table, rng: random.Random) -> Table:
    only(any("." in table.get(r, "value") for r in table.rows))
    spoilt = table.copy()
    for row in spoilt.rows:
        for what in ("value", "lower", "upper"):
            spoilt.put(row, what, spoilt.get(row, what).replace(".", ","))
    return spoilt
