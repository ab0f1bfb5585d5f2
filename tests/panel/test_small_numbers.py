"""Counts in a paper that names no council: what is printed never gives away a number of one or two."""

from itertools import product

import pytest

from panel.small_numbers import FEWER, NOT_GIVEN, TOO_FEW, share, spread, told


def test_no_number_of_one_or_two_is_printed():  # R168
    assert [told(number) for number in (0, 1, 2, 3)] == ["none", FEWER, FEWER, "3"]
    assert share(1, 2) == TOO_FEW
    assert share(9, 10) == f"all but {FEWER}"
    assert share(1, 10) == FEWER
    assert (share(10, 10), share(5, 10), share(0, 10)) == ("all", "5", "none")


def of(*numbers):
    return dict(zip("abcdef", numbers, strict=False))


def worlds(total, tables):
    """Every way in which the numbers could be, up to 14, by what is printed and nothing else."""

    def could(said, least):
        ranges = {"none": [0], FEWER: [1, 2], NOT_GIVEN: range(3, least + 1), TOO_FEW: range(15)}
        return ranges.get(said) or [int(said)]

    sums = {"none": [0], FEWER: [1, 2], NOT_GIVEN: range(15)}.get(total) or [int(total)]
    held = []
    for table in tables:
        least = min((int(said) for said in table.values() if said.isdigit()), default=14)
        held.append(list(product(*(could(said, least) for said in table.values()))))
    return [each for each in product(*held) if any(all(sum(one) == s for one in each) for s in sums)]


@pytest.mark.parametrize(
    "tables",
    [
        [of(5, 1, 1)],
        [of(1, 3, 3)],
        [of(1, 3, 9)],
        [of(2, 4, 4)],
        [of(5, 2, 2)],
        [of(1, 1)],
        [of(1, 1), of(2)],
        [of(1, 3, 3), of(7)],
        [of(5, 1, 1), of(4, 3)],
        [of(2, 7, 4), of(0, 13)],
        [of(1, 1, 1, 3), of(3, 3)],
    ],
)
def test_no_hidden_number_can_be_worked_out_from_what_is_printed(tables):  # R168
    total, shown = spread(sum(tables[0].values()), *tables)

    left = worlds(total, shown)
    for place, table in enumerate(shown):
        for cell, said in enumerate(table.values()):
            if said in (FEWER, NOT_GIVEN):
                assert len({world[place][cell] for world in left}) > 1, (total, shown)


def test_no_more_is_hidden_than_has_to_be():
    assert spread(13, of(2, 7, 4)) == ("13", [of(FEWER, "7", NOT_GIVEN)])
    assert spread(7, of(2, 1, 4)) == ("7", [of(FEWER, FEWER, "4")])
    assert spread(7, of(5, 1, 1)) == ("7", [of(NOT_GIVEN, FEWER, FEWER)])
    assert spread(7, of(1, 3, 3)) == (NOT_GIVEN, [of(FEWER, NOT_GIVEN, NOT_GIVEN)])
    assert spread(9, of(0, 4, 5), of(9)) == ("9", [of("none", "4", "5"), of("9")])
    assert spread(9, of(4, 3))[1] == [of("4", "3")]
    assert spread(0, {}, {}) == ("none", [{}, {}])
