"""“Spoke, nothing to note”: one tap, once a day, taken back on the same day, for advisers alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from intelligence.models import Spoken
from intelligence.queries import besides_notes
from intelligence.workflow import log_spoken, take_back_spoken
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


def test_an_adviser_says_so_once_a_day(adviser, council, at):
    spoken = log_spoken(by=adviser, at=at, council=council)
    assert log_spoken(by=adviser, at=at, council=council).pk == spoken.pk
    log_spoken(by=adviser, at=at, council=council, happened_on=at.date() - timedelta(days=3))
    assert Spoken.objects.count() == Event.objects.filter(act="log_spoken").count() == 2
    entry = besides_notes(council, adviser, timezone.localdate()).entries[0]
    assert (entry.who, entry.title) == ("R. Okafor", "Spoke with the council or about it, nothing to note")


def test_not_of_a_day_to_come(adviser, council, at):
    with pytest.raises(Refused, match="has not come yet"):
        log_spoken(by=adviser, at=at, council=council, happened_on=at.date() + timedelta(days=2))


def test_refused_to_those_who_are_no_advisers_and_to_those_of_elsewhere(adviser, council, at):
    peer = UserFactory(role="member_peer")
    RegionHoldingFactory(user=peer, region=council.region)
    recused = adviser_for(council)
    InterestFactory(user=recused, council=council)
    for other in (peer, recused, UserFactory(senior_adviser=True), UserFactory(secretariat=True)):
        with pytest.raises(NotPermitted):
            log_spoken(by=other, at=at, council=council)
        with pytest.raises(NotFound):
            take_back_spoken(by=other, at=at, council=council)
    log_spoken(by=adviser, at=at, council=council)
    for other in (peer, recused, UserFactory(secretariat=True)):
        assert besides_notes(council, other, timezone.localdate()).entries == []
    assert len(besides_notes(council, UserFactory(senior_adviser=True), timezone.localdate()).entries) == 1


def test_it_is_taken_back_on_the_same_day_by_the_one_who_said_it(adviser, council, at):
    log_spoken(by=adviser, at=at, council=council)
    with pytest.raises(NotFound):
        take_back_spoken(by=adviser, at=at + timedelta(days=1), council=council)
    take_back_spoken(by=adviser, at=at, council=council)
    assert not Spoken.objects.exists()
    assert Event.objects.get(act="take_back_spoken").scope == council.audit_scope


def test_nothing_is_changed_if_it_cannot_be_recorded(adviser, council, at, broken_audit):
    with pytest.raises(broken_audit):
        log_spoken(by=adviser, at=at, council=council)
    Spoken.objects.create(council=council, by=adviser, happened_on=at.date())
    with pytest.raises(broken_audit):
        take_back_spoken(by=adviser, at=at, council=council)
    assert Spoken.objects.count() == 1


def test_on_the_councils_page_it_is_one_tap_and_stands_in_its_stream(sign_in, adviser, council):
    client, address = sign_in(adviser), council.get_absolute_url()
    assert "Spoke, nothing to note" in client.get(address).content.decode()
    page = client.post(f"{address}/spoken", follow=True).content.decode()
    assert "Kept: you spoke with Barchester or about it on" in page
    assert "Spoke with the council or about it, nothing to note" in page
    page = client.post(f"{address}/spoken/take-back", follow=True).content.decode()
    assert "Taken back" in page
    assert not Spoken.objects.exists()
    peer = UserFactory(role="member_peer")
    RegionHoldingFactory(user=peer, region=council.region)
    assert "nothing to note" not in sign_in(peer).get(address).content.decode()
