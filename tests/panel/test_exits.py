"""A member of council X asks for every exit of the report: X is a withheld line and nothing else is there."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from panel.models import RadarEntry
from panel.workflow import table_addendum
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import (
    CouncilToldFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
    live,
    package,
)
from tests.panel.exits import everything, exits

pytestmark = pytest.mark.django_db
# Figures and words that stand in the report for this council alone.
OF_IT = ("Wexbourne", "E06999017", "GBP4711", "Mentor of Wexbourne", "4711.25")


@pytest.fixture
def wexbourne(meeting, live_concerns):
    council = CouncilFactory(short_name="Wexbourne", name="Wexbourne Council", code="E06999017", unitary=True)
    RadarEntryFactory(council=council, put_on_reason="A gap of GBP4711 in Wexbourne")
    CouncilToldFactory(meeting=meeting, council=council, whom="the leader of Wexbourne")
    said = {"summary": "A gap of GBP4711", "line": "Spending was 4711.25 a head at Wexbourne."}
    live_concerns.append(live(council, "4", 9, support=(package("Mentor of Wexbourne"),), **said))
    return council


@pytest.fixture
def member(meeting, wexbourne):
    """Sits on the Panel, and at Wexbourne."""
    seat = MembershipFactory(body=meeting.body, user=UserFactory(panel_member=True, name="D. Lyle"))
    InterestFactory(user=seat.user, council=wexbourne)
    return seat.user


def test_in_every_exit_it_is_a_withheld_line(
    member, wexbourne, marchford, saltmarsh, issue, secretary, at, sign_in
):  # R052
    pack = issue()
    for council in (marchford, wexbourne):
        text = f"A new leader at {council.short_name}, GBP4711."
        table_addendum(pack=pack, kind="tabled", council=council, text=text, by=secretary, at=at)
    client = sign_in(member)

    given = exits(client, pack)

    of_marchford = f"{pack.get_absolute_url()}/addenda/1"
    assert len(given) == 15
    for address, said in given.items():
        assert said, address
        for word in OF_IT[:2] if of_marchford in address else OF_IT:
            assert word not in said, (address, word)
        if of_marchford not in address:
            assert WITHHELD in said, address
    listed = given[pack.get_absolute_url()]
    assert "Addendum 1 to version 1</a>: Marchford" in listed
    assert f"Addendum 2 to version 1</a>: {WITHHELD}" in listed


def test_nor_do_the_pages_round_it_say_so(member, wexbourne, marchford, meeting, issue, sign_in):  # R052
    meeting.held_on = timezone.localdate() + timedelta(days=3)
    meeting.save()
    pack = issue()
    client = sign_in(member)
    month = f"{meeting.held_on:%Y-%m}"

    for address in ("/", "/meetings", meeting.get_absolute_url(), "/calendar", f"/calendar?month={month}"):
        said = client.get(address).content.decode()
        for word in OF_IT[2:]:
            assert word not in said, (address, word)
        if address != "/":  # what the council publishes is on everybody's pages
            assert "Wexbourne" not in said, address
    for address in ("/search?q=GBP4711", "/search?all=1&q=Mentor", "/find?q=GBP4711"):
        answer = client.get(address)
        if answer.status_code == 200:
            assert "Mentor of Wexbourne" not in answer.content.decode(), address
            assert "A gap of GBP4711" not in answer.content.decode(), address
    assert client.get(pack.get_absolute_url()).status_code == 200


def test_nor_does_the_copy_printed_for_them(member, wexbourne, marchford, issue, secretary, at, sign_in):
    pack = issue()
    copy = pack.copies.get(holder=member)
    client = sign_in(secretary)

    answer = client.post(f"{pack.get_absolute_url()}/copies/{copy.number}/print", {"form": "pdf"})

    said = everything(answer.content)
    for word in OF_IT:
        assert word not in said, word
    assert "Copy 1 · D. Lyle" in said


def test_the_next_report_withholds_what_came_off_too(
    member, wexbourne, marchford, meeting, issue, live_concerns, at, sign_in
):

    issue()
    live_concerns[:] = [each for each in live_concerns if each.council != wexbourne]
    RadarEntry.objects.filter(council=wexbourne).update(
        taken_off_at=at,
        taken_off_by=UserFactory(principal_adviser=True),
        taken_off_reason="GBP4711 was found",
    )
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))
    CouncilToldFactory(meeting=after, council=marchford)

    given = exits(sign_in(member), issue(after))

    for address, said in given.items():
        for word in OF_IT:
            assert word not in said, (address, word)
        assert WITHHELD in said, address
