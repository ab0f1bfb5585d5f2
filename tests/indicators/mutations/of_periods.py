"""Periods: last year’s file in every disguise, labels confused, years that are not those they say."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.indicators import publications
from tests.indicators.mutations.kinds import AGAIN, NEXT, harmful, only
from tests.indicators.publications import Table


def _relabelled(table: Table, names: Callable[[list[str]], dict[str, str]]) -> Table:
    spoilt = table.copy()
    for one in spoilt.indicators:
        periods = spoilt.periods(one)
        only(len(periods) > 1)
        named = names(periods)
        for row in spoilt.rows:
            if spoilt.get(row, "indicator") == one:
                spoilt.put(row, "period", named.get(spoilt.get(row, "period"), spoilt.get(row, "period")))
    return spoilt


@harmful(AGAIN)
def last_years_file(table: Table, rng: random.Random) -> Table:
    only(all(len(table.periods(one)) > 1 for one in table.indicators))
    return publications.before(table)


@harmful(NEXT)
def last_years_file_under_this_years_name(table: Table, rng: random.Random) -> Table:
    """Every period of last year's file is called the next."""
    before = publications.before(table)
    following = {one: table.periods(one) for one in table.indicators}
    for row in before.rows:
        periods = following[before.get(row, "indicator")]
        before.put(
            row, "period", periods[min(periods.index(before.get(row, "period")) + 1, len(periods) - 1)]
        )
    return before


@harmful(NEXT)
def last_years_figures_again_in_the_newest_period(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    by_key = {
        (spoilt.get(r, "indicator"), spoilt.get(r, "period"), spoilt.get(r, "area")): r for r in table.rows
    }
    periods = {one: table.periods(one) for one in table.indicators}
    only(all(len(held) > 1 for held in periods.values()))
    for row in spoilt.rows:
        one = spoilt.get(row, "indicator")
        if spoilt.get(row, "period") == periods[one][-1]:
            old = by_key.get((one, periods[one][-2], spoilt.get(row, "area")))
            for what in ("value", "lower", "upper"):
                spoilt.put(row, what, spoilt.get(old, what) if old else "")
    return spoilt


@harmful(NEXT)
def last_years_figures_for_a_third_of_councils(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    stale = set(rng.sample(spoilt.councils, len(spoilt.councils) // 3))
    periods = {one: table.periods(one) for one in table.indicators}
    only(all(len(held) > 1 for held in periods.values()))
    by_key = {
        (spoilt.get(r, "indicator"), spoilt.get(r, "period"), spoilt.get(r, "area")): r for r in table.rows
    }
    for row in spoilt.rows:
        one = spoilt.get(row, "indicator")
        if spoilt.get(row, "area") in stale and spoilt.get(row, "period") == periods[one][-1]:
            old = by_key.get((one, periods[one][-2], spoilt.get(row, "area")))
            for what in ("value", "lower", "upper"):
                spoilt.put(row, what, spoilt.get(old, what) if old else "")
    return spoilt


@harmful()
def the_two_newest_periods_relabelled_as_each_other(table: Table, rng: random.Random) -> Table:
    return _relabelled(table, lambda periods: {periods[-1]: periods[-2], periods[-2]: periods[-1]})


@harmful()
def a_period_of_another_length(table: Table, rng: random.Random) -> Table:
    only(all("/P" in table.get(r, "period") for r in table.rows))
    spoilt = table.copy()
    for row in spoilt.rows:
        start, _, length = spoilt.get(row, "period").partition("/")
        spoilt.put(row, "period", f"{start}/{'P3Y' if length == 'P1Y' else 'P1Y'}")
    return spoilt


@harmful()
def calendar_years_called_financial(table: Table, rng: random.Random) -> Table:
    only(all(table.get(r, "period").endswith("/P1Y") for r in table.rows))
    spoilt = table.copy()
    for row in spoilt.rows:
        year, month = spoilt.get(row, "period")[:4], spoilt.get(row, "period")[5:7]
        spoilt.put(row, "period", f"{year}-{'01' if month != '01' else '04'}-01/P1Y")
    return spoilt


@harmful()
def a_period_that_has_not_begun(table: Table, rng: random.Random) -> Table:
    only("Time period" not in table.headings)
    spoilt = table.copy()
    for row in spoilt.rows:
        spoilt.put(row, "period", "2037" + spoilt.get(row, "period")[4:] if spoilt.is_newest(row) else
                   spoilt.get(row, "period"))  # fmt: skip
    return spoilt
