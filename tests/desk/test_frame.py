"""The frame of every page, and the pages of words."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Role
from desk.context import places_of, support_places_of
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_the_strip_says_the_marking_and_who_is_signed_in(sign_in) -> None:
    page = sign_in(UserFactory(name="R. Okafor")).get("/help/patterns").content.decode()

    assert "IN CONFIDENCE" in page
    assert "held so that support can be offered" in page
    assert "R. Okafor" in page


def test_the_radar_sentence_stands_at_the_foot_of_every_page(sign_in) -> None:  # R148
    page = sign_in(UserFactory()).get("/help/patterns").content.decode()

    assert "Presence on the radar is not in itself an indication of failure." in page


def test_a_page_that_is_not_there_answers_in_the_one_set_of_words(sign_in) -> None:
    client = sign_in(UserFactory())

    first, second = client.get("/cases/0/nothing-here"), client.get("/no-such-page")

    assert (first.status_code, second.status_code) == (404, 404)
    assert "There is nothing at this address that we can show you." in first.content.decode()


def test_the_chosen_look_is_written_on_the_page(client: Client) -> None:
    client.cookies["theme"] = "dark"
    client.cookies["keys"] = "off"

    page = client.get("/help").content.decode()

    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page


def test_a_look_that_nobody_offers_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'

    page = client.get("/help").content.decode()

    assert "data-theme" not in page
    assert '"><script>' not in page


def test_the_pages_of_support_are_those_of_the_roles_one_holds() -> None:
    named = [place.name for place in support_places_of(frozenset({Role.RESEARCH_ANALYST}), "/practice")]

    assert "Good practice" in named
    assert support_places_of(frozenset({Role.ADMINISTRATOR}), "/practice") == []


def test_a_page_of_support_says_which_of_them_it_is() -> None:
    here = {
        place.name: place.here
        for place in support_places_of(frozenset({Role.PRINCIPAL_ADVISER}), "/practice/7")
    }

    assert (here["Good practice"], here["Packages"]) == ("true", "")


def test_support_stands_in_the_bar_and_practice_for_those_who_read_no_support() -> None:
    advisers = places_of(frozenset({Role.PRINCIPAL_ADVISER}), "/practice")
    analysts = places_of(frozenset({Role.RESEARCH_ANALYST}), "/practice")

    assert [(place.name, place.here) for place in advisers if place.address in ("/support", "/practice")] == [
        ("Support", "true")
    ]
    assert ("Practice", "/practice", "page") in [(one.name, one.address, one.here) for one in analysts]
    assert "/support" not in [place.address for place in analysts]
