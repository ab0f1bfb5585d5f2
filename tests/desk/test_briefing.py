"""A council's briefing: two sides of paper, by the rule of exports, for advisers."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from audit.models import Event
from common.errors import NotPermitted, Refused
from intelligence.models import BriefingPrint
from intelligence.workflow import print_briefing
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import (
    ChangeOfControlFactory,
    InterestFactory,
    RegionHoldingFactory,
    adviser_for,
)
from tests.factories.intelligence import NoteFactory
from tests.papers.reading import read_pdf

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def on():
    return timezone.localdate()


def test_it_holds_the_last_two_years_on_two_sides_and_says_what_it_leaves_out(sign_in, on):
    note = NoteFactory(happened_on=on)
    council = note.council
    adviser = adviser_for(council)
    ConcernFactory(council=council, owner=adviser, summary="Savings slip.")
    ChangeOfControlFactory(council=council)
    for day in range(70):
        NoteFactory(
            council=council, owner=adviser, happened_on=on - timedelta(days=day), text=f"Heard {day} " * 30
        )
    NoteFactory(council=council, owner=adviser, happened_on=on - timedelta(days=900), text="Long ago.")
    NoteFactory(council=council, owner=adviser, happened_on=on, restricted=True, text="Secret thing.")
    client = sign_in(adviser)
    page = text(client.get(f"/councils/{council.code}/briefing"))
    assert "Savings slip." in page
    assert "Control changed from Labour to No overall control" in page
    assert "1 note that you may read is RESTRICTED" in page
    assert client.post(f"/councils/{council.code}/briefing", {"reason": " "}).status_code == 422
    response = client.post(f"/councils/{council.code}/briefing", {"reason": "Meeting the leader"})
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(response.content)) as made:
        assert len(made.pages) == 2
    printed = " ".join(" ".join(read_pdf(response.content)).split())
    assert "Heard 0 Heard 0" in printed
    assert "earlier entries of the two years are on the council’s page" in printed
    assert f"Printed for {adviser.name}" in page
    for kept_back in ("Secret thing.", "Long ago."):
        assert kept_back not in page + printed
    kept = BriefingPrint.objects.get()
    assert (kept.reason, kept.printed_by, kept.council) == ("Meeting the leader", adviser, council)
    recorded = Event.objects.get(act="print_briefing").details  # ids alone: nobody can take a name out of it
    assert recorded == {"entries": kept.entries, "print": kept.pk}


def test_of_a_council_of_which_nothing_is_held_it_says_so(sign_in):
    council = NoteFactory(withdrawn=True).council
    page = text(sign_in(adviser_for(council)).get(f"/councils/{council.code}/briefing"))
    assert "Nothing is held. That is usual." in page
    assert "No concern is open. That is usual." in page


def test_it_is_for_advisers_without_an_interest(sign_in, on, at):
    council = NoteFactory().council
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=council, since_on=on)
    for user in (recused, UserFactory(secretariat=True), UserFactory(panel_member=True)):
        assert sign_in(user).get(f"/councils/{council.code}/briefing").status_code == 403
    with pytest.raises(Refused, match="At most 200"):
        print_briefing(by=adviser_for(council), at=at, council=council, entries=201, reason="So")


def test_a_senior_adviser_prints_of_their_own_regions_alone_and_reads_of_every_one(
    sign_in, at
):  # TRUST section 2, Export
    council = NoteFactory(text="Heard elsewhere.").council
    lead, senior = adviser_for(council), UserFactory(senior_adviser=True)
    client = sign_in(senior)
    page = text(client.get(council.get_absolute_url()))
    assert "Heard elsewhere." in page
    assert f"print no briefing. Ask {lead.name}, who looks after it." in page
    assert f"{council.get_absolute_url()}/briefing" not in page
    assert client.get(f"{council.get_absolute_url()}/briefing").status_code == 403
    assert client.post(f"{council.get_absolute_url()}/briefing", {"reason": "A visit"}).status_code == 403
    with pytest.raises(NotPermitted, match="not one of your regions"):
        print_briefing(by=senior, at=at, council=council, entries=1, reason="A visit")
    assert not Event.objects.filter(act="print_briefing").exists()
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    assert f"{council.get_absolute_url()}/briefing" in text(client.get(council.get_absolute_url()))
    made = client.post(f"{council.get_absolute_url()}/briefing", {"reason": "A visit"})
    assert made["Content-Type"] == "application/pdf"


def test_what_cannot_be_recorded_is_not_printed(sign_in, broken_audit):
    council = NoteFactory().council
    client = sign_in(adviser_for(council))
    with pytest.raises(broken_audit):
        client.post(f"/councils/{council.code}/briefing", {"reason": "A visit"})
