"""The two rules by which a figure is one to ask about, by hand."""

from datetime import date

import pytest

from indicators.asking import OfType, Point, Rule, Way, can_be_looked_at, rests_on, rules_that_hold, window

LOW, HIGH, NONE = Way("low", 1), Way("high", 1), Way("none", 1)
NA = None


def year(number, median=5.0):
    return OfType(
        number,
        str(2000 + number),
        date(2000 + number, 1, 1),
        date(2000 + number, 12, 31),
        9,
        median,
        4.0,
        6.0,
    )


def run(*values):
    return [Point(year(number), value) for number, value in enumerate(values, start=1)]


@pytest.mark.parametrize(
    ("values", "way", "holds"),
    [
        ((5.0, 5.1, 5.2, 5.3), LOW, True),
        ((4.0, 5.1, 5.2, 5.3), LOW, True),  # the first year is only what the second moved from
        ((5.0, 4.9, 4.8, 4.7), HIGH, True),
        ((5.0, 5.1, 5.2, 5.3), HIGH, False),  # moving, on the better side
        ((5.0, 5.1, 5.2, 5.3), NONE, False),  # nobody says which way is better
        ((9.0, 8.0, 7.0, 6.5), LOW, False),  # worse than the type, getting better
        ((4.0, 4.9, 5.1, 5.2), LOW, False),  # three worse moves, only two on the worse side
        ((5.0, 5.2, 5.2, 5.3), LOW, False),  # one year did not move
        ((5.0, 5.11, 5.12, 5.3), LOW, False),  # printed alike: a reader would see no move
        ((5.0, 5.04, 5.2, 5.3), LOW, False),  # printed as the median
        ((5.0, NA, 5.2, 5.3), LOW, False),
        ((NA, 5.1, 5.2, 5.3), LOW, False),
        ((5.1, 5.2, 5.3), LOW, False),  # too few
        ((), LOW, False),
    ],
)
def test_moving_away_from_the_type_for_three_periods(values, way, holds):
    points = run(*values)
    basis = rests_on(Rule.WORSENING, points, way, 3)
    assert list(basis) == (points[-4:] if holds else [])


@pytest.mark.parametrize(
    ("values", "way", "holds"),
    [
        ((5.0, 5.0, 6.0, 6.1, 6.5, 6.2), LOW, True),
        ((5.0, 5.0, 6.1, 6.1, 6.5, 6.2), LOW, False),  # one of the three before was there already
        ((5.0, 5.0, 6.0, 6.1, 6.0, 6.2), LOW, False),  # one of the last three was not
        ((5.0, 5.0, 4.0, 3.9, 3.5, 3.9), HIGH, True),
        ((5.0, 5.0, 4.0, 3.9, 3.5, 3.9), LOW, False),  # a lasting shift to the better side
        ((5.0, 5.0, 6.0, 6.1, 6.5, 6.2), NONE, False),
        ((5.0, NA, 6.0, 6.1, 6.5, 6.2), LOW, False),
        ((5.0, 6.0, 6.1, 6.5, 6.2), LOW, False),
    ],
)
def test_a_lasting_shift_out_of_the_middle_half(values, way, holds):
    points = run(*values)
    assert list(rests_on(Rule.SHIFT, points, way, 3)) == (points if holds else [])


def test_for_how_many_periods_is_a_setting():
    assert rules_that_hold(run(5.0, 5.1, 5.2), LOW, 2) == [Rule.WORSENING]
    assert rules_that_hold(run(5.0, 5.1, 5.2), LOW, 3) == []


def test_years_are_set_beside_years_only():
    quarter = OfType(99, "2003 Q4", date(2003, 10, 1), date(2003, 12, 31), 9, 5.0, 4.0, 6.0)
    years = [year(number) for number in range(1, 10)]
    assert window([*years[:3], quarter, *years[3:]], 3) == years[-6:]
    assert window([*years, quarter], 3) == [quarter]
    assert window([], 3) == []


def test_with_a_value_missing_a_figure_cannot_be_looked_at():
    assert can_be_looked_at(run(NA, 5.0, 5.1, 5.2, 5.3), 3)
    assert not can_be_looked_at(run(5.0, NA, 5.2, 5.3), 3)
    assert not can_be_looked_at(run(5.1, 5.2, 5.3), 3)
