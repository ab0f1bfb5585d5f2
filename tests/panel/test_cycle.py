"""A whole cycle of meetings, as people walk it in a real browser: links and forms, nothing else."""

from datetime import timedelta

import pytest

from common.clock import today
from panel.ingest import load_bodies
from panel.models import Body, Membership, Pack
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.screens import BrowserScreens

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    """The Panel's secretariat, a member, an adviser, and a concern of theirs before the Panel."""
    load_bodies()
    council = CouncilFactory(short_name="Marchford")
    adviser = adviser_for(council)
    adviser.name = "R. Okafor"
    adviser.save()
    ConcernFactory(council=council, owner=adviser, panel_support=True, summary="Savings slip")
    secretary = UserFactory(secretariat=True, name="S. Ellery")
    member = UserFactory(panel_member=True, name="D. Lyle")
    Membership.objects.create(
        body=Body.objects.get(slug="psp"), user=member, capacity="member", since_on=today()
    )
    return {"adviser": adviser, "secretary": secretary, "member": member, "council": council}


def plans(secretary, days):
    """Plan a meeting so many days from now, and stand on its page."""
    day = today() + timedelta(days=days)
    secretary.open("/meetings").follow("Plan a meeting")
    secretary.press("Plan the meeting", held_on=day, cut_off_on=day, venue="Smith Square", body="psp")
    assert "Smith Square" in secretary.says
    return secretary.address


def says_that_the_council_knows(adviser, meeting):
    adviser.open(f"{meeting}/pack").follow("Record who was told")
    adviser.press("Record it", whom="Chief executive", how="By telephone", happened_on=today())
    assert "Told on" in adviser.says


def issues(secretary, meeting):
    secretary.open(f"{meeting}/pack").follow("Issue the report")
    secretary.press("Issue the report")
    assert "Purpose of report" in secretary.says
    return secretary.address


def test_a_whole_cycle_of_meetings(browse, holds, people):  # R143 R147 R149 R192 R193
    secretary = BrowserScreens(browse("/", as_=people["secretary"]))
    adviser = BrowserScreens(browse("/", as_=people["adviser"]))
    member = BrowserScreens(browse("/", as_=people["member"]))

    # Planned; the report builds itself; the adviser is chased for their paragraph and for who knows.
    first = plans(secretary, 0)
    secretary.open(f"{first}/pack")
    assert "Savings slip" in secretary.says
    assert "does not say whether these councils know" in secretary.says
    secretary.follow("Ask for the paragraphs nobody has written").press("Ask the advisers")
    adviser.open(f"{first}/pack")
    adviser.follow("Confirm it as it stands").press("Confirm it as it stands")
    says_that_the_council_knows(adviser, first)

    # Issued; a member opens their own copy, and no other.
    pack = issues(secretary, first)
    member.open(pack)
    assert "Copy 1 · D. Lyle" in member.says
    assert "Savings slip" in member.says
    holds(member.page)

    # Met: the note, an action, what became of what the report asked.
    secretary.open(first).follow("The note, a draft").follow("Add a line")
    secretary.press(
        "Add to the note",
        item="3",
        verb="Agreed",
        text="to write to the leader.",
        council=people["council"].code,
        asked="D. Lyle",
    )
    assert "The Panel agreed to write to the leader." in secretary.says
    secretary.follow("Say what became of it").press("Keep it", became="Noted")
    holds(secretary.page)

    # Between two meetings: the member who was asked says how it goes, and the concern moves on.
    second = plans(secretary, 1)
    secretary.open(f"{second}/schedule").press("Ask those who act how it goes")
    assert "1 asked." in secretary.page.content()
    member.open(f"{second}/schedule")
    member.follow("Report progress").press("Report progress", text="The letter has gone.")
    assert "The letter has gone." in member.says
    holds(member.page)
    secretary.open(f"{second}/schedule").press("Issue the schedule")
    assert "The letter has gone." in secretary.says

    # The second report says what has changed, and what became of the first one's recommendations.
    adviser.open("/radar").press("Go on", council=people["council"].code)
    adviser.press("Put on the radar", reason="No agreed budget.")
    says_that_the_council_knows(adviser, second)
    following = issues(secretary, second)
    assert "put on the radar" in secretary.says
    assert "What became of the last report's recommendations" in secretary.says

    # The next meeting agrees the note of the first.
    secretary.open(f"{first}/note")
    assert "has not been held yet" in secretary.says
    meeting = Pack.objects.get(pk=following.split("/")[-1]).meeting
    meeting.held_on = meeting.cut_off_on = today()
    first_meeting = Pack.objects.get(pk=pack.split("/")[-1]).meeting
    first_meeting.held_on = first_meeting.cut_off_on = today() - timedelta(days=1)
    first_meeting.save()
    meeting.save()
    secretary.open(f"{first}/note").press("The next meeting has agreed it")
    assert "Agreed at the meeting of" in secretary.says
    secretary.open(f"{second}/note")
    assert "The Panel agreed the note of the meeting" in secretary.says
