"""The order of councils in a new period: kept if it is that of any recent period, else asked about."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from indicators.plausibility import newest
from indicators.plausibility.beside import Beside

COUNCILS = 290
LEVEL = 40.0


def series_of(noises, rng, figures=None):
    """A series whose periods (newest first) are one lasting order and so much noise each; newest not held.

    `figures` changes the newest period's.
    """
    lasting = rng.normal(size=COUNCILS)
    known = np.array([LEVEL + 4 * (lasting + noise * rng.normal(size=COUNCILS)) for noise in noises])
    file, held = np.full_like(known, np.nan), known.copy()
    file[0] = known[0] if figures is None else figures(known[0])
    held[0] = np.nan
    nothing = np.full(len(noises), np.nan)
    years = [2023 - place for place in range(len(noises))]
    return Beside(
        series=SimpleNamespace(indicator=SimpleNamespace(decimals=1), __str__=lambda: "Unemployment"),
        periods=[SimpleNamespace(pk=y, label=str(y), end_on=date(y, 12, 31)) for y in years],
        codes=np.array([f"E06{n:06}" for n in range(COUNCILS)]),
        names=np.array([f"Council {n}" for n in range(COUNCILS)]),
        kinds=np.full(COUNCILS, "unitary"),
        lasts=np.full(COUNCILS, date.max.toordinal()),
        file=file,
        file_has=~np.isnan(file),
        held=held,
        held_has=~np.isnan(held),
        england=nothing,
        england_held=nothing,
        held_periods=[],
        held_counts=[],
        file_counts={2023: COUNCILS},
    )


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def order_in(said):
    return [sentence for sentence in said if "another order" in sentence]


def test_an_order_unlike_that_of_one_loose_year_but_like_the_years_before_it_is_kept(rng):
    one = series_of([0.65, 1.3, *[0.25] * 12], rng)  # 2022 came from few answers
    assert newest.likeness(one.file[0], one.held[1]) < 0.56
    assert order_in(newest.of_series(one)) == []


def test_an_order_unlike_every_recent_year_is_asked_about_in_a_sentence_with_the_figures(rng):
    one = series_of([0.25] * 14, rng, figures=rng.permutation)
    (said,) = order_in(newest.of_series(one))
    assert "councils stand in another order than before" in said
    assert "usually 0.9" in said


def test_half_the_councils_under_others_names_are_asked_about_though_a_year_before_was_loose(rng):
    def half(figures):
        spoilt = figures.copy()
        some = rng.choice(COUNCILS, COUNCILS // 2, replace=False)
        spoilt[some] = figures[rng.permutation(some)]
        return spoilt

    assert order_in(newest.of_series(series_of([0.25] * 14, rng, figures=half)))
    assert order_in(newest.of_series(series_of([0.25, 1.1, *[0.25] * 12], rng, figures=half)))


def test_figures_of_a_loose_survey_beside_the_next_council_in_the_list_are_asked_about(rng):
    loose = [0.9] * 8
    (said,) = newest.of_series(series_of(loose, rng, figures=lambda figures: np.roll(figures, 1)))
    assert "beside those of the council before in the list" in said
    assert not list(newest.of_series(series_of(loose, rng)))
