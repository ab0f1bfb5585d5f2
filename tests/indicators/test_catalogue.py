"""The reviewed definitions: complete, honest, and refused with a sentence where they are not."""

import dataclasses
from datetime import date

import pytest

from indicators import catalogue
from indicators.catalogue import CatalogueError, read_indicator, read_report, read_source
from indicators.ingest import sync_catalogue
from tests.factories.accounts import UserFactory

GOOD = """
slug = "a-figure"
title = "A figure"
theme = "Opportunity for all"
unit = "%"
decimals = 1
polarity = "none"
publisher = "Office"
source = "ons-els-claimant-count"
page = "https://example.org/"
licence = "OGL"
why = "Because."
note = "A note."
checked_by = "The maintainers"
checked_on = 2026-11-21
[series]
indicator = "A figure"
"""


@pytest.fixture
def definition(tmp_path):
    """Read a definition's text as the file a-figure.toml."""

    def read(text, reader=read_indicator):
        path = tmp_path / "a-figure.toml"
        path.write_text(text)
        return reader(path)

    return read


def test_the_files_agree_with_one_another():
    catalogue.check()


def test_the_core_report_has_at_least_twelve_indicators_in_themes():  # R097 R098 R104
    core = catalogue.reports()["core"]
    assert len(core.indicators) >= 12
    assert {"A safe place to live", "Opportunity for all"} <= {theme.title for theme in core.themes}
    assert {"employment-rate", "claimant-count", "child-injury-admissions"} <= set(core.indicators)
    for theme in core.themes:
        for slug in theme.indicators:
            assert catalogue.indicators()[slug].theme == theme.title


def test_every_indicator_signposts_its_publisher():  # R096
    for one in catalogue.indicators().values():
        assert one.page.startswith("https://")
        assert one.note.endswith(".")
        assert one.why.endswith(".")


def test_a_polarity_is_never_invented():
    for one in catalogue.indicators().values():
        assert (one.polarity == "none") is (one.polarity_source == "")


def test_a_definition_is_read(definition):
    assert definition(GOOD).series.indicator == "A figure"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('unit = "%"\n', ""), "lacks unit"),
        (('unit = "%"', 'unti = "%"'), "has unti, which nothing reads"),
        (("decimals = 1", 'decimals = "1"'), "should be a whole number"),
        (("decimals = 1", "decimals = 9"), "say 0 to 6"),
        (('polarity = "none"', 'polarity = "up"'), "say none, high or low"),
        (('polarity = "none"', 'polarity = "high"'), "who says so"),
        (('slug = "a-figure"', 'slug = "another"'), "must be the file's own name"),
        (('title = "A figure"', 'title = ""'), "title is empty"),
        (("[series]", "[other]"), "has other, which nothing reads"),
        (('indicator = "A figure"', ""), "needs a [series] table"),
        (("checked_on = 2026-11-21", 'checked_on = "soon"'), "a date such as"),
        (("decimals = 1", "decimals = "), "not readable TOML"),
    ],
)
def test_a_fault_in_a_definition_is_said_in_a_sentence(definition, change, words):
    if change[0] == "[series]":
        text = GOOD.replace("[series]", '[series]\nindicator = "A"\n[other]')
    else:
        text = GOOD.replace(*change)
    with pytest.raises(CatalogueError) as refused:
        definition(text)
    assert words in str(refused.value)
    assert str(refused.value).startswith("a-figure.toml")


def test_a_source_must_be_asked_over_https_in_a_known_format(definition):
    source = """
    slug = "a-figure"
    title = "T"
    format = "ons-els"
    publisher = "P"
    through = "X"
    address = "http://example.org/a.csv"
    page = "https://example.org"
    licence = "OGL"
    attribution = "A"
    every_hours = 24
    run_against_publisher = false
    [expects]
    councils = 1
    least = 0
    greatest = 1
    """
    with pytest.raises(CatalogueError, match="must begin with https"):
        definition(source, read_source)
    source = source.replace("http://", "https://")
    assert definition(source, read_source).expects.least == 0.0
    with pytest.raises(CatalogueError, match="not one of"):
        definition(source.replace('"ons-els"', '"pdf"'), read_source)
    with pytest.raises(CatalogueError, match="needs an"):
        definition(source.replace("[expects]", "[expected]"), read_source)


def test_a_report_needs_themes_with_indicators(definition):
    with pytest.raises(CatalogueError, match="at least one"):
        definition('slug = "a-figure"\ntitle = "T"\npurpose = "P"', read_report)
    with pytest.raises(CatalogueError, match="needs a title"):
        definition('slug = "a-figure"\ntitle = "T"\npurpose = "P"\n[[themes]]\ntitle = "A"', read_report)


def test_two_indicators_may_not_take_the_same_rows(monkeypatch):
    one = catalogue.indicators()["claimant-count"]
    monkeypatch.setitem(catalogue.indicators(), "copy", dataclasses.replace(one, slug="copy"))
    with pytest.raises(CatalogueError, match="take the same rows"):
        catalogue.check()


def test_the_published_data_that_the_paper_names_is_known_with_what_stands_here():  # R085, R087-R090
    # R087, R088, R089, R090
    named = {one.row: one for one in catalogue.named_in_the_paper()}
    assert list(named) == ["R087", "R088", "R089", "R090"]
    assert (named["R088"].publisher, named["R088"].ended_on) == ("Audit Commission", date(2012, 9, 30))
    assert all(one.ended_on is None for row, one in named.items() if row != "R088")
    assert {slug for one in named.values() for slug in one.here} <= set(catalogue.sources())
    assert named["R090"].here == ("dfe-lait",)


@pytest.mark.django_db
def test_the_data_page_says_what_the_paper_names_what_has_ended_and_what_is_not_held(sign_in):  # R085, R088
    sync_catalogue()
    page = " ".join(sign_in(UserFactory()).get("/data").content.decode().split())
    assert "It was updated until September 2012." in page
    assert 'Here: <a class="s-link" href="/data/dfe-lait">' in page
    assert page.count("No file of it is held here.") == 3
    assert "Value for Money profiles" not in sign_in(UserFactory()).get("/data?q=lait").content.decode()
