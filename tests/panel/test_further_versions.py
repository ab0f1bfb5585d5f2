"""A further version of a report, and what the next report makes of the one that the Panel met with."""

from datetime import UTC, date, datetime

import pytest

from panel.queries import last_pack_before
from panel.queries.recommendations import became_of
from panel.workflow import issue_pack, say_what_became
from tests.factories.panel import CouncilToldFactory, MeetingFactory, live

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue_on(meeting, secretary):
    def issued(day, held=None, **more):
        at = datetime(2012, *day, 18, tzinfo=UTC)
        return issue_pack(meeting=held or meeting, marking="", by=secretary, at=at, **more)

    return issued


@pytest.fixture
def following(meeting, marchford):
    after = MeetingFactory(body=meeting.body, held_on=date(2012, 12, 18), cut_off_on=date(2012, 12, 14))
    CouncilToldFactory(meeting=after, council=marchford)
    return after


def test_what_was_issued_after_the_meeting_hides_nothing_of_what_changed_since(
    marchford, following, issue_on, live_concerns
):
    first = issue_on((11, 13))
    live_concerns[0] = live(marchford, "4")
    issue_on((11, 27), reason="A name was wrong")

    assert last_pack_before(following) == first
    said = issue_on((12, 11), following).files.get(format="text", copy=None)
    assert "Moved: Stage 3 to Stage 4" in bytes(said.content).decode()


def test_what_was_issued_by_the_day_is_what_the_panel_met_with(marchford, following, issue_on):
    issue_on((11, 13))
    second = issue_on((11, 20), reason="A name was wrong")

    assert last_pack_before(following) == second


def test_where_none_was_issued_by_the_day_the_first_is_compared(marchford, following, issue_on):
    first = issue_on((11, 21))
    issue_on((11, 27), reason="A name was wrong")

    assert last_pack_before(following) == first


def test_what_became_of_a_recommendation_stands_whichever_version_it_was_said_of(
    marchford, following, issue_on, secretary, at
):
    first = issue_on((11, 13))
    say_what_became(pack=first, number=1, became="noted", by=secretary, at=at)
    second = issue_on((11, 27), reason="A name was wrong")

    assert [one.in_words for one in became_of(second)] == ["Noted.", "Not said yet."]

    say_what_became(pack=second, number=1, became="amended", text="Peers too", by=secretary, at=at)
    assert became_of(first)[0].in_words == "Amended. Peers too."
    said = issue_on((12, 11), following).files.get(format="text", copy=None)
    assert "Amended. Peers too." in bytes(said.content).decode()
