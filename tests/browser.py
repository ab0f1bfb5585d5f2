"""A real browser for tests: pages as a person, at any width, and what no page may ever show.

    def test_today_holds(browse, holds, adviser):
        page = browse("/", as_=adviser, width=390)
        holds(page)

A test that uses it is marked `browser`. Any console error, failed request or request to another host fails
the test at its end, whether or not it looked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from script.launcher.look import QUIET, chromium
from script.launcher.telling import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

WIDTHS = (1440, 820, 390, 320)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium_running() -> Iterator[Browser]:
    """Debian's Chromium, one for the whole run, with a profile of its own."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread; the test's own queries are made between its steps.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play, play.chromium.launch(executable_path=chromium(), args=QUIET) as browser:
        yield browser


@pytest.fixture
def browse(live_server, chromium_running: Browser) -> Iterator[Callable[..., Page]]:
    """`browse(address, as_=user, width=1440, dark=False)` opens the page, signed in, without a password."""
    faults: list[str] = []
    contexts = []

    def open_page(
        address: str, *, as_=None, width: int = 1440, dark: bool = False, scripts: bool = True
    ) -> Page:
        context = chromium_running.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        if as_ is not None:
            client = Client()
            client.force_login(as_)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}
            context.add_cookies([{**cookie, "httpOnly": True}])  # as the service sets it
        page = context.new_page()
        _listen(page, faults, live_server.url)
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _listen(page: Page, faults: list[str], home: str) -> None:
    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:  # told by answered()
            faults.append(f"console: {message.text}")

    def answered(response: Response) -> None:
        # A refused form is 422 and a missing page 404: those are the page itself, which the test asked for.
        if response.status >= 500 or (
            response.status >= 400 and not response.request.is_navigation_request()
        ):
            faults.append(f"{response.status}: {response.url}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(home):
            faults.append(f"left for elsewhere: {request.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("response", answered)
    page.on("request", asked)


@pytest.fixture
def holds() -> Callable[[Page], None]:
    """Fails on an axe violation (WCAG 2.0-2.2 A and AA, best practice) and on sideways overflow."""
    source = AXE.read_text()

    def check(page: Page) -> None:
        width = page.viewport_size["width"] if page.viewport_size else 0
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{page.url} is {over} px too wide at {width}"
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        # Only what is wrong is asked for: telling of all that is right takes most of the time on a long page.
        found = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        told = [
            f"{violation['id']} ({violation['help']}): {node['html']}\n    {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert not told, f"{page.url} at {width}:\n" + "\n".join(told)

    return check
