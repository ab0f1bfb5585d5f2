"""Definitions saved in the database stand beside the catalogue's files, and go through the same checks."""

import dataclasses

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Role
from audit.models import Event
from common.errors import NotPermitted, Refused
from indicators import catalogue, definitions, ingest, queries
from indicators.models import Indicator, SavedDefinition, Source
from indicators.workflow.defining import ToSave, save_definitions, withdraw_definition
from tests.factories.accounts import UserFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, claimants

pytestmark = pytest.mark.django_db

SOURCE = """
slug = "brought-claimants"
title = "Claimants, brought by hand"
format = "ons-els"
publisher = "Office for National Statistics"
through = "a file handed over"
page = "https://www.ons.gov.uk/"
licence = "Open Government Licence v3.0"
attribution = "Contains public sector information"
run_against_publisher = false

[expects]
councils = 3
least = 0
greatest = 100
"""
INDICATOR = """
slug = "brought-claimant-count"
title = "People who claim benefits"
theme = "Opportunity for all"
unit = "%"
decimals = 1
polarity = "none"
publisher = "Office for National Statistics"
source = "brought-claimants"
page = "https://www.ons.gov.uk/"
licence = "Open Government Licence v3.0"
why = "It shows who is out of work."
note = "Aged 16 to 64."
checked_by = "A. Analyst"
checked_on = 2026-11-21

[series]
indicator = "Claimant Count"
"""
REPORT = """
slug = "work"
title = "Work"
purpose = "Who is in work."

[[themes]]
title = "Work"
indicators = ["brought-claimant-count", "employment-rate"]
"""
BOTH = [
    ToSave("source", "brought-claimants", SOURCE),
    ToSave("indicator", "brought-claimant-count", INDICATOR),
]


@pytest.fixture
def analyst(db):
    return UserFactory(role=Role.RESEARCH_ANALYST)


@pytest.fixture
def saved(analyst):
    return save_definitions(by=analyst, at=AT, several=BOTH)


def test_what_is_saved_stands_beside_the_files(saved):  # R100
    assert definitions.sources()["brought-claimants"].by_hand
    assert set(catalogue.sources()) < set(definitions.sources())
    assert definitions.indicator("brought-claimant-count").title == "People who claim benefits"
    assert [one.slug for one in definitions.indicators_of("brought-claimants").values()] == [
        "brought-claimant-count"
    ]
    assert Indicator.objects.get(slug="brought-claimant-count").source.slug == "brought-claimants"
    assert not definitions.faults()


def test_the_files_alone_are_read_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert definitions.source("ons-els-claimant-count")
        assert definitions.report("core")
        assert len(definitions.indicators_named(catalogue.reports()["core"].indicators)) > 10
    with django_assert_num_queries(1):
        assert definitions.indicator("there-is-none") is None


def test_its_figures_are_pulled_and_shown(saved, take, analyst, hartlepool, client):
    done = take(els(claimants()), source="brought-claimants")
    assert (done.outcome, done.councils) == ("loaded", 5)
    save_definitions(by=analyst, at=AT, several=[ToSave("report", "work", REPORT)])
    report = queries.headline_report(hartlepool, AT.date(), "work")
    assert next((line.slug, line.local) for line in report.lines) == ("brought-claimant-count", 2.5)
    client.force_login(UserFactory())
    assert "People who claim benefits" in client.get("/indicators").content.decode()
    assert client.get("/indicators/brought-claimant-count").status_code == 200
    assert "Brought by hand" in client.get("/data").content.decode()


def test_a_source_brought_by_hand_is_never_asked_for(saved):
    ingest.sync_catalogue()
    assert "brought-claimants" not in queries.due_sources(AT)


def test_a_saved_one_may_not_take_a_files_name(analyst):
    text = INDICATOR.replace("brought-claimant-count", "claimant-count", 1)
    with pytest.raises(Refused, match="catalogue has a file for the indicator claimant-count"):
        save_definitions(by=analyst, at=AT, several=[ToSave("indicator", "claimant-count", text)])


