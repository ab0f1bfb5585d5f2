"""Values: units, signs, markers turned into figures, another indicator, strata mixed."""

from __future__ import annotations

import math
import random

from tests.indicators import publications
from tests.indicators.mutations.kinds import (
    BOTH,
    KINDS,
    NEXT,
    Kind,
    Spoil,
    groups,
    harmful,
    like,
    only,
    scaled,
    unvalued,
    valued,
)
from tests.indicators.publications import Table


def _all_scaled(by: float) -> Spoil:
    def spoil(table: Table, rng: random.Random) -> Table:
        spoilt = table.copy()
        scaled(spoilt, by, spoilt.rows)
        return spoilt

    return spoil


def _newest_scaled(by: float) -> Spoil:
    def spoil(table: Table, rng: random.Random) -> Table:
        spoilt = table.copy()
        scaled(spoilt, by, [r for r in spoilt.rows if spoilt.is_newest(r)])
        return spoilt

    return spoil


for _name, _by in (("a thousand times", 1000.0), ("a hundredth", 0.01), ("sign flipped", -1.0),
                   ("all revised by 30 percent", 1.3)):  # fmt: skip
    KINDS[_name] = Kind(_name, True, _all_scaled(_by), BOTH)
for _name, _by in (("newest a thousand times", 1000.0), ("newest a hundredth", 0.01),
                   ("newest sign flipped", -1.0), ("newest twice as great", 2.0),
                   ("newest half a year alone", 0.5)):  # fmt: skip
    KINDS[_name] = Kind(_name, True, _newest_scaled(_by), NEXT)


@harmful()
def a_tenth_of_them_all_for_one_type_of_council(table: Table, rng: random.Random) -> Table:
    kind = rng.choice(sorted({code[:3] for code in table.councils}))
    spoilt = table.copy()
    scaled(spoilt, 0.1, [r for r in spoilt.rows if spoilt.get(r, "area").startswith(kind)])
    return spoilt


@harmful(NEXT)
def newest_ten_times_for_londons_boroughs(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    rows = [r for r in valued(spoilt, newest=True) if spoilt.get(r, "area").startswith("E09")]
    only(rows)
    scaled(spoilt, 10, rows)
    return spoilt


@harmful()
def one_figure_a_hundred_times(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    rows = [r for r in valued(spoilt, newest=True) if abs(spoilt.number(r) or 0) >= 1]
    only(rows)
    scaled(spoilt, 100, [rng.choice(rows)])
    return spoilt


@harmful()
def the_rest_of_a_hundred(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    figures = [abs(table.number(r) or 0.0) for r in valued(table)]
    only(max(figures) <= 100 and 5 < sum(figures) / len(figures) < 95)
    for row in spoilt.rows:
        text, figure = spoilt.get(row, "value"), spoilt.number(row)
        if figure is not None:
            spoilt.put(row, "value", like(text, 100 - figure))
    return spoilt


@harmful()
def counts_in_place_of_rates(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    people = {code: math.exp(rng.gauss(7, 0.8)) for code in spoilt.councils}
    for row in spoilt.rows:
        scaled(spoilt, people.get(spoilt.get(row, "area"), 300_000.0), [row], digits=0)
    return spoilt


@harmful()
def markers_turned_to_nought(table: Table, rng: random.Random) -> Table:
    return _markers_turned(table, "0")


@harmful()
def markers_turned_to_minus_one(table: Table, rng: random.Random) -> Table:
    return _markers_turned(table, "-1")


@harmful()
def markers_turned_to_999(table: Table, rng: random.Random) -> Table:
    return _markers_turned(table, "999")


def _markers_turned(table: Table, to: str) -> Table:
    spoilt = table.copy()
    for row in unvalued(spoilt):
        spoilt.put(row, "value", to)
        spoilt.put(row, "marker", "")
        spoilt.put(row, "note", "")
    return spoilt


@harmful()
def a_tenth_of_the_figures_turned_to_nought(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    rows = valued(spoilt, newest=True)
    for row in rng.sample(rows, len(rows) // 10):
        spoilt.put(row, "value", "0")
    return spoilt


@harmful()
def half_the_councils_equal(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for group in groups(spoilt, valued(spoilt, newest=True)):
        middle = sorted(group, key=lambda r: spoilt.number(r) or 0.0)[len(group) // 2]
        for row in rng.sample(group, len(group) // 2):
            spoilt.put(row, "value", spoilt.get(middle, "value"))
    return spoilt


@harmful()
def another_indicator_under_its_name(table: Table, rng: random.Random) -> Table:
    """The figures of another source's file, council by council, in its newest period."""
    ours = table.copy()
    others = [s for s in publications.slugs() if publications.published(s).indicators != table.indicators]
    other = publications.published(rng.choice(others))
    one = other.indicators[0]
    theirs = {
        other.get(r, "area"): other.get(r, "value")
        for r in other.rows
        if other.get(r, "indicator") == one and other.get(r, "period") == other.newest[one]
    }
    for row in ours.rows:
        if ours.is_newest(row):
            ours.put(row, "value", theirs.get(ours.get(row, "area"), ""))
    return ours


@harmful()
def two_indicators_of_the_file_swapped(table: Table, rng: random.Random) -> Table:
    only(len(table.indicators) > 1)
    first, second = table.indicators[:2]
    spoilt = table.copy()
    for row in spoilt.rows:
        named = {first: second, second: first}.get(spoilt.get(row, "indicator"))
        if named:
            spoilt.put(row, "indicator", named)
    return spoilt


@harmful()
def an_indicator_gone_from_the_file(table: Table, rng: random.Random) -> Table:
    return table.copy([r for r in table.rows if table.get(r, "indicator") != table.indicators[0]])


@harmful()
def one_sex_called_persons(table: Table, rng: random.Random) -> Table:
    """Boys' rates as everybody's: a sixth higher, more or less, as the full file has them."""
    only("Sex" in table.headings)
    spoilt = table.copy()
    for row in spoilt.rows:
        scaled(spoilt, rng.gauss(1.17, 0.03), [row])
    return spoilt


@harmful()
def sexes_mixed_as_persons(table: Table, rng: random.Random) -> Table:
    """For some councils the boys' rate, for others the girls'."""
    only("Sex" in table.headings)
    spoilt = table.copy()
    of = {code: rng.choice((1.17, 0.82)) for code in spoilt.councils}
    for row in spoilt.rows:
        scaled(spoilt, of.get(spoilt.get(row, "area"), 1.0), [row])
    return spoilt


@harmful()
def persons_dropped(table: Table, rng: random.Random) -> Table:
    only("Sex" in table.headings)
    spoilt = table.copy()
    for row in spoilt.rows:
        spoilt.put(row, "sex", "Male")
    return spoilt
