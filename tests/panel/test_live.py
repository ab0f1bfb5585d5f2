"""From real concerns to the report: what the cases room says, and no word more."""

from datetime import date

import pytest
from django.db import transaction

from cases.models import ConclusionKind
from common.errors import NotPermitted
from panel.live import concerns_about, reported_concerns
from panel.queries import draft_of
from panel.workflow import issue_pack
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    AwarenessRecordFactory,
    ConcernFactory,
    PanelLineFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import CouncilToldFactory, MeetingFactory, RadarEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


def test_a_concern_before_the_panel_comes_with_its_support_and_progress(secretary):  # R147
    package = SupportPackageFactory(objectives="A budget that balances", provider="Improvement East")
    SupportProgressFactory(package=package, text="The board met", happened_on=date(2026, 2, 3))
    AwarenessRecordFactory(concern=package.concern)

    (said,) = reported_concerns(secretary)

    assert said.at_stage == "Stage 4: Performance Support Panel"
    assert said.support[0].what == "A budget that balances"
    assert said.support[0].by_whom == "Improvement East"
    assert said.support[0].progress == "The board met"
    assert said.told == "Chief executive, By telephone"


def test_a_line_to_the_panel_brings_a_concern_before_it(secretary):  # R119 R121
    PanelLineFactory(challenge="A budget gap.", support="A peer visits")
    ConcernFactory(council_discussion=True)

    (said,) = reported_concerns(secretary)

    assert said.line == "A budget gap."
    assert said.support[0].what == "A peer visits"
    assert said.in_full


def test_of_an_early_concern_only_the_summary_comes(secretary):
    concern = ConcernFactory(wider_information=True, summary="Savings slip")

    (said,) = concerns_about(secretary, [concern.council])

    assert (said.summary, said.stage) == ("Savings slip", "2")
    assert not said.in_full
    assert said.line == said.conclusion == said.told == ""
    assert said.support == ()
    assert reported_concerns(secretary) == []


def test_the_report_is_built_from_live_concerns_and_issued(secretary, at, monkeypatch):
    monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)
    meeting = MeetingFactory()
    early = ConcernFactory(wider_information=True, summary="Savings slip", council__short_name="Overwick")
    RadarEntryFactory(council=early.council)
    package = SupportPackageFactory(concern__council__short_name="Penhallow", concern__panel_support=True)
    for council in (early.council, package.concern.council):
        CouncilToldFactory(meeting=meeting, council=council)

    pack = issue_pack(meeting=meeting, marking="IN CONFIDENCE", by=secretary, at=at)

    said = bytes(pack.files.get(format="text").content).decode()
    assert "Stage 2: wider information gathering. Savings slip" in said
    assert "A budget that balances., by LGA" not in said
    assert "A budget that balances, by LGA." in said
    assert {entry.name for entry in pack.entries.all()} == {"Overwick", "Penhallow"}
    assert ConclusionKind.ANOTHER.label not in said


def test_whoever_has_an_interest_in_a_council_of_the_report_does_not_issue_it(
    secretary, at, monkeypatch
):  # R052
    monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)
    concern = ConcernFactory(panel_support=True)
    meeting = MeetingFactory()
    CouncilToldFactory(meeting=meeting, council=concern.council)
    InterestFactory(user=secretary, council=concern.council)

    with pytest.raises(NotPermitted, match="You have a declared interest"):
        issue_pack(meeting=meeting, marking="", by=secretary, at=at)
    assert draft_of(meeting, secretary).items == ()


def test_an_interest_in_a_council_the_report_does_not_name_is_refused_in_the_same_words(
    secretary, at, monkeypatch
):  # R052
    # Refused only where their council is spoken of, they would learn by it that it is.
    monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)
    concern = ConcernFactory(panel_support=True)
    meeting = MeetingFactory()
    CouncilToldFactory(meeting=meeting, council=concern.council)
    InterestFactory(user=secretary, council=CouncilFactory())

    with pytest.raises(NotPermitted, match="a report may speak of any council"):
        issue_pack(meeting=meeting, marking="", by=secretary, at=at)
