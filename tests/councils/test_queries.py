"""What others ask of the register."""

from datetime import date

import pytest

from accounts.models import User
from councils import queries
from councils.access import recused_council_ids
from councils.lookup import How
from councils.models import Council, Office, Officeholder, PoliticalControl, RegionHolding
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for

pytestmark = pytest.mark.django_db

BEGINS = date(2012, 4, 1)
TODAY = date(2026, 11, 21)


def test_353_councils_in_2012_and_317_today(loaded):
    CouncilFactory(fictional=True)
    assert queries.count_councils(BEGINS) == 353
    assert queries.count_councils(TODAY) == 317


@pytest.mark.parametrize("code", ["E08000016", "E08000038", "e08000038", "00CC", "370", "E4401"])
def test_any_code_leads_to_the_council(loaded, code):
    assert queries.council_by_code(code).key == "BNS"


def test_a_shared_number_leads_to_the_council_of_the_day(loaded):
    assert queries.council_by_code("825").key == "BUC"
    assert queries.council_by_code("825", BEGINS).key == "BKM"
    assert queries.council_by_code("E07000190", BEGINS).key == "TAU"
    assert queries.council_by_code("E07000190", TODAY) is None
    assert queries.council_by_code("E99999999") is None


def keys(found):
    return [one.council.key for one in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("donc", "DNC"),
        ("Doncaster", "DNC"),
        ("E08000017", "DNC"),
        ("tyne", "NET"),
        ("Shepway", "SHE"),
        ("st helens", "SHN"),
        ("thurrok", "THR"),
        ("E07000190", "TAU"),
        ("dorset", "DST"),
    ],
)
def test_a_council_is_found_by_part_of_a_name_a_former_name_a_code_or_nearly(loaded, text, first):
    assert keys(queries.find_councils(text, TODAY))[0] == first


def test_a_find_says_by_what_and_those_gone_come_after(loaded):
    shepway = queries.find_councils("Shepway", TODAY)[0]
    assert (shepway.how, shepway.known_as, shepway.stands) == (How.FORMER_NAME, "Shepway", True)
    dorset = queries.find_councils("Dorset", TODAY)
    assert keys(dorset)[:2] == ["DST", "DOR"]
    assert [one.stands for one in dorset[:2]] == [True, False]
    assert queries.find_councils("thurrok", TODAY)[0].how == How.NEAR
    assert queries.find_councils("   ", TODAY) == []
    assert queries.find_councils("zzzzzz", TODAY) == []


def test_at_most_so_many_are_found(loaded):
    assert len(queries.find_councils("north", TODAY, 5)) == 5


def test_a_fictional_council_is_found_by_a_person(loaded):
    CouncilFactory(fictional=True, short_name="Marchford", name="Marchford Borough Council")
    found = queries.find_councils("marchf", TODAY)
    assert [one.council.is_fictional for one in found] == [True]


def test_councils_to_compare_are_the_real_ones_of_the_type_on_the_periods_last_day(loaded):
    CouncilFactory(fictional=True, unitary=True)
    year = (date(2012, 4, 1), date(2013, 3, 31))
    assert len(queries.council_ids_existing("unitary", *year)) == 56
    assert len(queries.council_ids_existing(None, *year)) == 353
    assert len(queries.council_ids_existing("unitary", date(2023, 1, 1), date(2023, 12, 31))) == 63
    before = queries.council_ids_existing("county", date(2022, 4, 1), date(2023, 3, 31))
    assert Council.objects.get(key="CMA").pk in before
    with pytest.raises(ValueError, match="cannot begin"):
        queries.council_ids_existing(None, TODAY, BEGINS)


def test_a_councils_history_names_what_came_before_and_after(loaded):
    history = queries.council_history(queries.council_by_code("E07000246"))
    assert {one.predecessor.key for one in history.predecessors} == {"TAU", "WSO"}
    assert [one.successor.key for one in history.successors] == ["SMT"]
    assert history.successors[0].on == date(2023, 4, 1)
    barnsley = queries.council_history(queries.council_by_code("E08000016"))
    assert [code.code for code in barnsley.codes if code.scheme == "gss"] == ["E08000038", "E08000016"]
    kent = queries.council_history(queries.council_by_code("E10000016"))
    assert len(kent.districts) == 12


