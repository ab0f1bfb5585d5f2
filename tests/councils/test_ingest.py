"""Loading the register: once, again, and after it has changed."""

import dataclasses
import json
import time
from io import StringIO

import pytest
from django.core.management import call_command

from audit.models import Event
from councils.ingest import load_register
from councils.models import (
    Council,
    CouncilCode,
    CouncilName,
    PoliticalGroup,
    Region,
    RegionHolding,
    ServiceArea,
    Succession,
)
from councils.register import read_register
from tests.factories.councils import CouncilFactory

pytestmark = pytest.mark.django_db


def run() -> dict:
    out = StringIO()
    call_command("load_register", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return json.loads(lines[0])


def everything() -> list:
    models = (
        Region,
        Council,
        CouncilName,
        CouncilCode,
        Succession,
        RegionHolding,
        ServiceArea,
        PoliticalGroup,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_the_command_loads_it_in_under_three_seconds_and_says_so_in_one_line():
    began = time.perf_counter()
    line = run()
    assert time.perf_counter() - began < 3
    assert line["register"]["councils"] == Council.objects.count() == 365
    assert line["register"]["regions"] == 9
    assert line["register"]["successions"] == Succession.objects.count() == 50
    assert line["new"] > 2_000


def test_a_second_load_changes_nothing():
    run()
    before = everything()
    assert {name: count for name, count in run().items() if name != "register"} == {
        "new": 0,
        "changed": 0,
        "removed": 0,
    }
    assert everything() == before


def test_a_load_is_recorded_once():
    run()
    run()
    assert Event.objects.filter(act="load_register").count() == 1


def test_a_council_renamed_in_the_register_keeps_its_row():
    register = read_register()
    load_register(register)
    before = Council.objects.get(key="DNC")
    councils = tuple(
        dataclasses.replace(facts, name="Doncaster Council") if facts.key == "DNC" else facts
        for facts in register.councils
    )
    done = load_register(dataclasses.replace(register, councils=councils))
    assert Council.objects.get(key="DNC").pk == before.pk
    assert Council.objects.get(key="DNC").name == "Doncaster Council"
    assert (done.new, done.changed, done.removed) == (1, 1, 1)  # its official name among its names


def test_fictional_councils_are_left_alone(loaded):
    council = CouncilFactory(fictional=True)
    load_register(read_register())
    assert Council.objects.filter(pk=council.pk).exists()
    assert council.codes.exists()


def test_the_five_advisers_are_dated_facts_without_a_sign_in(loaded):  # R027 R028 R029 R030 R031 R032
    held = RegionHolding.objects.filter(user__isnull=True)
    assert held.count() == 9
    assert held.values("region").distinct().count() == 9
    assert not held.filter(until_on__isnull=True).exists()
    assert not held.filter(source="").exists()


def test_if_the_record_cannot_be_written_nothing_is_loaded(broken_audit):
    with pytest.raises(broken_audit):
        load_register(read_register())
    assert not Council.objects.exists()
