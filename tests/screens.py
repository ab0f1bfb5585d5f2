"""A person before the screens: opens pages, follows links, fills in forms and presses their buttons.

Nothing else: a field that no form of the page has, a choice that is not offered, a link that is not there
fail. `Screens` is the test client; `BrowserScreens` does the same steps in Chromium.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from lxml import html

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page


def _words(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())


class Screens:
    """One person, signed in on the test client, and the page before them."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.address = ""
        self.main: Any = None

    def open(self, address: str) -> Screens:
        """The page at the address."""
        answer = self.client.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.main = html.fromstring(answer.content.decode()).find(".//main")
        return self

    def follow(self, words: str) -> Screens:
        """The first link of the page that says so."""
        links = [link for link in self.main.iter("a") if words in _words(link)]
        assert links, f"{self.address} has no link that says “{words}”"
        return self.open(urljoin(self.address, links[0].get("href")))

    @property
    def says(self) -> str:
        """What a person reads of the page."""
        return _words(self.main)

    def press(self, button: str, **said: Any) -> Screens:
        """Fill in the form with that button, by the names of its fields, and send it."""
        form = self._form(button)
        values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        for name, value in said.items():
            assert name in form.inputs, f"{self.address} asks for no {name}"
            values[name] = self._chosen(form, name, value)
        address = urljoin(self.address, form.action or "")
        answer = self.client.post(address, values)
        if answer.status_code != 302:
            raise AssertionError(
                f"{address}: {answer.status_code}: {_words(html.fromstring(answer.content))}"
            )
        return self.open(answer["Location"])

    def _form(self, button: str) -> Any:
        for form in self.main.iter("form"):
            if any(_words(one) == button for one in form.iter("button")):
                return form
        raise AssertionError(f"{self.address} has no button that says “{button}”: {self.says}")

    def _chosen(self, form: Any, name: str, value: Any) -> list[str]:
        """As the browser sends it; a choice by its value or, in a list, by its words."""
        if value is True:
            return ["on"]
        chosen = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        field = form.xpath(f".//*[@name='{name}']")[0]
        if field.tag == "select":
            by_words = {_words(one): one.get("value") for one in field.iter("option")}
            chosen = [by_words.get(one, one) for one in chosen]
            offered = set(by_words.values())
        elif field.get("type") in ("radio", "checkbox"):
            offered = {one.get("value") for one in form.xpath(f".//*[@name='{name}']")}
        else:
            return chosen
        assert set(chosen) <= offered, f"{self.address} offers for {name} {offered}, not {chosen}"
        return chosen


class BrowserScreens:
    """The same person in Chromium."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def address(self) -> str:
        return urlsplit(self.page.url).path

    def open(self, address: str) -> BrowserScreens:
        """The page at the address."""
        self.page.goto(urljoin(self.page.url, address))
        return self

    def follow(self, words: str) -> BrowserScreens:
        """The first link of the page that says so."""
        found = self.page.locator("main a", has_text=words).first  # a link may have the role of a button
        with self.page.expect_navigation():
            found.click()
        return self

    @property
    def says(self) -> str:
        """What a person reads of the page, with what is folded."""
        return " ".join((self.page.get_by_role("main").text_content() or "").split())

    def press(self, button: str, **said: Any) -> BrowserScreens:
        """Fill in the form with that button, by the names of its fields, and send it."""
        pressed = self.page.get_by_role("button", name=button, exact=True)
        form = self.page.locator("main form").filter(has=pressed).first
        for name, value in said.items():
            for one in value if isinstance(value, list) else [value]:
                self._fill(form.locator(f"[name='{name}']"), one)
        with self.page.expect_navigation():
            form.get_by_role("button", name=button, exact=True).first.click()
        return self

    def _fill(self, field: Any, value: Any) -> None:
        folded = field.first.locator("xpath=ancestor::details[not(@open)]")
        if folded.count():
            folded.locator("summary").click()
        kind = field.first.evaluate("field => field.type")
        if kind.startswith("select"):
            values = field.locator(f"option[value='{value}']").count()
            field.select_option(str(value) if values else None, label=None if values else str(value))
        elif kind in ("radio", "checkbox"):
            (field if value is True else field.and_(field.page.locator(f"[value='{value}']"))).check()
        else:
            field.fill(str(value))
