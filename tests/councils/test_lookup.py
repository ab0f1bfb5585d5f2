"""What a code or a name means, as at a date, or why it means nothing."""

import csv
import string
import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.code_forms import Why
from councils.lookup import How, Resolver, resolve
from councils.models import Council
from councils.register import read_register
from tests.factories.councils import CouncilFactory

BEGINS = date(2012, 4, 1)
LATER = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kent CC", "KEN"),
        ("Cornwall UA", "CON"),
        ("Bedford_UA", "BDF"),
        ("Coventry1", "COV"),
        ("Medway Towns", "MDW"),
        ("Bristol, City of UA", "BST"),
        ("Bristol, City of", "BST"),
        ("Kingston upon Hull, City of", "KHL"),
        ("Herefordshire, County of", "HEF"),
        ("St. Helens", "SHN"),
        ("Saint Helens", "SHN"),
        ("Nottingham City", "NGM"),
        ("Bedford Borough", "BDF"),
        ("Brighton & Hove", "BNH"),
        ("  brighton\xa0&\xa0hove ", "BNH"),
        ("barnsley", "BNS"),
        ("King’s Lynn & West Norfolk", "KIN"),
        ("Kings Lynn and West Norfolk", "KIN"),
        ("Dorset (Pre LG)", "DOR"),
        ("Bournemouth (Pre LG)", "BMH"),
        ("Dorset CC", "DOR"),
        ("Dorset UA", "DST"),
        ("Somerset UA", "SMT"),
        ("Buckinghamshire CC", "BKM"),
        ("North Yorkshire UA", "NYE"),
        ("Durham", "DUR"),
        ("Corporation of London", "LND"),
        ("Isles of Scilly UA", "IOS"),
        ("Newcastle upon Tyne", "NET"),
        ("Newcastle-under-Lyme", "NEC"),
        ("Leicester City UA", "LCE"),
        ("Barnsley [note 3]", "BNS"),
        ("ualad09:York", "YOR"),
        ("E08000017", "DNC"),
        ("e08000017", "DNC"),
        (" E08000017\xa0", "DNC"),
        ("00CE", "DNC"),
        ("371", "DNC"),
        ("371.0", "DNC"),
        ("E4402", "DNC"),
        ("36", "NYK"),
    ],
)
def test_the_usual_spellings_and_every_kind_of_code(resolver, text, key):
    found = resolver.resolve(text)
    assert found.council is not None, found.sentence
    assert found.council.key == key
    assert found.why is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("E07000100", "E07000240", "SAL"),
        ("E07000104", "E07000241", "WEW"),
        ("E07000097", "E07000242", "EHE"),
        ("E07000101", "E07000243", "STV"),
        ("E06000048", "E06000057", "NBL"),
        ("E08000020", "E08000037", "GAT"),
        ("E08000016", "E08000038", "BNS"),
        ("E08000019", "E08000039", "SHF"),
        ("E07000025", "E06000053", "IOS"),
    ],
)
@pytest.mark.parametrize("as_at", [None, BEGINS, LATER])
def test_a_code_that_changed_is_the_same_council_under_both(resolver, old, new, key, as_at):
    before, after = resolver.resolve(old, as_at), resolver.resolve(new, as_at)
    assert before.council.key == after.council.key == key
    assert (before.how, after.how) == (How.OLD_CODE, How.CODE)
    assert "was the code of" in before.sentence


def test_a_name_two_councils_had_in_turn_means_the_one_of_the_day(resolver):
    assert resolver.resolve("Dorset", BEGINS).council.key == "DOR"
    assert resolver.resolve("Dorset", date(2019, 3, 31)).council.key == "DOR"
    assert resolver.resolve("Dorset", date(2019, 4, 1)).council.key == "DST"
    assert resolver.resolve("Dorset").council.key == "DST"
    assert resolver.resolve("825", BEGINS).council.key == "BKM"
    assert resolver.resolve("825").council.key == "BUC"


