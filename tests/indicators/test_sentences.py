"""A figure in a sentence: distances a reader can check, and no word of how good it is (WORKFLOW §5)."""

import re

import pytest

from indicators.queries.sentences import (
    Among,
    changed,
    held_to_be_better,
    how_far,
    moved,
    place_among,
    quarter,
)
from tests.house.test_words import refused_in


def among(n=62, name="unitaries", values=(), **changed_figures):
    figures = {
        "mean": 70.0, "median": 70.32, "least": 50.0, "greatest": 90.0,
        "lower_quartile": 65.0, "upper_quartile": 74.0,
    }  # fmt: skip
    return Among(name=name, n=n, values=values, **{**figures, **changed_figures})


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (74.6, "Higher than three quarters of unitaries; 4.3 points above their median of 70.3."),
        (74.0, "Higher than half of unitaries; 3.7 points above their median of 70.3."),
        (70.3, "At the median of unitaries, 70.3."),
        (69.3, "Lower than half of unitaries; 1.0 point below their median of 70.3."),
        (60.0, "Lower than three quarters of unitaries; 10.3 points below their median of 70.3."),
        (90.0, "As high as any of 62 unitaries; 19.7 points above their median of 70.3."),
        (50.0, "As low as any of 62 unitaries; 20.3 points below their median of 70.3."),
        (None, ""),
    ],
)
def test_where_a_value_stands_among_its_type(value, said):
    assert place_among(value, among(), "% aged 16 to 64", 1) == said


def test_the_difference_is_that_of_the_figures_as_printed():
    said = place_among(74.55, among(), "years", 0)
    assert said.endswith("5 above their median of 70.")


def test_points_are_of_percentages_only():
    assert "points" not in place_among(80.0, among(), "per 1,000 households", 1)


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (among(n=1, name="councils of its kind"), "The one council of its type with a figure."),
        (among(n=3), "9.7 points above the median of unitaries, 70.3."),
        (among(n=0, median=None), ""),
        (None, ""),
    ],
)
def test_too_few_councils_give_no_share(figures, said):
    assert place_among(80.0, figures, "%", 1) == said


def test_neighbours_are_counted_each():
    ten = among(n=10, name="statistical neighbours", values=tuple(range(61, 71)), median=65.5)
    assert place_among(68.0, ten, "%", 1).startswith("Higher than 7 of 10 statistical neighbours; 2.5 points")
    assert place_among(60.0, ten, "%", 1).startswith("Lower than all 10 statistical neighbours")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (70.3, "Up 0.5 points from 70.3 (2023)."),
        (71.8, "Down 1.0 point from 71.8 (2023)."),
        (70.81, "The same as before (2023)."),
        (None, ""),
    ],
)
def test_what_changed_since_the_period_before(before, said):
    assert changed(70.8, before, "2023", "%", 1) == said


def test_a_changed_quarter_is_said_by_where_it_was_and_is():
    edges = (10.0, 20.0, 30.0)
    assert [quarter(v, edges, 40) for v in (10.0, 10.1, 20.1, 31.0)] == [0, 1, 2, 3]
    assert quarter(31.0, edges, 3) is None
    assert quarter(None, edges, 40) is None
    assert moved(1, 3, "2023") == "from the second to the highest quarter of councils in England since 2023"
    assert moved(2, 2, "2023") == moved(None, 2, "2023") == ""


def test_how_far_is_in_widths_of_the_middle_half():
    assert how_far(79.32, among()) == pytest.approx(1.0)
    assert how_far(61.32, among()) == pytest.approx(1.0)
    assert how_far(70.32, among(lower_quartile=70.0, upper_quartile=70.0)) == 0.0
    assert how_far(71.0, among(lower_quartile=70.0, upper_quartile=70.0)) == float("inf")
    assert how_far(None, among()) is how_far(71.0, None) is how_far(71.0, among(n=3)) is None


def test_better_is_said_only_with_who_says_so():
    assert held_to_be_better("none", "") == ""
    assert held_to_be_better("low", "Department for Education") == (
        "A lower figure is held to be better. Stated by: Department for Education."
    )


def test_no_sentence_judges():
    said = " ".join(
        place_among(v, among(), "%", 1) + changed(v, 70.0, "2023", "%", 1) for v in (50, 60, 70, 80, 90.0)
    )
    assert not refused_in(said)
    assert not re.search(r"\b(good|bad|better|worse|poor|strong|weak)\b", said)
