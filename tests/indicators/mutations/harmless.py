"""What only looks wrong: another layout, small revisions, changed names and codes, a few more markers."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.indicators.mutations.kinds import harmless, only, scaled, valued
from tests.indicators.publications import Row, Table


@harmless()
def as_published(table: Table, rng: random.Random) -> Table:
    return table


@harmless()
def columns_in_another_order(table: Table, rng: random.Random) -> Table:
    only(table.headed)  # else a column is told by its place
    return replace(table, headings=tuple(rng.sample(table.headings, len(table.headings))))


@harmless()
def rows_in_another_order(table: Table, rng: random.Random) -> Table:
    return table.copy(rng.sample(table.rows, len(table.rows)))


@harmless()
def with_a_bom(table: Table, rng: random.Random) -> Table:
    return replace(table, bom=True)


@harmless()
def with_crlf(table: Table, rng: random.Random) -> Table:
    return replace(table, ends="\r\n")


@harmless()
def in_windows_1252(table: Table, rng: random.Random) -> Table:
    return replace(table, encoding="cp1252")


@harmless()
def with_one_column_more(table: Table, rng: random.Random) -> Table:
    spoilt = replace(table.copy(), headings=(*table.headings, "Provider"))
    for row in spoilt.rows:
        row["Provider"] = "x"
    return spoilt


@harmless()
def spaces_at_the_ends(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for row in spoilt.rows:
        spoilt.put(row, "name", spoilt.get(row, "name") + " ")
        spoilt.put(row, "area", " " + spoilt.get(row, "area"))
    return spoilt


@harmless()
def rows_repeated_word_for_word(table: Table, rng: random.Random) -> Table:
    return table.copy(table.rows + [dict(row) for row in table.rows[:40]])


@harmless()
def a_few_figures_revised_a_little(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    rows = valued(spoilt)
    few = {_said(spoilt, row) for row in rng.sample(rows, max(1, len(rows) // 50))}
    _revised(spoilt, rng, 0.05, [row for row in rows if _said(spoilt, row) in few])
    return spoilt


@harmless()
def the_last_periods_revised_by_two_percent(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    last = {one: table.periods(one)[-2:] for one in table.indicators}
    rows = [r for r in spoilt.rows if spoilt.get(r, "period") in last[spoilt.get(r, "indicator")]]
    _revised(spoilt, rng, 0.02, rows)
    return spoilt


def _said(table: Table, row: Row) -> tuple[str, ...]:
    return tuple(table.get(row, what) for what in ("indicator", "period", "area", "value"))


def _revised(table: Table, rng: random.Random, share: float, rows: list[Row]) -> None:
    """As a publisher revises: alike where a figure stands twice, and never above the most there is."""
    most = max(table.number(row) or 0.0 for row in table.rows)
    drawn: dict[tuple[str, ...], float] = {}
    for row in rows:
        by = drawn.setdefault(_said(table, row), rng.uniform(1 - share, 1 + share))
        scaled(table, 1 / by if (table.number(row) or 0.0) * by > most else by, [row])


@harmless()
def a_council_renamed(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    code = rng.choice(spoilt.councils)
    for row in spoilt.rows:
        if spoilt.get(row, "area") == code:
            spoilt.put(row, "name", f"{spoilt.get(row, 'name')} and Newtown")
    return spoilt


@harmless()
def names_with_ua_and_capitals(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for row in spoilt.rows:
        name = spoilt.get(row, "name")
        spoilt.put(row, "name", f"{name} UA" if spoilt.get(row, "area").startswith("E06") else name.upper())
    return spoilt


@harmless()
def a_council_under_its_other_code(table: Table, rng: random.Random) -> Table:
    codes = {"E08000038": "E08000016", "E08000039": "E08000019", "E08000016": "E08000038"}
    here = [code for code in codes if code in table.councils]
    only(here)
    spoilt = table.copy()
    for row in spoilt.rows:
        if spoilt.get(row, "area") == here[0]:
            spoilt.put(row, "area", codes[here[0]])
    return spoilt


@harmless()
def a_few_more_markers(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for row in rng.sample(valued(spoilt, newest=True), 3):
        for what in ("value", "lower", "upper"):
            spoilt.put(row, what, spoilt.withheld if what == "value" else "")
        spoilt.put(row, "marker", "c" if "status" in spoilt.headings else "Value suppressed")
    return spoilt


@harmless()
def the_oldest_period_gone(table: Table, rng: random.Random) -> Table:
    only(all(len(table.periods(one)) > 2 for one in table.indicators))
    oldest = {one: table.periods(one)[0] for one in table.indicators}
    return table.copy([r for r in table.rows if table.get(r, "period") != oldest[table.get(r, "indicator")]])


@harmless()
def another_indicator_besides(table: Table, rng: random.Random) -> Table:
    extra = [dict(row) for row in table.rows if table.get(row, "indicator") == table.indicators[0]]
    for row in extra:
        table.put(row, "indicator", "A new indicator")
    return table.copy(table.rows + extra)


@harmless()
def councils_of_other_countries_besides(table: Table, rng: random.Random) -> Table:
    extra = [dict(row) for row in valued(table)[:22]]
    for place, row in enumerate(extra):
        table.put(row, "area", f"W060000{place + 1:02}")
        table.put(row, "name", f"Wales {place}")
    return table.copy(table.rows + extra)
