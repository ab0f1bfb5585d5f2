"""What the Panel's tests share: live concerns without the cases room's rules in the way."""

import pytest
from django.db import transaction

from panel.workflow import issue_pack
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.panel import CouncilToldFactory, MeetingFactory, RadarEntryFactory, live, package


@pytest.fixture
def live_concerns(monkeypatch):
    """The open concerns the report reads: a list the test fills. tests/panel/test_live.py has real ones."""
    held = []

    def reported_concerns(user):
        return [each for each in held if each.line or each.stage in {"4", "5a", "5b"}]

    def concerns_about(user, councils):
        asked = {council.pk for council in councils}
        return [each for each in held if each.council.pk in asked]

    for room in ("drafting", "radar"):
        monkeypatch.setattr(f"panel.queries.{room}.concerns_about", concerns_about)
    monkeypatch.setattr("panel.workflow.tabling.concerns_about", concerns_about)
    monkeypatch.setattr("panel.queries.drafting.reported_concerns", reported_concerns)
    return held


@pytest.fixture(autouse=True)
def inside_the_test(request, monkeypatch):
    """Issuing stands in the test's own transaction, far quicker; `transaction=True` gives it its own."""
    marked = request.node.get_closest_marker("django_db")
    if not (marked and marked.kwargs.get("transaction")):
        monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True, name="S. Ellery", position="PSP secretariat")


@pytest.fixture
def meeting():
    return MeetingFactory()


@pytest.fixture
def marchford(meeting, live_concerns):
    """On the radar at Stage 3 with support; told."""
    council = CouncilFactory(short_name="Marchford", unitary=True)
    RadarEntryFactory(council=council)
    CouncilToldFactory(meeting=meeting, council=council)
    live_concerns.append(live(council, "3", 1, support=(package(),), line="The Panel should know of it."))
    return council


@pytest.fixture
def saltmarsh(meeting, live_concerns):
    """A line to the Panel, not on the radar; told."""
    council = CouncilFactory(short_name="Saltmarsh")
    CouncilToldFactory(meeting=meeting, council=council)
    live_concerns.append(live(council, "4", 2))
    return council


@pytest.fixture
def issue(meeting, secretary, at):
    def issued(held=None, **more):
        return issue_pack(meeting=held or meeting, marking="IN CONFIDENCE", by=secretary, at=at, **more)

    return issued