@pytest.mark.parametrize(
    ("text", "as_at", "why", "words"),
    [
        ("E07999999", None, Why.UNKNOWN_CODE, "is not a code this register knows"),
        ("999", None, Why.UNKNOWN_CODE, "is not a code this register knows"),
        ("Nowhereshire", None, Why.UNKNOWN_NAME, "is not a name this register knows"),
        ("Donacster", None, Why.UNKNOWN_NAME, "Did you mean City of Doncaster Council?"),
        ("E12000001", None, Why.AGGREGATE, "a region of England"),
        ("E92000001", None, Why.AGGREGATE, "England"),
        ("E11000001", None, Why.AGGREGATE, "a former metropolitan county"),
        ("E13000001", None, Why.AGGREGATE, "Inner or Outer London"),
        ("E06", None, Why.AGGREGATE, "a whole class of areas"),
        ("K02000001", None, Why.AGGREGATE, "more than England"),
        ("K99000004", None, Why.AGGREGATE, "of no place"),
        ("980", None, Why.AGGREGATE, "North East is a region"),
        ("970", None, Why.AGGREGATE, "England"),
        ("ENGLAND", None, Why.AGGREGATE, "England"),
        ("London", None, Why.AGGREGATE, "London is a region"),
        ("Yorkshire and The Humber", None, Why.AGGREGATE, "is a region"),
        ("AllBoroughInRegion_London", None, Why.AGGREGATE, "a group of areas"),
        ("E06000001:AdministrativeWard", None, Why.AGGREGATE, "a group of areas"),
        ("E47000001", None, Why.ANOTHER_GEOGRAPHY, "a combined authority"),
        ("E31000001", None, Why.ANOTHER_GEOGRAPHY, "a fire and rescue authority"),
        ("E05000001", None, Why.ANOTHER_GEOGRAPHY, "another kind of area"),
        ("Greater Manchester", None, Why.ANOTHER_GEOGRAPHY, "a combined authority"),
        ("W06000015", None, Why.ANOTHER_COUNTRY, "Wales"),
        ("S12000033", None, Why.ANOTHER_COUNTRY, "Scotland"),
        ("N09000003", None, Why.ANOTHER_COUNTRY, "Northern Ireland"),
        ("Cardiff", None, Why.ANOTHER_COUNTRY, "Wales"),
        ("Newcastle", None, Why.AMBIGUOUS, "Newcastle City Council or Newcastle-under-Lyme"),
        ("Bournemouth & Poole", BEGINS, Why.COMBINED, "Bournemouth Borough Council and Borough of Poole"),
        ("Cornwall and Isles of Scilly combined", None, Why.COMBINED, "more than one council"),
        ("E09000021 / E09000027", None, Why.COMBINED, "Royal Borough of Kingston upon Thames and London"),
        ("E67000001", None, Why.COMBINED, "two councils taken together"),
        ("E07000190", LATER, Why.ABOLISHED, "ended on 31 March 2019. Somerset Council took its place."),
        ("E07000190", date(2020, 1, 1), Why.ABOLISHED, "Somerset West and Taunton Council took its place."),
        ("Cumbria", LATER, Why.ABOLISHED, "Cumberland Council and Westmorland and Furness Council took"),
        ("E07000013", None, Why.ABOLISHED, "before this register begins"),
        ("E06000066", BEGINS, Why.NOT_YET, "Somerset Council began on 1 April 2023. Before it stood Mendip"),
        ("X00000001", None, Why.FICTIONAL, "fictional"),
        ("-", None, Why.EMPTY, "No code and no name"),
        ("", None, Why.EMPTY, "No code and no name"),
        ("..", None, Why.EMPTY, "No code and no name"),
    ],
)
def test_what_cannot_be_a_council_says_why(resolver, text, as_at, why, words):
    found = resolver.resolve(text, as_at)
    assert found.council is None
    assert found.why == why
    assert words in found.sentence


def test_the_council_abolished_or_misspelt_is_named_beside_the_reason(resolver):
    assert [council.key for council in resolver.resolve("E07000190", LATER).meant] == ["TAU"]
    assert [council.key for council in resolver.resolve("Newcastle").meant] == ["NET", "NEC"]
    assert [council.key for council in resolver.resolve("Donacster").meant] == ["DNC"]


def test_a_near_spelling_is_taken_from_a_person_and_not_from_a_file(resolver):
    assert resolver.resolve("Donacster", near=True).council.key == "DNC"
    assert resolver.resolve("Donacster", near=True).how == How.NEAR
    assert resolver.resolve("Stockton", near=True).council.key == "STT"
    assert resolver.resolve("Stockton").council is None
    assert resolver.resolve("Cheshire", near=True).why == Why.AMBIGUOUS


def test_a_near_spelling_never_changes_the_point_of_the_compass(resolver):
    assert resolver.resolve("South Dorset", near=True).why == Why.UNKNOWN_NAME
    assert resolver.resolve("Eest Devon", near=True).why == Why.AMBIGUOUS


def test_a_former_name_is_known_as_one(resolver):
    found = resolver.resolve("Shepway")
    assert (found.council.key, found.how) == ("SHE", How.FORMER_NAME)


EVERY_CODE = [(facts.scheme, facts.code, facts.key) for facts in read_register().codes]


def test_every_code_in_the_register_means_its_council(resolver):
    shared = {"825", "815", "933"}  # a DfE number that went on to the council's successor
    for _, code, key in EVERY_CODE:
        found = resolver.resolve(code)
        assert found.council is not None, code
        assert found.council.key == key or code in shared


