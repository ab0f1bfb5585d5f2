"""Whoever signed in is loaded with their roles, regions and interests in one query, anew at each request."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RoleHolding
from common.clock import today
from councils.access import recused_council_ids
from councils.models import RegionHolding
from councils.queries import region_ids_held_by, region_names_held_by
from desk.signing_in import SignInBackend
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory()


def loaded(user):
    return SignInBackend().get_user(user.pk)


def test_one_query_brings_the_person_and_all_that_every_page_asks_of_them(council):
    user = adviser_for(council)
    RegionHoldingFactory(user=user, region=CouncilFactory().region, until_on=date(2012, 5, 1))
    other = InterestFactory(user=user).council
    RoleHolding.objects.create(user=user, role=Role.SECRETARIAT, since_on=date(2012, 4, 1))
    RoleHolding.objects.create(
        user=user, role=Role.ADMINISTRATOR, since_on=date(2012, 4, 1), until_on=date(2012, 5, 1)
    )

    with CaptureQueriesContext(connection) as asked:
        person = loaded(user)
        assert person.roles == {Role.PRINCIPAL_ADVISER, Role.SECRETARIAT}
        assert region_ids_held_by(person, today()) == {council.region_id}
        assert region_names_held_by(person, today()) == [council.region.name]
        assert recused_council_ids(person, today()) == {other.pk}

    assert len(asked) == 1


def test_what_was_loaded_with_a_person_says_the_same_as_the_database(council):
    user = adviser_for(council)
    InterestFactory(user=user)
    InterestFactory(user=user, until_on=date(2012, 5, 1))

    person = loaded(user)

    assert person == user
    assert person.roles == user.roles
    assert region_ids_held_by(person, today()) == region_ids_held_by(user, today())
    assert region_names_held_by(person, today()) == region_names_held_by(user, today())
    assert recused_council_ids(person, today()) == recused_council_ids(user, today())


def test_another_day_than_the_one_loaded_is_asked_of_the_database(council):
    user = adviser_for(council)
    RegionHolding.objects.update(until_on=today())
    interest = InterestFactory(user=user, until_on=today())
    tomorrow = today() + timedelta(days=1)

    person = loaded(user)

    assert region_ids_held_by(person, today()) == {council.region_id}
    assert region_ids_held_by(person, tomorrow) == frozenset()
    assert region_names_held_by(person, tomorrow) == []
    assert recused_council_ids(person, today()) == {interest.council_id}
    assert recused_council_ids(person, tomorrow) == set()


def test_somebody_who_has_left_is_nobody():
    assert loaded(UserFactory(is_active=False)) is None
    assert SignInBackend().get_user(0) is None


def test_a_password_still_opens(rf):
    user = UserFactory()
    user.set_password("a password long enough")
    user.save()
    request = rf.post("/accounts/login/")

    assert authenticate(request, email=user.email, password="a password long enough") == user
    assert authenticate(request, email=user.email, password="another one, no less long") is None


def test_roles_regions_and_interests_are_in_force_at_the_next_request(council, sign_in):  # TRUST 3, 22
    user = adviser_for(council)
    client = sign_in(user)
    before = client.get("/me").content.decode()
    assert f"Principal Adviser, {council.region.name}" in before

    RegionHolding.objects.update(until_on=date(2012, 5, 1))
    RoleHolding.objects.create(user=user, role=Role.SECRETARIAT, since_on=date(2012, 4, 1))
    InterestFactory(user=user, council=council)

    after = client.get("/me").content.decode()
    assert council.region.name not in after
    assert "Principal Adviser, PSP secretariat" in after
    assert "You have declared an interest" in client.get(council.get_absolute_url()).content.decode()


def test_somebody_made_inactive_is_signed_out_at_the_next_request(sign_in):
    user = UserFactory(principal_adviser=True)
    client = sign_in(user)
    assert client.get("/me").status_code == 200

    user.is_active = False
    user.save()

    assert client.get("/me").status_code == 302
