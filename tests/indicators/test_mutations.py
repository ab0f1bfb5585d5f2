"""One release of each kind of mutation, small ones: what the drill (`script/drill mutations`) does to all."""

import gzip

import pytest

from tests.indicators import drilling, publications
from tests.indicators.mutations import KINDS

pytestmark = pytest.mark.django_db

# Small files of three publishers, between them with every shape a kind needs.
SMALL = (
    "ons-els-persistent-absences-for-pupils-looked-after-by-local-authorities",
    "mhclg-temporary-accommodation",
    "fingertips-90284",
    "ons-els-healthy-life-expectancy",
)
LEFT_OUT_AND_SAID = {"englands row beside a councils under its code", "abolished beside their successors"}


@pytest.fixture(scope="module")
def small_plan():
    return drilling.plan(1, tuple(KINDS), SMALL)


def test_every_kind_of_mutation_is_tried_on_a_small_file(small_plan):
    assert {case.kind for case in small_plan} == set(KINDS)
    assert len(small_plan) >= 50


def test_a_file_in_a_shape_of_its_own_is_written_again_as_it_came():
    for slug in ("dfe-repeat-child-protection-plans", "mhclg-temporary-accommodation"):
        came = gzip.decompress((publications.PUBLISHED / f"{slug}.csv.gz").read_bytes())
        assert publications.published(slug).written() == came


def test_the_harmful_is_held_the_harmless_let_through_and_each_is_undone_to_the_byte(register, small_plan):
    drilling.prepare()
    found = drilling.run(small_plan)
    for one in found:
        if not one.case.harmful:
            assert one.verdict != "held", (one.said, one.sentence)
        elif one.case.kind in LEFT_OUT_AND_SAID:
            assert one.verdict in ("held", "right"), (one.said, one.sentence)
        else:
            assert one.verdict == "held", (one.said, one.sentence)
        assert one.undone != "different", one.said
    line = drilling.figures(found)
    assert line["silently_published"] == 0
    assert line["harmful_held_share"] >= 0.95
    assert line["rolled_back"] == line["rolled_back_to_the_byte"] > len(found) / 2
