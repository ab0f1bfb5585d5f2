"""The limits of asking: whom they count, how many they have room for, and that what has run out goes."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts import tasks
from accounts.workflow import add_person
from tests.factories.accounts import UserFactory

PASSWORD = "a long enough pass phrase"
SAID = "import slirisk.settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT, s.REST_FRAMEWORK['NUM_PROXIES'])"


@pytest.fixture
def counting(db):
    cache.clear()
    yield
    cache.clear()


def sign_in_from(address, password):
    """As nginx passes it on: what the caller claimed, and then the address it was called from."""
    return Client().post(
        "/accounts/login/",
        {"login": "ada@example.org", "password": password},
        headers={"X-Forwarded-For": f"198.51.100.99, {address}"},
    )


def test_wrong_passwords_from_one_address_behind_a_proxy_do_not_close_sign_in_to_another(
    counting, at, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    add_person(by=None, at=at, email="ada@example.org", name="Ada Adviser", password=PASSWORD)
    for number in range(12):
        Client().post(
            "/accounts/login/",
            {"login": f"nobody{number}@example.org", "password": "not it"},
            headers={"X-Forwarded-For": "192.0.2.1"},
        )
    assert sign_in_from("192.0.2.1", PASSWORD).status_code != 302
    assert sign_in_from("192.0.2.2", PASSWORD).status_code == 302


def test_one_setting_says_whose_word_is_taken_for_signing_in_and_for_the_api():
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SAID],
        env=os.environ | {"SLIRISK_MODE": "test", "TRUSTED_PROXIES": "2"},
        cwd=configured.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["2", "2"]


def test_asking_from_four_hundred_addresses_makes_no_count_forgotten(counting):
    for number in range(400):
        cache.set(f"count-{number}", [1], 300)
    assert all(cache.get(f"count-{number}") for number in range(400))


def test_sessions_and_counts_that_have_run_out_are_cleared_and_no_others(counting, at):
    client = Client()
    client.force_login(UserFactory())
    Session.objects.create(session_key="over", session_data="", expire_date=at - timedelta(seconds=1))
    cache.set("stands", [1], 300)
    cache.set("over", [1], 300)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cache_entries SET expires = %s WHERE cache_key LIKE '%%over'", [at - timedelta(hours=1)]
        )

    tasks.clear_expired()
    tasks.clear_expired()

    assert [row.pk for row in Session.objects.all()] == [client.session.session_key]
    assert cache.get("stands") == [1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entries")
        assert cursor.fetchone() == (1,)