dressings = st.tuples(
    st.sampled_from([str, str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", "\xa0", "\t"]),
    st.sampled_from(["", " ", "\xa0", "1", " [note 2]"]),
    st.booleans(),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.sampled_from(read_register().councils), dressing=dressings)
def test_a_name_is_known_however_it_is_dressed(resolver, facts, dressing):
    case, before, after, ampersand = dressing
    name = facts.name.replace(" and ", " & ") if ampersand else facts.name
    on = facts.existed_from_on if facts.existed_from_on and facts.existed_from_on > BEGINS else BEGINS
    found = resolver.resolve(f"{before}{case(name)}{after}", on)
    assert found.council is not None, found.sentence
    assert found.council.key == facts.key


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=60), st.text(alphabet=string.ascii_uppercase + string.digits, max_size=9))
)
def test_any_text_gets_a_council_or_a_sentence_and_never_an_error(resolver, text):
    found = resolver.resolve(text, BEGINS, near=True)
    assert (found.council is None) == (found.why is not None)
    assert found.sentence.endswith((".", "?"))


@pytest.mark.shared_data
def test_of_mysocietys_1341_english_spellings_1340_resolve_and_no_other_does(resolver, shared_data):
    """The one that does not is "adur and worthing borough council": two councils that share officers."""
    turned_away, resolved, elsewhere = [], 0, 0
    with (shared_data / "councils" / "mysociety_lookup_name_to_registry.csv").open() as file:
        for row in csv.DictReader(file):
            council = resolver.councils.get(row["local-authority-code"])
            if council is None:
                assert resolver.resolve(row["la-name"]).council is None, row
                elsewhere += 1
                continue
            on = BEGINS if council.existed_on(BEGINS) else council.existed_from_on
            if resolver.resolve(row["la-name"], on).council is council:
                resolved += 1
            else:
                turned_away.append(row["la-name"])
    assert turned_away == ["adur and worthing borough council"]
    assert (resolved, elsewhere) == (1340, 409)


@pytest.mark.shared_data
def test_every_gss_code_of_mysociety_means_its_council_or_says_that_it_is_elsewhere(resolver, shared_data):
    with (shared_data / "councils" / "mysociety_lookup_gss_to_registry.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["gss-code"]]
    english = [row for row in rows if row["local-authority-code"] in resolver.councils]
    assert len(english) == 371
    for row in english:
        assert resolver.resolve(row["gss-code"]).council.key == row["local-authority-code"]
    for row in rows:
        if row not in english:
            found = resolver.resolve(row["gss-code"])
            assert found.why in (Why.ANOTHER_COUNTRY, Why.ANOTHER_GEOGRAPHY)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("file", "code", "name"),
    [
        ("nomis_NM_2002_1_2021_lad.csv", "GEOGRAPHY_CODE", "GEOGRAPHY_NAME"),
        ("fingertips_90284_county_ua.data.csv", "Area Code", "Area Name"),
        ("ons_els_employment-rate.csv", "areacd", "areanm"),
        ("dfe_ees_csww_indicators_2017_to_2025.csv", "new_la_code", "la_name"),
    ],
)
def test_real_files_resolve_by_code_and_agree_by_name(resolver, shared_data, file, code, name):
    seen = set()
    with (shared_data / "indicators" / file).open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            seen.add((row[code], row[name]))
    councils = 0
    for by_code, by_name in seen:
        found = resolver.resolve(by_code)
        if " / " in by_code:
            assert found.why == Why.COMBINED
        elif by_code[:3] in ("E06", "E07", "E08", "E09", "E10"):
            assert found.council is not None, (by_code, by_name, found.sentence)
            named = resolver.resolve(by_name, found.council.existed_until_on)
            # A county and the unitary council after it share their name.
            assert named.council.short_name == found.council.short_name, (by_code, by_name)
            councils += 1
        else:
            assert found.council is None, (by_code, by_name)
    assert councils > 100


def test_a_hundred_thousand_rows_take_a_fraction_of_a_second(resolver):
    rows = [code for _, code, _ in EVERY_CODE if len(code) == 9] * 250
    began = time.process_time()
    for code in rows:
        resolver.resolve(code, BEGINS)
    assert len(rows) > 90_000
    assert time.process_time() - began < 1


def test_the_resolver_reads_the_database_in_four_queries(loaded, django_assert_num_queries):
    with django_assert_num_queries(4):
        resolver = Resolver.load()
    with django_assert_num_queries(0):
        council = resolver.resolve("Doncaster").council
        assert council.region.slug == "yorkshire-and-the-humber"
    assert council == Council.objects.get(code="E08000017")


def test_a_published_file_never_speaks_of_a_fictional_council(loaded):
    council = CouncilFactory(fictional=True, short_name="Marchford", name="Marchford Borough Council")
    published = Resolver.load()
    assert published.resolve("Marchford").council is None
    assert published.resolve(council.code).why == Why.FICTIONAL
    assert resolve("Marchford").council == council  # a person may


def test_the_processes_own_resolver_sees_a_council_added_later(loaded):
    assert resolve("Doncaster").council.code == "E08000017"
    CouncilFactory(short_name="Barchester", name="Barchester City Council")
    assert resolve("Barchester").council.name == "Barchester City Council"
