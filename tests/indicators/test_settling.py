"""An area's code and its name set beside one another: they mean the same place, or the row is refused."""

from itertools import pairwise

import numpy as np
import pytest

from councils.lookup import Resolver
from indicators.rows import Rows, Words
from indicators.settling import DISAGREE, settle

IN_2024 = "2024-01-01|2024-12-31|2024"
IN_2012 = "2012-01-01|2012-12-31|2012"


@pytest.fixture(scope="module")
def resolver():
    return Resolver.from_register()


@pytest.fixture
def settled(resolver):
    """Settle rows given as (code, name) or (code, name, period)."""

    def done(*areas):
        count = len(areas)
        columns = {
            "area": [one[0] for one in areas],
            "area_name": [one[1] for one in areas],
            "period": [one[2] if len(one) > 2 else IN_2024 for one in areas],
            "remark": ["a note"] * count,
        }
        text = {name: Words.merged(np.arange(count), words) for name, words in columns.items()}
        return settle(Rows(text=text, number={"value": np.ones(count)}, read=count), resolver)

    return done


def codes(settled):
    area = settled.rows.text["area"]
    return [area.words[code] for code in area.codes]


def refused(settled):
    return {reason: int(mask.sum()) for reason, mask in settled.refused.items()}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("E08000017", "Doncaster"),
        ("E08000017", "Doncaster MBC"),
        ("E08000016", "Barnsley"),  # its former code
        ("E06000016", "Leicester UA"),
        ("E06000023", "Bristol, City of UA"),
        ("E10000009", "Dorset"),  # the county council's name while it stood
        ("E06000059", "Dorset"),
        ("E07000195", "Newcastle"),  # ambiguous, and one of the two
        ("E06000001", "A name nobody knows"),
        ("E06000001", ""),
        ("E92000001", "ENGLAND"),
        ("E92000001", "Total"),
        ("E12000003", "Yorkshire and The Humber"),
        ("E12000006", "East"),
        ("E12000009", "South West region"),
        ("E12000007", "London"),
        ("E47000001", "Greater Manchester"),  # no council: told later
    ],
)
def test_a_code_and_a_name_of_one_place_stand(settled, code, name):
    done = settled((code, name))
    assert (codes(done), refused(done), done.by_name) == ([code], {}, ())


@pytest.mark.parametrize(
    ("code", "name", "reason"),
    [
        ("E06000015", "Doncaster", "the code is Derby’s and the name Doncaster’s"),
        ("E08000013", "Derby", "the code is St Helens’ and the name Derby’s"),
        ("E06000015", "England", "the code is Derby’s and the name England’s"),
        ("E06000015", "West Midlands", "the code is Derby’s and the name West Midlands’"),
        (
            "E12000007",
            "Greater London Authority",
            "the code is London’s and the name Greater London Authority’s",
        ),
        ("E12000007", "Inner London", "the code is London’s and the name Inner London’s"),
        ("E12000001", "North West", "the code is North East’s and the name North West’s"),
        ("E92000001", "Doncaster", "the code is England’s and the name Doncaster’s"),
        ("E06000052", "Cornwall and Isles of Scilly", "two councils published as one area"),
    ],
)
def test_a_code_and_a_name_of_different_places_are_refused_and_both_named(settled, code, name, reason):
    assert refused(settled((code, name))) == {reason: 1}


def test_codes_shifted_by_a_row_are_all_refused_under_one_reason(settled, resolver):
    councils = [c for c in resolver.councils.values() if c.existed_until_on is None][:60]
    done = settled(*((c.code, other.name) for c, other in pairwise(councils)))
    assert refused(done) == {DISAGREE: 59}


def test_a_name_decides_where_the_code_is_dead_and_it_is_said_beside_the_figure(settled):
    done = settled(("E07000999", "Doncaster"), ("E07000999", "Nowhere"), ("E06000001", "Hartlepool"))
    assert codes(done) == ["E08000017", "E07000999", "E06000001"]
    assert done.by_name == ("E07000999",)
    remark = done.rows.text["remark"]
    assert remark.words[remark.codes[0]] == (
        "a note. The file gives the code E07000999, which is no council's; taken by its name, Doncaster."
    )
    assert remark.words[remark.codes[2]] == "a note"


def test_the_dead_code_of_the_isles_of_scilly_is_theirs(settled, resolver):  # P1E
    done = settled(("E07000025", "Isles of Scilly"))
    assert refused(done) == {}
    assert resolver.resolve(codes(done)[0]).council.short_name == "Isles of Scilly"


@pytest.mark.parametrize(
    ("name", "period", "code"),
    [
        ("Doncaster", IN_2024, "E08000017"),
        ("barnsley", IN_2024, "E08000038"),
        ("Coventry1", IN_2024, "E08000026"),
        ("Dorset", IN_2012, "E10000009"),
        ("Dorset", IN_2024, "E06000059"),
        ("West Northamptonshire", IN_2012, "E06000062"),  # back-cast
        ("Taunton Deane", IN_2024, "E07000190"),  # abolished
        ("ENGLAND", IN_2024, "E92000001"),
        ("London", IN_2024, "E12000007"),
        ("City of London", IN_2024, "E09000001"),
    ],
)
def test_a_name_alone_is_the_council_of_that_name_in_the_period(settled, name, period, code):
    done = settled(("", name, period))
    assert (codes(done), refused(done)) == ([code], {})


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Newcastle", "the name may mean more than one council"),
        ("Donacster", "the name is not in the register of councils"),
        ("Cornwall and Isles of Scilly", "two councils published as one area"),
        ("Bournemouth & Poole", "two councils published as one area"),
        ("Rest of England", "the area is not an English council, a region or England"),
        ("Inner London", "the area is not an English council, a region or England"),
        ("Greater Manchester Combined Authority", "the area is not an English council, a region or England"),
        ("Wales", "the area is in another country"),
        ("", "no area code and no name"),
    ],
)
def test_a_name_alone_is_never_guessed_at(settled, name, reason):
    assert refused(settled(("", name), ("E06000001", "Hartlepool"))) == {reason: 1}


def test_other_codes_of_a_council_are_read_with_its_name(settled, resolver):
    areas = [("371", "Doncaster"), ("371.0", "Doncaster"), ("e08000017", "Doncaster"), ("00CE", "Doncaster"),
             ("E4402", "Doncaster"), ("970", "England"), ("987", "London")]  # fmt: skip
    done = settled(*areas)
    meant = [resolver.resolve(code).council for code in codes(done)[:5]]
    assert {council.short_name for council in meant} == {"Doncaster"}, done.refused
    assert codes(done)[5] == "E92000001"


def test_many_distinct_pairs_are_settled_alike(settled, monkeypatch):
    from indicators import settling

    areas = [("E06000001", "Hartlepool"), ("", "Doncaster"), ("E06000015", "Doncaster")]
    dense = settled(*areas)
    monkeypatch.setattr(settling, "MOST_PAIRS", 0)
    sparse = settled(*areas)
    assert (codes(dense), refused(dense)) == (codes(sparse), refused(sparse))


def test_no_rows_are_settled_too(settled):
    assert refused(settled()) == {}
