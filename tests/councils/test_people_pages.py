"""The pages of the people around a council: forms keep every word, refusals stand where buttons would."""

from datetime import date

import pytest

from common.errors import NotPermitted
from councils import queries
from councils.models import Interest, Officeholder, PoliticalControl, RegionHolding
from intelligence.models import SourceType
from intelligence.workflow import Told, log_note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.intelligence import SourceTypeFactory

pytestmark = pytest.mark.django_db

OFFICE = {
    "office": "leader",
    "name": "A. Penrose",
    "since_on_0": "1",
    "since_on_1": "4",
    "since_on_2": "2026",
    "source": "The council's website",
}


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_regions_adviser_records_a_leader_and_reads_it_back(sign_in):  # R051
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    assert "Nobody is held. That is usual." in text(client.get(f"/councils/{council.code}/people"))
    response = client.post(f"/councils/{council.code}/people/office", OFFICE, follow=True)
    assert response.redirect_chain == [(f"/councils/{council.code}/people", 302)]
    page = text(response)
    assert "A. Penrose" in page
    assert "since 1 Apr 2026" in page
    assert "The council&#x27;s website" in page


def test_control_is_recorded_without_a_day(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    given = {"control": "No overall control", "source": "Local election results"}
    client.post(f"/councils/{council.code}/people/control", given)
    assert PoliticalControl.objects.get().since_on is None
    assert "No overall control" in text(client.get(f"/councils/{council.code}/people"))


def test_a_form_that_is_refused_keeps_every_word(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    response = client.post(f"/councils/{council.code}/people/office", OFFICE | {"source": ""})
    assert response.status_code == 422
    assert "Say how this is known" in text(response)
    assert 'value="A. Penrose"' in text(response)
    client.post(f"/councils/{council.code}/people/office", OFFICE)
    response = client.post(f"/councils/{council.code}/people/office", OFFICE | {"name": "B. Quill"})
    assert response.status_code == 422
    assert "The new one must begin after that day." in text(response)
    assert 'value="B. Quill"' in text(response)
    assert Officeholder.objects.count() == 1


def test_on_the_first_day_of_the_calendar_nobody_follows_anybody(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    client.post(
        f"/councils/{council.code}/people/office",
        OFFICE | {"since_on_0": "", "since_on_1": "", "since_on_2": ""},
    )
    first = OFFICE | {"name": "B. Quill", "since_on_0": "1", "since_on_1": "1", "since_on_2": "1"}
    response = client.post(f"/councils/{council.code}/people/office", first)
    assert response.status_code == 422
    assert "Check from which day the new one is." in text(response)
    assert Officeholder.objects.get().name == "A. Penrose"


@pytest.mark.parametrize("where", ["people", "people/office", "people/control"])
def test_a_stranger_reads_the_sentence_in_the_buttons_place(sign_in, where):
    council = CouncilFactory()
    client = sign_in(UserFactory(secretariat=True))
    page = text(client.get(f"/councils/{council.code}/{where}"))
    assert "Only an adviser may change who leads or controls" in page
    assert "Record it" not in page


def test_a_strangers_post_changes_nothing_and_says_why(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(CouncilFactory()))
    response = client.post(f"/councils/{council.code}/people/office", OFFICE)
    assert response.status_code == 422
    assert "which you do not look after" in text(response)
    assert not Officeholder.objects.exists()


def test_an_administrator_assigns_a_region_and_ends_the_holding(sign_in):  # R027
    region = CouncilFactory().region
    adviser = UserFactory(principal_adviser=True)
    client = sign_in(UserFactory(administrator=True))
    assert "Say who looks after it" in text(client.get(f"/regions/{region.slug}"))
    given = {
        "user": adviser.pk,
        "capacity": "principal",
        "since_on_0": "1",
        "since_on_1": "4",
        "since_on_2": "2026",
    }
    assert client.post(f"/regions/{region.slug}/assign", given).status_code == 302
    holding = RegionHolding.objects.get()
    assert queries.region_ids_held_by(adviser, date(2026, 4, 1)) == {region.pk}
    assert "End this holding" in text(client.get(f"/regions/{region.slug}"))
    response = client.post(
        f"/regions/holdings/{holding.pk}/end",
        {"until_on_0": "31", "until_on_1": "3", "until_on_2": "2026"},
    )
    assert response.status_code == 422
    assert "It began on 1 April 2026" in text(response)
    ends = {"until_on_0": "30", "until_on_1": "9", "until_on_2": "2026"}
    assert client.post(f"/regions/holdings/{holding.pk}/end", ends).status_code == 302
    holding.refresh_from_db()
    assert holding.until_on == date(2026, 9, 30)


def test_a_lead_member_peer_is_given_a_region_and_logs_notes_about_its_councils_alone(
    sign_in, at
):  # R040, R041
    peer, council = UserFactory(role="member_peer", name="Cllr Bea Lowe"), CouncilFactory()
    SourceTypeFactory(slug="own-network")
    client = sign_in(peer)
    assert "Log a note about" not in client.get(council.get_absolute_url()).content.decode()
    client = sign_in(UserFactory(administrator=True))
    given = {"user": peer.pk, "capacity": "member"}
    given |= {"since_on_0": "1", "since_on_1": "4", "since_on_2": "2012"}
    assert client.post(f"/regions/{council.region.slug}/assign", given).status_code == 302
    shown = client.get(f"/regions/{council.region.slug}").content.decode()
    assert "Cllr Bea Lowe" in shown
    assert "Lead member peer" in shown
    client = sign_in(peer)
    page = client.get(council.get_absolute_url()).content.decode()
    assert f"Lead member peer, {council.region.name}" in page
    assert "Log a note about" in page
    note = log_note(by=peer, at=at, council=council, text="Heard.", told=told(), known="first_hand")
    assert note.passed_on_to is None
    assert "Heard." in client.get(council.get_absolute_url()).content.decode()
    with pytest.raises(NotPermitted, match="not one of your regions"):
        log_note(by=peer, at=at, council=CouncilFactory(), text="Heard.", told=told(), known="first_hand")
    for address in ("briefing", "spoken"):
        assert client.post(f"{council.get_absolute_url()}/{address}", {"reason": "So"}).status_code in (
            403,
            404,
        )


def told():
    return Told(type=SourceType.objects.get(), role="councillor")


def test_an_adviser_does_not_assign_regions(sign_in):
    holding = RegionHoldingFactory()
    client = sign_in(holding.user)
    page = text(client.get(holding.region.get_absolute_url()))
    assert "Only a technical administrator may say who looks after a region" in page
    assert "End this holding" not in page
    ends = {"until_on_0": "30", "until_on_1": "9", "until_on_2": "2026"}
    assert client.post(f"/regions/holdings/{holding.pk}/end", ends).status_code == 422
    assert client.post("/regions/holdings/999/end", ends).status_code == 404


INTEREST = {
    "council": "Thurrok",
    "nature": "Councillor of the council",
    "since_on_0": "4",
    "since_on_1": "5",
    "since_on_2": "2023",
}


def test_a_person_declares_an_interest_by_the_councils_name(loaded, sign_in):  # R052
    client = sign_in(UserFactory(panel_member=True))
    page = text(client.post("/interests", INTEREST, follow=True))
    assert "Thurrock Council" in page
    assert Interest.objects.get().council.key == "THR"


def test_a_council_that_cannot_be_told_is_refused_with_the_reason(loaded, sign_in):
    client = sign_in(UserFactory(panel_member=True))
    response = client.post("/interests", INTEREST | {"council": "Newcastle"})
    assert response.status_code == 422
    assert "may mean Newcastle City Council or Newcastle-under-Lyme" in text(response)
    assert "Councillor of the council" in text(response)


def test_others_interests_are_seen_and_ended_by_those_who_keep_them_alone(sign_in):
    interest = InterestFactory(nature="Brother of the chief executive")
    stranger = sign_in(UserFactory(principal_adviser=True))
    assert "Brother" not in text(stranger.get("/interests"))
    assert stranger.get(f"/interests/{interest.pk}/end").status_code == 404
    officer = sign_in(UserFactory(governance_officer=True))
    assert "Brother" in text(officer.get("/interests"))
    ends = {"until_on_0": "30", "until_on_1": "9", "until_on_2": "2026"}
    assert officer.post(f"/interests/{interest.pk}/end", ends).status_code == 302
    interest.refresh_from_db()
    assert interest.until_on == date(2026, 9, 30)


def test_nobody_finds_a_button_to_end_their_own(sign_in):
    officer = UserFactory(governance_officer=True)
    interest = InterestFactory(user=officer)
    page = text(sign_in(officer).get(f"/interests/{interest.pk}/end"))
    assert "You cannot end your own declared interest" in page
    assert 'name="until_on_0"' not in page
