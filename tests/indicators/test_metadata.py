"""Our definitions beside what publishers say: a polarity is stated by somebody, or there is none."""

import dataclasses

import pytest
from django.core.management import CommandError, call_command

from indicators import catalogue
from indicators.models import Source
from indicators.sources import metadata
from indicators.sources.reading import UnusableFile
from tests.factories.accounts import UserFactory
from tests.indicators.loopback import loopback

HEADINGS = "Indicator ID,Indicator,Definition,Unit,Value type,Year type,Polarity"
GOOD = '90284,"Hospital admissions","One,\r\ntwo","per 10,000",Crude rate,Financial,RAG - Low is good   '


@pytest.fixture
def said(tmp_path):
    """Read metadata from text."""

    def read(text):
        path = tmp_path / "metadata.csv"
        path.write_bytes(text.encode())
        return metadata.read(path)

    return read


def differences(one, lines):
    return metadata.differences(one, catalogue.sources()[one.source], lines)


@pytest.mark.parametrize(
    ("words", "meant"),
    [("RAG - Low is good  ", "low"), ("Low is good", "low"), ("0", "low"), ("0.0", "low"), ("1", "high"),
     ("RAG - High is good", "high"), ("BOB - Blue orange blue", "none"), ("99", "none"), ("-1", "none"),
     ("Not applicable", "none"), ("No judgement", "none"), ("", "none"),
     ("Middle is good", "Middle is good")],
)  # fmt: skip
def test_the_polarities_of_fingertips_in_words_and_numbers(said, words, meant):
    _, lines = said(f"{HEADINGS}\n{GOOD.replace('RAG - Low is good   ', words)}\n")
    assert lines["90284"][0].polarity == meant


def test_a_definition_that_says_what_its_publisher_says_has_no_differences(said):
    whose, lines = said(f"{HEADINGS}\r\n{GOOD}\r\n")
    assert whose == "fingertips"
    assert lines["90284"][0].unit == "per 10,000"
    assert differences(catalogue.indicators()["child-injury-admissions"], lines) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("Low is good", "High is good"), "polarity is low; the publisher says high"),
        (("Low is good", "Middle is good"), "polarity is low; the publisher says RAG - Middle is good"),
        (("10,000", "100,000"), "the publisher says “per 100,000”"),
        (("per 10,000", "%"), "the publisher says “%”"),
        (("Financial", "Calendar"), "its year is read as financial; the publisher says calendar"),
        (("90284,", "1,"), "has no 90284"),
    ],
)
def test_each_difference_is_a_sentence(said, change, sentence):
    _, lines = said(f"{HEADINGS}\n{GOOD.replace(*change)}\n")
    (found,) = differences(catalogue.indicators()["child-injury-admissions"], lines)
    assert found.startswith("child-injury-admissions")
    assert sentence in found


def test_a_publisher_of_two_minds_and_one_of_fewer_decimals(said):
    heads = "Measure_short,Measure,Polarity,y_axis_name,dps,Year_Type"
    _, lines = said(f"{heads}\nReReferral,R,Low,% of referrals,0,Academic Year\nReReferral,R,High,%,NA,\n")
    found = " ".join(differences(catalogue.indicators()["re-referrals"], lines))
    assert "two polarities (high, low)" in found
    assert "decimals is 1; the publisher gives 0" in found
    assert "read as Financial Year; the publisher says Academic Year" in found


def test_a_file_that_is_no_metadata_is_refused(said, tmp_path):
    with pytest.raises(UnusableFile, match="missing"):
        said("a,b\n1,2\n")
    path = tmp_path / "page"
    path.write_text("<html>")
    with pytest.raises(CommandError, match="web page"):
        metadata_command(path)
    with pytest.raises(CommandError, match="no file and no source"):
        metadata_command("nothing-of-that-name")
    with pytest.raises(CommandError, match="no address of metadata"):
        metadata_command("nomis-population")


def metadata_command(named):
    call_command("check_definitions", str(named))


pytestmark = pytest.mark.django_db


def test_the_command_asks_a_publisher_and_ends_with_one_where_something_differs(monkeypatch, capsys):
    with loopback() as publisher:
        one = catalogue.sources()["fingertips-90284"]
        local = dataclasses.replace(one, asking={"metadata": f"{publisher.address}/metadata"})
        monkeypatch.setitem(catalogue.sources(), one.slug, local)
        publisher.body = f"{HEADINGS}\n{GOOD}\n".encode()
        metadata_command(one.slug)
        assert capsys.readouterr().out == "1 definitions compared, 0 differences.\n"
        publisher.body = publisher.body.replace(b"Low is good", b"High is good")
        with pytest.raises(SystemExit):
            metadata_command(one.slug)
        assert "the publisher says high" in capsys.readouterr().out
        publisher.status = 503
        with pytest.raises(CommandError, match="answered 503"):
            metadata_command(one.slug)


def test_the_data_page_says_that_the_metadata_has_not_been_run(client):
    call_command("load_catalogue")
    client.force_login(UserFactory())
    address = Source.objects.get(slug="fingertips-90284").get_absolute_url()
    assert "can be checked against, is not yet run" in client.get(address).content.decode()


@pytest.mark.shared_data
def test_every_polarity_taken_from_the_dictionary_of_lait_is_what_it_says(shared_data):
    whose, lines = metadata.read(shared_data / "indicators" / "dfe_lait_data_dictionary.csv")
    assert (whose, sum(map(len, lines.values()))) == ("lait", 448)
    for one in catalogue.indicators().values():
        if catalogue.sources()[one.source].format == "lait":
            assert differences(one, lines) == []
        # A polarity that names its line in the dictionary, by its short name or its title, is that line's.
        _, named, measure = one.polarity_source.partition("data dictionary: ")
        if named:
            short = measure.partition(",")[0]
            meant = lines.get(short) or [
                line for held in lines.values() for line in held if line.title in measure
            ]
            assert {line.polarity for line in meant} == {one.polarity}, one.slug
