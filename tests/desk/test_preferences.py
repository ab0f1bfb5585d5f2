"""What a person may set for the screen."""

from __future__ import annotations

import pytest

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_the_look_and_the_keys_are_kept(sign_in) -> None:  # WCAG 2.1.4
    client = sign_in(UserFactory())

    page = client.post("/me/screen", {"theme": "dark", "keys": "off"}, follow=True).content.decode()

    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page
    assert "Your settings are saved on this device." in page


def test_a_choice_nobody_offers_is_refused(sign_in) -> None:
    response = sign_in(UserFactory()).post("/me/screen", {"theme": "sepia", "keys": "on"})

    assert response.status_code == 422
    assert "theme" not in response.cookies


def test_settings_are_for_one_who_has_signed_in(client) -> None:
    assert client.get("/me").status_code == 302
