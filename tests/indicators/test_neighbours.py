"""Sets of similar councils: the committed facts, that they can be made again, and how they are loaded."""

from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command

from councils.register import read_register
from indicators import neighbours
from indicators.models import Neighbour, NeighbourSet
from indicators.neighbours.compiling import HERE, compiled
from indicators.neighbours.loading import REGISTER_FIRST, sync_neighbours

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "neighbours"


@pytest.mark.parametrize(("slug", "councils"), [("dfe-2025", 153), ("dfe-2021", 152)])
def test_the_departments_sets_name_ten_neighbours_of_each_council(slug, councils):  # R109
    counted = Counter(pair.council for pair in neighbours.pairs(slug))
    assert len(counted) == councils
    assert set(counted.values()) == {10}


def test_every_set_names_only_councils_of_the_register_and_none_its_own_neighbour():
    known = {one.key for one in read_register().councils}
    for slug in neighbours.sets():
        for pair in neighbours.pairs(slug):
            assert {pair.council, pair.neighbour} <= known
            assert pair.council != pair.neighbour


def test_a_number_that_passed_to_a_successor_is_read_as_of_the_sets_year():
    then = {pair.council for pair in neighbours.pairs("dfe-2021")}
    now = {pair.council for pair in neighbours.pairs("dfe-2025")}
    assert {"NYK", "SOM", "BUC"} <= then
    assert {"NYE", "SMT", "BUC"} <= now
    assert "BKM" not in then | now


def test_every_set_says_who_when_and_under_which_licence():
    for one in neighbours.sets().values():
        assert all((one.publisher, one.made, one.source, one.licence, one.note))
        assert one.page.startswith("https://")


@pytest.mark.shared_data
def test_the_committed_sets_are_what_the_published_facts_say():
    for name, text in compiled(SHARED).items():
        assert (HERE / name).read_text(encoding="utf-8") == text, name


@pytest.mark.django_db
def test_they_are_loaded_with_the_catalogue_and_a_second_run_changes_nothing(register, capsys):
    call_command("load_catalogue")
    assert "5 sets of similar councils." in capsys.readouterr().out
    held = set(Neighbour.objects.values_list("pk", flat=True))
    assert len(held) == sum(len(neighbours.pairs(slug)) for slug in neighbours.sets())
    call_command("load_catalogue", verbosity=0)
    assert set(Neighbour.objects.values_list("pk", flat=True)) == held


@pytest.mark.django_db
def test_a_set_that_is_no_longer_a_file_goes_and_one_that_changed_is_made_again(register):
    sync_neighbours()
    NeighbourSet.objects.create(slug="gone", place=9)
    Neighbour.objects.filter(set__slug="dfe-2025", place=1).delete()
    sync_neighbours()
    assert set(NeighbourSet.objects.values_list("slug", flat=True)) == set(neighbours.sets())
    assert Neighbour.objects.filter(set__slug="dfe-2025", place=1).count() == 153


@pytest.mark.django_db
def test_without_the_register_it_says_what_to_do():
    assert sync_neighbours() == REGISTER_FIRST
    assert not NeighbourSet.objects.exists()