# People around a council.


def test_the_principal_adviser_of_2012_and_of_nobody_since(loaded):  # R027 R032
    thurrock = queries.council_by_code("E06000034")
    assert queries.principal_adviser_for(thurrock, date(2012, 6, 1)).holder_name == "Rachel Litherland"
    assert queries.principal_adviser_for(thurrock, TODAY) is None


def test_who_signs_in_comes_before_a_name_in_a_document(loaded):
    thurrock = queries.council_by_code("E06000034")
    adviser = adviser_for(thurrock, name="R. Okafor")
    assert queries.principal_adviser_for(thurrock, date(2012, 6, 1)).user == adviser


def test_a_region_is_held_from_its_first_day_to_its_last():
    council = CouncilFactory()
    user = UserFactory(principal_adviser=True)
    RegionHoldingFactory(user=user, region=council.region, since_on=BEGINS, until_on=date(2013, 3, 31))
    assert queries.holds_region_of(user, council, BEGINS)
    assert queries.holds_region_of(user, council, date(2013, 3, 31))
    assert not queries.holds_region_of(user, council, date(2013, 4, 1))
    assert queries.region_ids_held_by(user, BEGINS) == {council.region_id}
    assert queries.region_ids_held_by(UserFactory(), BEGINS) == frozenset()


def test_recusal_follows_the_declared_interest_day_by_day():  # R052
    interest = InterestFactory(since_on=BEGINS, until_on=date(2013, 3, 31))
    user = User.objects.get(pk=interest.user_id)
    assert recused_council_ids(user, BEGINS) == {interest.council_id}
    assert recused_council_ids(user, date(2013, 3, 31)) == {interest.council_id}
    assert recused_council_ids(user, date(2013, 4, 1)) == set()
    assert recused_council_ids(UserFactory(), BEGINS) == set()


def test_the_identity_says_who_leads_and_leaves_out_what_is_not_held(django_assert_num_queries):  # R051
    council = CouncilFactory()
    adviser_for(council, name="R. Okafor")
    RegionHoldingFactory(
        region=council.region,
        user=UserFactory(senior_adviser=True, name="J. Marsh"),
        capacity=RegionHolding.Capacity.SENIOR,
    )
    Officeholder.objects.create(council=council, office=Office.LEADER, name="A. Penrose", since_on=BEGINS)
    Officeholder.objects.create(council=council, office=Office.DCS, name="P. Quill")
    Officeholder.objects.create(
        council=council, office=Office.CHIEF_EXECUTIVE, name="M. Hale", until_on=date(2013, 1, 1)
    )
    PoliticalControl.objects.create(council=council, control="No overall control", since_on=BEGINS)
    with django_assert_num_queries(1):
        held = queries.identity(council, TODAY)
    assert held.leader.name == "A. Penrose"
    assert held.chief_executive is None
    assert held.control.control == "No overall control"
    assert held.principal_adviser.holder_name == "R. Okafor"
    assert [one.holder_name for one in held.senior_advisers] == ["J. Marsh"]
    assert [one.name for one in held.others] == ["P. Quill"]


def test_the_regions_and_how_many_councils_each_has(loaded, django_assert_num_queries):
    CouncilFactory(fictional=True, region=queries.region_by_slug("london"))
    with django_assert_num_queries(2):
        overview = queries.regions_overview(BEGINS)
    assert {one.region.slug: one.councils for one in overview}["london"] == 33
    assert sum(one.councils for one in overview) == 353
    assert {one.principal_adviser.holder_name for one in overview} == {
        "Marianne Abley",
        "Howard Davis",
        "Mark Edgell",
        "Rachel Litherland",
        "Gill Taylor",
    }
