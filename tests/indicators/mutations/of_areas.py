"""Figures under the wrong council: shifted, permuted, England’s; aggregates; rows missing or doubled."""

from __future__ import annotations

import random

from tests.indicators.mutations.kinds import (
    NEXT,
    council_rows,
    groups,
    hand_round,
    harmful,
    like,
    only,
    scaled,
    valued,
)
from tests.indicators.publications import ENGLAND, Table


def _shift(table: Table, what: tuple[str, ...], since: float = 0.0) -> Table:
    """The list of councils moved on by one against the rest of the row, from some way down."""
    spoilt = table.copy()
    codes = spoilt.councils
    named = {spoilt.get(r, "area"): spoilt.get(r, "name") for r in spoilt.rows}
    moved = codes[int(len(codes) * since) :]
    following = dict(zip(moved, moved[1:] + moved[:1], strict=True))
    for row in spoilt.rows:
        code = spoilt.get(row, "area")
        if code in following:
            if "area" in what:
                spoilt.put(row, "area", following[code])
            if "name" in what:
                spoilt.put(row, "name", named[following[code]])
    return spoilt


@harmful()
def codes_shifted_by_one_row(table: Table, rng: random.Random) -> Table:
    return _shift(table, ("area",))


@harmful()
def names_shifted_by_one_row(table: Table, rng: random.Random) -> Table:
    return _shift(table, ("name",))


@harmful()
def codes_and_names_shifted_by_one_row(table: Table, rng: random.Random) -> Table:
    return _shift(table, ("area", "name"))


@harmful()
def codes_shifted_from_halfway(table: Table, rng: random.Random) -> Table:
    return _shift(table, ("area",), since=rng.uniform(0.4, 0.6))


@harmful()
def codes_and_names_shifted_from_halfway(table: Table, rng: random.Random) -> Table:
    return _shift(table, ("area", "name"), since=rng.uniform(0.4, 0.6))


@harmful(NEXT)
def newest_figures_shifted_by_one_row(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for group in groups(spoilt, council_rows(spoilt, newest=True)):
        hand_round(spoilt, group, [*range(1, len(group)), 0])
    return spoilt


@harmful()
def values_permuted_among_councils(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for group in groups(spoilt, council_rows(spoilt)):
        hand_round(spoilt, group, rng.sample(range(len(group)), len(group)))
    return spoilt


@harmful(NEXT)
def newest_values_permuted_among_councils(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for group in groups(spoilt, council_rows(spoilt, newest=True)):
        hand_round(spoilt, group, rng.sample(range(len(group)), len(group)))
    return spoilt


@harmful(NEXT)
def newest_values_sorted_by_size(table: Table, rng: random.Random) -> Table:
    spoilt = table.copy()
    for group in groups(spoilt, valued(spoilt, newest=True)):
        sizes = [spoilt.number(row) or 0.0 for row in group]
        hand_round(spoilt, group, sorted(range(len(group)), key=sizes.__getitem__))
    return spoilt


@harmful()
def englands_row_beside_a_councils_under_its_code(table: Table, rng: random.Random) -> Table:
    spoilt, code = table.copy(), rng.choice(table.councils)
    extra = [dict(r) for r in spoilt.rows if spoilt.get(r, "area") == ENGLAND]
    only(extra)
    for row in extra:
        spoilt.put(row, "area", code)
    return spoilt.copy(spoilt.rows + extra)


@harmful()
def englands_row_in_place_of_a_councils(table: Table, rng: random.Random) -> Table:
    spoilt, code = table.copy(), rng.choice(table.councils)
    only(any(spoilt.get(r, "area") == ENGLAND for r in spoilt.rows))
    rows = [r for r in spoilt.rows if spoilt.get(r, "area") != code]
    for row in rows:
        if spoilt.get(row, "area") == ENGLAND:
            spoilt.put(row, "area", code)
    return spoilt.copy(rows)


@harmful()
def englands_figures_for_a_council(table: Table, rng: random.Random) -> Table:
    spoilt, code = table.copy(), rng.choice(table.councils)
    england = {
        (spoilt.get(r, "indicator"), spoilt.get(r, "period")): r
        for r in spoilt.rows
        if spoilt.get(r, "area") == ENGLAND
    }
    only(england)
    for row in spoilt.rows:
        if spoilt.get(row, "area") == code:
            own = england.get((spoilt.get(row, "indicator"), spoilt.get(row, "period")))
            for what in ("value", "lower", "upper"):
                spoilt.put(row, what, spoilt.get(own, what) if own else "")
    return spoilt


@harmful()
def one_regions_rows_missing(table: Table, rng: random.Random) -> Table:
    # London's boroughs are the region that the codes alone tell.
    only(any(code.startswith("E09") for code in table.councils))
    return table.copy([r for r in table.rows if not table.get(r, "area").startswith("E09")])


@harmful(NEXT)
def one_types_newest_rows_missing(table: Table, rng: random.Random) -> Table:
    kind = rng.choice(sorted({c[:3] for c in table.councils if c[:3] != "E10"}))
    return table.copy(
        [r for r in table.rows if not (table.get(r, "area").startswith(kind) and table.is_newest(r))]
    )


@harmful()
def extra_rows_of_aggregates(table: Table, rng: random.Random) -> Table:
    extra = []
    for code, name in (("E06", "All unitaries"), ("-", "Rest of England"), ("E13000001", "Inner London"),
                       ("K04000001", "England and Wales"), ("E12000007", "Greater London Authority"),
                       ("E92000001", "ENGLAND")):  # fmt: skip
        for row in valued(table, newest=True)[:: max(1, len(table.councils))]:
            extra.append(dict(row))
            table.put(extra[-1], "area", code)
            table.put(extra[-1], "name", name)
            table.put(extra[-1], "value", like(table.get(row, "value"), (table.number(row) or 1.0) * 7))
    return table.copy(table.rows + extra)


@harmful()
def abolished_beside_their_successors(table: Table, rng: random.Random) -> Table:
    """Northumberland's old districts and county, Bournemouth, Poole: given again in the newest period."""
    old = {
        "E06000048": "Northumberland (old)",
        "E06000028": "Bournemouth",
        "E06000029": "Poole",
        "E07000004": "Aylesbury Vale",
        "E07000026": "Allerdale",
        "E10000002": "Buckinghamshire CC",
    }
    extra = []
    for row in valued(table, newest=True)[:2]:
        for code, name in old.items():
            extra.append(dict(row))
            table.put(extra[-1], "area", code)
            table.put(extra[-1], "name", name)
            table.put(extra[-1], "value", like(table.get(row, "value"), (table.number(row) or 1.0) * 1.5))
    given = {(table.get(r, "area"), table.get(r, "indicator"), table.get(r, "period")) for r in table.rows}
    extra = [
        r for r in extra
        if (table.get(r, "area"), table.get(r, "indicator"), table.get(r, "period")) not in given
    ]  # fmt: skip
    return table.copy(table.rows + extra)


@harmful()
def rows_doubled_with_other_values(table: Table, rng: random.Random) -> Table:
    extra = [dict(row) for row in rng.sample(valued(table), len(valued(table)) // 12)]
    scaled(table, 1.4, extra)
    return table.copy(table.rows + extra)