def test_a_file_that_comes_later_wins(saved, monkeypatch):
    one = dataclasses.replace(definitions.source("brought-claimants"), title="Reviewed")
    monkeypatch.setitem(catalogue.sources(), "brought-claimants", one)
    assert definitions.sources()["brought-claimants"].title == "Reviewed"
    assert definitions.faults() == [
        "The catalogue's file for the source brought-claimants stands before the saved one."
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ("decimals = 1", "decimals = 9", "decimals is 9; say 0 to 6"),
        ('polarity = "none"', 'polarity = "high"', "needs polarity_source"),
        ('source = "brought-claimants"', 'source = "nowhere"', "names the source nowhere"),
        ("decimals = 1", "decimals = ", "is not readable TOML"),
        ('unit = "%"', f'unit = "{"a" * 101}"', "unit has 101 letters; it may have 100"),
        (
            'source = "brought-claimants"',
            'source = "ons-els-claimant-count"',
            "claimant-count and brought-claimant-count take the same rows",
        ),
    ],
)
def test_a_fault_is_said_and_nothing_is_saved(was, becomes, sentence, analyst):
    text = INDICATOR.replace(was, becomes)
    with pytest.raises(Refused, match=sentence):
        save_definitions(
            by=analyst, at=AT, several=[BOTH[0], ToSave("indicator", "brought-claimant-count", text)]
        )
    assert not SavedDefinition.objects.exists()


def test_a_correction_is_a_further_version_and_the_newest_counts(saved, analyst):
    text = INDICATOR.replace("Aged 16 to 64.", "Aged 16 and over.")
    save_definitions(
        by=analyst, at=AT, several=[ToSave("indicator", "brought-claimant-count", text, version=1)]
    )
    assert definitions.indicator("brought-claimant-count").note == "Aged 16 and over."
    assert [one.version for one in SavedDefinition.objects.filter(kind="indicator")] == [2, 1]


def test_two_who_save_the_same_do_not_overwrite_one_another(saved):
    other = UserFactory(role=Role.RESEARCH_ANALYST)
    with pytest.raises(Refused, match=r"saved the source brought-claimants on 21 November 2026 at 09:00"):
        save_definitions(by=other, at=AT, several=BOTH)


def test_the_database_refuses_to_change_a_saved_row(saved):
    with pytest.raises(DatabaseError), transaction.atomic():
        SavedDefinition.objects.update(text="")


def test_withdrawn_it_is_out_of_use_and_its_figures_stay(saved, take, analyst):
    take(els(claimants()), source="brought-claimants")
    act = {"by": analyst, "at": AT, "reason": "Published elsewhere now."}
    with pytest.raises(Refused, match="are read from it"):
        withdraw_definition(kind="source", slug="brought-claimants", **act)
    withdraw_definition(kind="indicator", slug="brought-claimant-count", **act)
    withdraw_definition(kind="source", slug="brought-claimants", **act)
    assert definitions.indicator("brought-claimant-count") is None
    assert definitions.source("brought-claimants") is None
    assert Source.objects.get(slug="brought-claimants").releases.count() == 1
    with pytest.raises(Refused, match="no saved source called brought-claimants in use"):
        withdraw_definition(kind="source", slug="brought-claimants", **act)
    save_definitions(by=analyst, at=AT, several=BOTH)
    assert definitions.indicator("brought-claimant-count")


def test_an_indicator_a_report_shows_is_not_withdrawn(saved, analyst):
    save_definitions(by=analyst, at=AT, several=[ToSave("report", "work", REPORT)])
    with pytest.raises(Refused, match="Work shows it"):
        withdraw_definition(by=analyst, at=AT, kind="indicator", slug="brought-claimant-count", reason="Old")


def test_only_an_analyst_defines(db):
    with pytest.raises(NotPermitted, match="added by a research analyst"):
        save_definitions(by=UserFactory(), at=AT, several=BOTH)


def test_it_is_recorded_and_nothing_is_saved_if_that_fails(analyst, broken_audit):
    with pytest.raises(broken_audit):
        save_definitions(by=analyst, at=AT, several=BOTH)
    assert not SavedDefinition.objects.exists()
    assert not Source.objects.filter(slug="brought-claimants").exists()


def test_the_record_names_kind_slug_and_version(saved):
    assert [one.details for one in Event.objects.filter(act="save_definition").order_by("pk")] == [
        {"kind": "source", "slug": "brought-claimants", "version": 1},
        {"kind": "indicator", "slug": "brought-claimant-count", "version": 1},
    ]


def test_one_that_a_later_check_refuses_is_left_out_and_said(saved, analyst):
    SavedDefinition.objects.create(
        kind="indicator",
        slug="old-one",
        version=1,
        text='slug = "old-one"\nforgotten = 1',
        saved_by=analyst,
        saved_at=AT,
    )
    assert "old-one" not in definitions.indicators()
    assert definitions.faults()[0].startswith("The saved indicator old-one is left out.")
