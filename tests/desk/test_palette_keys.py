"""Find or do, with the keyboard alone, in a real browser."""

import pytest

from tests.factories.councils import CouncilFactory, adviser_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHOSEN = "#palette-found [aria-selected=true]"


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


def types(page, letters):
    """Letter by letter, until what answers to them all is there."""
    with page.expect_response(lambda answer: answer.url.endswith(f"&q={letters}")) as answered:
        page.keyboard.type(letters)
    answered.value.finished()
    page.wait_for_timeout(100)


@pytest.mark.parametrize("width", [1440, 390])
def test_it_opens_chooses_goes_and_gives_the_focus_back_by_keys_alone(browse, holds, council, width):
    page = browse("/help", as_=adviser_for(council), width=width)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.outerHTML")
    assert focused != page.evaluate("document.body.outerHTML")

    page.keyboard.press("Control+k")
    box = page.locator("#palette input")
    assert box.evaluate("one => one === document.activeElement")
    page.locator("#palette-found [role=option]").first.wait_for()
    holds(page)
    page.keyboard.press("Escape")
    assert not page.locator("#palette").is_visible()
    assert page.evaluate("document.activeElement.outerHTML") == focused

    page.keyboard.press("Control+k")
    types(page, "r")
    offered = page.locator("#palette-found [role=option]")
    assert offered.count() > 1
    seen = [page.locator(CHOSEN).get_attribute("id")]
    for key in ("ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        seen.append(page.locator(CHOSEN).get_attribute("id"))
        assert box.get_attribute("aria-activedescendant") == seen[-1]
    last = offered.last.get_attribute("id")
    assert seen == [seen[0], offered.nth(1).get_attribute("id"), seen[0], last, seen[0]]
    page.keyboard.press("Backspace")
    types(page, "barch")
    assert page.locator(CHOSEN).get_attribute("href") == council.get_absolute_url()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{council.get_absolute_url()}")
    assert "barch" not in page.url
