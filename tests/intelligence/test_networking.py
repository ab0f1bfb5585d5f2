"""One's own network, and whom one has not spoken to for long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from intelligence import queries, workflow
from intelligence.models import Contact, Spoken
from tests.factories.accounts import UserFactory
from tests.factories.councils import (
    CouncilFactory,
    CoverFactory,
    InterestFactory,
    RegionHoldingFactory,
    adviser_for,
)
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    return timezone.localdate()


def text(response) -> str:
    return " ".join(response.content.decode().split())


def kept(at, by, name="A. Known", **more):
    return workflow.keep_contact(by=by, at=at, name=name, network=more.pop("network", "council"), **more)


def test_an_adviser_keeps_somebody_and_says_in_one_tap_that_they_spoke(sign_in, on):  # R068 R078 R079 R080
    council = CouncilFactory()
    adviser = adviser_for(council)
    client = sign_in(adviser)
    assert "Nobody is held yet." in text(client.get("/contacts"))
    given = {
        "name": "A. Known",
        "role": "scrutiny chair",
        "network": "council",
        "council": council.code,
        "phone": "020 7946 0000",
        "speak_every_days": "14",
    }
    client.post("/contacts/new", given)
    contact = Contact.objects.get()
    page = text(client.get("/contacts"))
    assert "A. Known" in page
    assert "never said" in page
    assert "A. Known" in text(client.get("/"))
    client.post(f"/contacts/{contact.pk}/spoke")
    contact.refresh_from_db()
    assert contact.last_spoken_on == on
    assert queries.contacts_due(adviser, on) == ([], 0)
    assert queries.contacts_due(adviser, on + timedelta(days=14)) == ([contact], 1)
    client.post(f"/contacts/{contact.pk}", given | {"role": "leader", "version": "1"})
    contact.refresh_from_db()
    assert contact.what == f"leader, {council.short_name}"
    client.post(f"/contacts/{contact.pk}/end")
    assert not queries.contacts_of(adviser, on).exists()
    acts = {"keep_contact", "spoke_with", "change_contact", "end_contact"}
    assert set(Event.objects.filter(by=adviser).values_list("act", flat=True)) >= acts


def test_a_network_is_its_owners_and_of_whoever_stands_in(at, on, sign_in):
    owner, other = UserFactory(principal_adviser=True), UserFactory(principal_adviser=True)
    contact = kept(at, owner, network="government", body="A department")
    client = sign_in(other)
    assert client.get(f"/contacts/{contact.pk}").status_code == 404
    assert "A. Known" not in text(client.get("/contacts"))
    with pytest.raises(NotFound):
        workflow.spoke_with(by=other, at=at, contact=contact)
    CoverFactory(absent=owner, deputy=other)
    assert f"{owner.name}’s" in text(client.get("/contacts"))


def test_of_a_council_of_a_declared_interest_nobody_is_kept_or_seen(at, on):
    council = CouncilFactory()
    adviser = adviser_for(council)
    contact = kept(at, adviser, council=council)
    InterestFactory(user=adviser, council=council, since_on=on)
    assert queries.contact_for(adviser, contact.pk, on) is None
    with pytest.raises(Refused, match="declared interest"):
        kept(at, adviser, name="B", council=council)


def test_what_is_wrong_is_said_and_nothing_kept(at, on, sign_in):
    adviser = UserFactory(senior_adviser=True)
    with pytest.raises(NotPermitted):
        kept(at, UserFactory(secretariat=True))
    with pytest.raises(Refused, match="Enter the name"):
        kept(at, adviser, name=" ")
    with pytest.raises(Refused, match="has not come yet"):
        kept(at, adviser, last_spoken_on=on + timedelta(days=1))
    contact = kept(at, adviser)
    with pytest.raises(Refused, match="in your network already"):
        kept(at, adviser, name="a. known")
    with pytest.raises(Stale):
        workflow.change_contact(by=adviser, at=at, contact=contact, version=7, name="C")
    page = sign_in(adviser).post("/contacts/new", {"name": "B", "network": "x", "speak_every_days": "0"})
    assert page.status_code == 422
    assert "Enter at least 1 day" in text(page)
    assert "A network is kept by" in text(sign_in(UserFactory(analyst=True)).get("/contacts"))


def test_what_cannot_be_recorded_is_not_kept(at, broken_audit):
    with pytest.raises(broken_audit):
        kept(at, UserFactory(senior_adviser=True))
    assert not Contact.objects.exists()


def test_councils_not_spoken_to_for_thirty_days_come_longest_first(at, on, django_assert_num_queries):
    first = CouncilFactory()
    adviser = adviser_for(first)
    spoken, noted, fresh, secret = CouncilFactory.create_batch(4, region=first.region)
    Spoken.objects.create(council=spoken, by=adviser, happened_on=on - timedelta(days=40))
    NoteFactory(council=noted, happened_on=on - timedelta(days=31))
    Spoken.objects.create(council=fresh, by=adviser, happened_on=on - timedelta(days=30))
    NoteFactory(council=secret, happened_on=on, restricted=True)  # what not everybody reads tells nothing
    with django_assert_num_queries(3):
        quiet, number = queries.quiet_councils(adviser, on)
    assert [one.council for one in quiet][:2] == [spoken, noted]
    assert {one.council for one in quiet[2:]} == {first, secret}
    assert number == 4
    assert queries.quiet_councils(UserFactory(secretariat=True), on) == ([], 0)
    recused = UserFactory(principal_adviser=True)
    RegionHoldingFactory(user=recused, region=first.region)
    InterestFactory(user=recused, council=first, since_on=on)
    assert first not in {one.council for one in queries.quiet_councils(recused, on)[0]}
