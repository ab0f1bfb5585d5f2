"""The frame, the components and the pages of words in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser import WIDTHS
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What is pressed is 24 px in each direction, unless it stands in a line of text (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary"
  )].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || e.classList.contains("govuk-skip-link")) return false;
    const inText = getComputedStyle(e).display === "inline"
      && e.parentElement.textContent.trim().length > e.textContent.trim().length;
    return !inText && (box.width < 24 || box.height < 24);
  }).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def adviser():
    return UserFactory(name="R. Okafor", principal_adviser=True)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_component_holds(browse, holds, adviser, width: int, dark: bool) -> None:
    page = browse("/help/patterns", as_=adviser, width=width, dark=dark)

    holds(page)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(
    "address",
    ["/help", "/help/shortcuts", "/help/privacy", "/help/accessibility", "/me", "/calendar", "/no-such-page"],
)
def test_every_page_of_words_holds(browse, holds, adviser, address: str) -> None:
    page = browse(address, as_=adviser, width=320)

    holds(page)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"])
def test_the_way_in_holds(browse, holds, address: str) -> None:
    page = browse(address, width=320)

    holds(page)
    assert page.evaluate(SMALL) == []


def test_a_person_signs_in_and_out_by_the_form(browse, adviser) -> None:
    adviser.set_password("three words together")
    adviser.save()
    page = browse("/accounts/login/")

    page.get_by_label("E-mail address").fill(adviser.email)
    page.get_by_label("Password").fill("three words together")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").click()

    assert page.get_by_role("main").get_by_role("heading", name="Sign in").is_visible()


def test_single_keys_work_and_can_be_switched_off(browse, adviser) -> None:  # WCAG 2.1.4
    page = browse("/me", as_=adviser)
    page.keyboard.press("?")
    page.wait_for_url("**/help/shortcuts")

    page.goto(page.url.replace("/help/shortcuts", "/me"))
    page.get_by_role("group", name="Single-key shortcuts").get_by_label("Off").check()
    page.get_by_role("button", name="Save").first.click()
    page.keyboard.press("?")
    page.wait_for_timeout(300)

    assert page.url.endswith("/me")


def test_a_key_pressed_while_typing_is_a_letter(browse, adviser) -> None:
    page = browse("/me", as_=adviser)

    page.keyboard.press("Control+k")
    page.keyboard.type("north?")

    assert page.locator("#palette-box").input_value() == "north?"


def test_the_places_stand_at_the_foot_of_a_phone(browse, adviser) -> None:
    page = browse("/me", as_=adviser, width=390)

    bar = page.get_by_role("navigation", name="Places", exact=True).bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] == pytest.approx(900, abs=1)
    assert page.get_by_role("navigation", name="More places").get_by_role("link", name="Radar").is_visible()


def test_every_page_works_without_scripts(browse, adviser) -> None:
    page = browse("/me", as_=adviser, scripts=False)

    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").first.click()

    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_calendar_with_something_in_it_holds(browse, holds, adviser, width: int) -> None:
    today = timezone.localdate()
    for days in (-1, 0, 0, 0, 0):
        ConcernFactory(owner=adviser, review_on=today + timedelta(days=days))

    page = browse("/calendar", as_=adviser, width=width)

    holds(page)
    assert page.evaluate(SMALL) == []
    assert page.locator(".s-month__grid").is_visible() is (width == 1440)
