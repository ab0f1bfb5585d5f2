"""The browser that other tests use, tried on the page of an address that leads nowhere."""

from __future__ import annotations

import pytest

from tests.browser import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_nothing_holds_at_every_width(browse, holds, width):
    page = browse("/no-such-page", width=width)
    assert page.title()
    holds(page)


def test_a_picture_without_words_is_found(browse, holds):
    page = browse("/no-such-page")
    page.evaluate("document.querySelector('main').append(new Image(20, 20))")
    with pytest.raises(AssertionError, match="image-alt"):
        holds(page)
