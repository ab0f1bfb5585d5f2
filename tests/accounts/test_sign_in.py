"""Signing in: who may, for how long, and with what second factor."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Role, RoleHolding
from accounts.workflow import add_person, end_role, give_role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


def person(at, **fields):
    return add_person(
        by=None,
        at=at,
        email="ada@example.org",
        name="Ada Adviser",
        password=PASSWORD,
        roles=(Role.PRINCIPAL_ADVISER,),
        **fields,
    )


def signed_in_by_form(client, email="ada@example.org", password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_a_stranger_is_sent_to_sign_in(client):
    page = client.get("/")
    assert page.status_code == 302
    assert page.url.startswith("/accounts/login/")


def test_a_person_signs_in_with_address_and_password_and_sees_today(client, at):
    person(at)
    answer = signed_in_by_form(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, at):
    person(at)
    wrong = signed_in_by_form(client, password="not it at all")
    unknown = signed_in_by_form(client, email="nobody@example.org", password="not it at all")
    assert wrong.status_code == unknown.status_code == 200
    errors = [sorted(answer.context["form"].errors.get_json_data()) for answer in (wrong, unknown)]
    assert errors[0] == errors[1]


def test_nobody_signs_themselves_up(client):
    answer = client.post(
        "/accounts/signup/", {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert b"Nobody signs themselves up here" in answer.content


def test_without_a_second_factor_one_gets_no_further_than_setting_one_up(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(UserFactory(principal_adviser=True))
    for address in ("/", "/councils", "/help"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, "/accounts/2fa/totp/activate/")


@pytest.mark.parametrize(("idle", "signed_in"), [(29, True), (31, False)])
def test_a_session_ends_after_thirty_idle_minutes(client, time_machine, idle, signed_in):
    time_machine.move_to("2026-03-02 10:00+00:00", tick=False)
    client.force_login(UserFactory(principal_adviser=True))
    client.get("/")
    time_machine.shift(idle * 60)
    assert (client.get("/").status_code == 200) is signed_in


def test_a_session_ends_after_eight_hours_however_busy(client, time_machine):
    time_machine.move_to("2026-03-02 10:00+00:00", tick=False)
    client.force_login(UserFactory(principal_adviser=True))
    for _ in range(19):
        assert client.get("/").status_code == 200
        time_machine.shift(25 * 60)
    time_machine.shift(25 * 60)
    assert client.get("/").status_code == 302


def test_one_who_has_left_is_out_at_the_next_request(client):
    user = UserFactory(principal_adviser=True)
    client.force_login(user)
    assert client.get("/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302


def test_pages_of_a_signed_in_person_are_never_stored(client):
    client.force_login(UserFactory(principal_adviser=True))
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_the_security_headers_allow_no_inline_script_or_style(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert client.get("/accounts/login/").headers["X-Frame-Options"] == "DENY"


def test_a_role_begins_and_ends_by_date(at):
    user = UserFactory()
    holding = give_role(by=None, at=at, user=user, role=Role.SECRETARIAT, since_on=at.date())
    user = type(user).objects.get(pk=user.pk)
    assert user.has_role(Role.SECRETARIAT)
    RoleHolding.objects.filter(pk=holding.pk).update(since_on="2012-04-01")
    end_role(by=None, at=at, holding=holding, until_on=at.date() - timedelta(days=2))
    assert not type(user).objects.get(pk=user.pk).roles


def test_if_the_record_cannot_be_written_nobody_is_added(at, broken_audit):
    with pytest.raises(broken_audit):
        person(at)
    assert not Client().login(email="ada@example.org", password=PASSWORD)
