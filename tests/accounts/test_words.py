"""What sign-in says: every refusal a sentence, and never which of two things was wrong."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_empty_sign_in_is_told_what_to_enter(client: Client) -> None:
    page = client.post("/accounts/login/", {}).content.decode()

    assert "Enter your e-mail address" in page
    assert "Enter your password" in page
    assert "This field is required" not in page


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client: Client) -> None:
    UserFactory(email="known@example.org").set_password("a long password here")

    known = client.post("/accounts/login/", {"login": "known@example.org", "password": "x"})
    unknown = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "x"})

    sentence = "Check your e-mail address and password: together they do not fit."
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()


def test_an_address_that_is_none_is_told_how_one_looks(client: Client) -> None:
    page = client.post("/accounts/login/", {"login": "not an address", "password": "x"}).content.decode()

    assert "Enter an e-mail address, like name@example.org" in page


def test_our_own_forms_are_not_taken_for_forged_ones(client: Client) -> None:
    """Under "no-referrer" a browser sends `Origin: null` with a form, which is refused."""
    assert client.get("/accounts/login/").headers["Referrer-Policy"] == "same-origin"
