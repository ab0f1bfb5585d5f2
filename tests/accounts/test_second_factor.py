"""The seed of a second factor makes its codes for ever: the database alone does not give it."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.apps import apps
from django.core.cache import cache

from common.errors import Refused
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"
sealing = import_module("accounts.migrations.0007_seal_second_factors")


@pytest.fixture(autouse=True)
def counts_of_their_own():
    cache.clear()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_seed_is_sealed_in_the_database_and_makes_the_codes_all_the_same():
    user, secret = UserFactory(), generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).generate_codes()

    for row in Authenticator.objects.filter(user=user):
        assert secret not in str(row.data)
        for value in row.data.values():
            assert value == 0 or value.startswith("gAAAA")
    held = Authenticator.objects.get(user=user, type="totp")
    assert TOTP(held).validate_code(code_of(secret))
    assert not TOTP(held).validate_code("000000")
    assert len(set(codes)) == 10
    assert RecoveryCodes.activate(user).generate_codes() == codes


def test_under_another_key_a_second_factor_says_what_to_do(settings):
    user = UserFactory()
    held = TOTP.activate(user, generate_totp_secret())
    settings.SOURCE_KEY = "another key, which was never used to seal anything"
    with pytest.raises(Refused, match="SOURCE_KEY"):
        held.validate_code("123456")


def test_seeds_that_stood_in_clear_are_sealed_by_the_migration_and_go_on_working():
    user, secret = UserFactory(), generate_totp_secret()
    make = Authenticator.objects.create
    make(user=user, type="totp", data={"secret": secret})
    make(user=user, type="webauthn", data={"credential": {"id": "public"}})
    make(user=UserFactory(), type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 2})
    make(user=UserFactory(), type="recovery_codes", data={"migrated_codes": ["12345678", "87654321"]})

    sealing.seal_all(apps, None)

    said = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not any(clear in said for clear in (secret, "abab", "12345678", "87654321"))
    assert Authenticator.objects.get(type="webauthn").data == {"credential": {"id": "public"}}
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_of(secret))
    seeded, moved = (RecoveryCodes(row) for row in Authenticator.objects.filter(type="recovery_codes"))
    assert len(seeded.generate_codes()) == 10
    assert seeded.instance.data["used_mask"] == 2
    assert moved.generate_codes() == ["12345678", "87654321"]

    sealing.unseal_all(apps, None)
    assert Authenticator.objects.get(type="totp").data == {"secret": secret}


def signed_in(client, user, secret=None):
    """By the form, and with a code where there is a seed."""
    user.set_password(PASSWORD)
    user.save()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    if secret:
        answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert answer.status_code == 302, answer.content.decode()


def test_whoever_signs_in_with_a_code_goes_on(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user, secret = UserFactory(principal_adviser=True), generate_totp_secret()
    TOTP.activate(user, secret)
    signed_in(client, user, secret)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["/", "/accounts/2fa/", "/accounts/2fa/recovery-codes/generate/"])
def test_a_session_that_used_the_password_alone_ends_when_its_owner_sets_up_a_factor(
    client, settings, address
):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(principal_adviser=True)
    signed_in(client, user)
    assert client.get("/").url == "/accounts/2fa/totp/activate/"
    TOTP.activate(user, generate_totp_secret())  # by its owner, elsewhere
    assert client.get(address).url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_whoever_sets_one_up_signs_in_with_it_and_cannot_take_the_last_one_away(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(principal_adviser=True)
    signed_in(client, user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    out = client.get("/")
    assert out.url == "/accounts/login/?next=/accounts/2fa/recovery-codes/"
    cache.clear()  # the code of this half minute was used to set it up
    signed_in(client, user, secret)
    assert client.get("/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    kept = client.post("/accounts/2fa/totp/deactivate/")
    assert "Your last second factor cannot be taken away" in kept.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()
