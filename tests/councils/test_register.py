"""The committed register: the counts anyone can check, the dates, and that it can be made again."""

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from councils import register as package
from councils.register import CouncilFacts, read_register
from councils.register.compiling import compiled

REGISTER = read_register()
BEGINS = date(2012, 4, 1)


def existing(on: date) -> list[CouncilFacts]:
    return [
        facts
        for facts in REGISTER.councils
        if (facts.existed_from_on is None or facts.existed_from_on <= on)
        and (facts.existed_until_on is None or on <= facts.existed_until_on)
    ]


def by(field: str, on: date) -> dict[str, int]:
    return dict(Counter(getattr(facts, field) for facts in existing(on)))


def test_353_councils_stood_on_1_april_2012_by_type():
    assert len(REGISTER.councils) == 365
    assert len(existing(BEGINS)) == 353
    assert by("kind", BEGINS) == {
        "district": 201,
        "unitary": 56,
        "metropolitan": 36,
        "london": 32,
        "county": 27,
        "city": 1,
    }


def test_353_councils_stood_on_1_april_2012_by_region():
    assert by("region", BEGINS) == {
        "south-east": 74,
        "east-of-england": 52,
        "east-midlands": 45,
        "north-west": 41,
        "south-west": 41,
        "west-midlands": 33,
        "london": 33,
        "yorkshire-and-the-humber": 22,
        "north-east": 12,
    }


TODAY = date(2025, 7, 1)  # what "today" is in the sources


def test_317_councils_stand_today_by_type():
    assert len(existing(TODAY)) == 317
    assert by("kind", TODAY) == {
        "district": 164,
        "unitary": 63,
        "metropolitan": 36,
        "london": 32,
        "county": 21,
        "city": 1,
    }


def test_317_councils_stand_today_by_region():
    assert by("region", TODAY) == {
        "south-east": 70,
        "east-of-england": 50,
        "east-midlands": 39,
        "north-west": 36,
        "london": 33,
        "west-midlands": 33,
        "south-west": 29,
        "yorkshire-and-the-humber": 15,
        "north-east": 12,
    }


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2019, 4, 1), 353, 343),
        (date(2020, 4, 1), 343, 339),
        (date(2021, 4, 1), 339, 333),
        (date(2023, 4, 1), 333, 317),
    ],
)
def test_each_reorganisation_took_effect_on_its_day(day, before, after):
    assert len(existing(day.replace(month=3, day=31))) == before
    assert len(existing(day)) == after


def test_every_key_and_code_is_one_councils_and_every_reference_is_held():
    keys = [facts.key for facts in REGISTER.councils]
    assert len(set(keys)) == len(keys)
    assert len({facts.code for facts in REGISTER.councils}) == len(keys)
    assert {facts.county for facts in REGISTER.councils} - {""} <= set(keys)
    for owned in (REGISTER.names, REGISTER.codes):
        assert {facts.key for facts in owned} <= set(keys)
    regions = {region.slug for region in REGISTER.regions}
    assert len(regions) == 9
    assert {facts.region for facts in REGISTER.councils} == regions


def test_a_district_stands_in_a_county_of_its_region_and_nothing_else_does():
    held = {facts.key: facts for facts in REGISTER.councils}
    for facts in REGISTER.councils:
        assert bool(facts.county) == (facts.kind == "district"), facts.name
        if facts.county:
            assert held[facts.county].kind == "county"
            assert held[facts.county].region == facts.region, facts.name


def test_every_council_that_ended_has_a_successor_that_began_the_next_day():
    held = {facts.key: facts for facts in REGISTER.councils}
    ended = {facts.key for facts in REGISTER.councils if facts.existed_until_on}
    assert len(ended) == 48
    assert {one.predecessor for one in REGISTER.successions} == ended
    for one in REGISTER.successions:
        assert (one.on - held[one.predecessor].existed_until_on).days == 1
        assert held[one.successor].existed_from_on == one.on


def test_a_councils_own_code_is_among_its_codes_and_gss_codes_do_not_overlap():
    gss: dict[str, list] = {}
    for facts in REGISTER.codes:
        if facts.scheme == "gss":
            gss.setdefault(facts.key, []).append(facts)
    for facts in REGISTER.councils:
        codes = sorted(gss[facts.key], key=lambda code: code.since_on)
        assert codes[-1].code == facts.code
        for earlier, later in pairwise(codes):
            assert (later.since_on - earlier.until_on).days == 1


def test_the_five_advisers_of_2012_hold_the_nine_regions_once_each():  # R027 R028 R029 R030 R031 R032
    assert {adviser.name: set(adviser.regions) for adviser in REGISTER.advisers} == {
        "Marianne Abley": {"south-east"},
        "Howard Davis": {"west-midlands", "south-west"},
        "Mark Edgell": {"east-midlands", "north-east", "yorkshire-and-the-humber"},
        "Rachel Litherland": {"east-of-england", "london"},
        "Gill Taylor": {"north-west"},
    }
    held = [slug for adviser in REGISTER.advisers for slug in adviser.regions]
    assert sorted(held) == sorted(region.slug for region in REGISTER.regions)
    assert {adviser.known_until_on for adviser in REGISTER.advisers} == {date(2012, 11, 2)}


def test_the_register_holds_no_telephone_number_and_no_address():  # R032
    for path in Path(package.__file__).parent.iterdir():
        if path.suffix in (".toml", ".csv"):
            text = path.read_text()
            assert "@" not in text
            assert "07" not in [word[:2] for word in text.split() if word.isdigit() and len(word) > 4]


def test_there_are_four_political_groups():  # R042
    assert [group.name for group in REGISTER.political_groups] == [
        "Conservative",
        "Labour",
        "Liberal Democrat",
        "Independent",
    ]


def test_service_areas_can_be_added_and_begin_with_the_papers_own():  # R015 R176
    names = {area.name for area in REGISTER.service_areas}
    assert {"Corporate", "Children's services", "Adult social care", "Health and wellbeing"} <= names


def test_a_spreadsheets_spoilt_year_is_no_start_date():
    began = {facts.key: facts.existed_from_on for facts in REGISTER.councils}
    assert began["BST"] is None  # 1996 as 18 June 1905
    assert began["RDG"] is None  # 1974 as 27 May 1905
    assert began["DNC"] == date(1974, 4, 1)
    assert began["BDF"] == date(2009, 4, 1)


@pytest.mark.shared_data
def test_the_committed_register_is_what_a_recompilation_gives(shared_data):
    folder = Path(package.__file__).parent
    for name, text in compiled(shared_data / "councils").items():
        assert (folder / name).read_text(encoding="utf-8") == text, f"{name}: run script/compile_register"
