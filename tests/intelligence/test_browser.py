"""A note logged by hand on a phone, in a real browser: how many inputs it takes, and what is left behind."""

import re
from urllib.parse import urlencode

import pytest
from django.core.management import call_command

from accounts.workflow import keep_draft
from intelligence.models import Note
from script.launcher.drill_writing import KEPT, NOTHING
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import DraftFileFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEARD = "@Barchester #finance The savings slip, told by the scrutiny chair, first-hand."
MOST_INPUTS = 5
OURS = {"sessionid", "csrftoken", "theme", "keys"}


@pytest.fixture
def adviser():
    call_command("load_factors")
    return adviser_for(CouncilFactory(short_name="Barchester"))


def left_behind(page, *words):
    """What the browser keeps of the words, in sentences; nothing is right."""
    held = page.evaluate(KEPT)
    faults = [] if held == NOTHING else [held]
    cookies = page.context.cookies()
    faults += [one["name"] for one in cookies if one["name"] not in OURS]
    told = held + " ".join(f"{one['name']}={one['value']}" for one in cookies)
    return faults + [word for word in words if word in told]


def test_a_whole_note_is_logged_on_a_phone_in_at_most_five_inputs_and_nothing_of_it_stays(browse, adviser):
    page = browse("/", as_=adviser, width=390)
    inputs = 0
    for act in (
        lambda: page.locator("a[data-key=n]").click(),
        lambda: page.locator("main textarea[name=text]").click(),
        lambda: page.keyboard.type(HEARD),
        lambda: page.locator("main button:has-text('Save note')").first.click(),
    ):
        act()
        inputs += 1
        page.wait_for_load_state()
    page.wait_for_url("**/councils/**")
    assert inputs <= MOST_INPUTS
    note = Note.objects.get()
    assert note.council.short_name == "Barchester"
    assert [one.slug for one in note.factors.all()] == ["finance"]
    assert (note.known, note.source.role) == ("first_hand", "scrutiny chair")
    assert note.source.type_id
    assert left_behind(page, "savings slip", "scrutiny chair") == []


def test_a_file_goes_with_the_words_and_one_that_is_refused_leaves_them_in_the_box(browse, holds, adviser):
    page = browse("/capture", as_=adviser, width=390)
    page.locator("main textarea[name=text]").fill(HEARD)
    chosen = page.locator("main [name=attached]")
    for name, content in (("tool.exe", b"MZ" * 300), ("letter.txt", b"Dear adviser")):
        chosen.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        with page.expect_navigation():
            page.locator("main button:has-text('Save note')").first.click()
        if name == "tool.exe":
            assert "tool.exe was not attached." in page.get_by_role("alert").inner_text()
            assert page.locator("main textarea[name=text]").input_value() == HEARD
            holds(page)
    assert "letter.txt is attached" in page.inner_text("body")
    assert [one.name for one in Note.objects.get().attachments.all()] == ["letter.txt"]
    assert left_behind(page, "letter.txt") == []


def test_of_a_mailed_note_one_file_is_left_out_and_no_word_that_was_just_typed(browse, holds, adviser, at):
    draft = keep_draft(by=adviser, at=at, form="/capture", fields={"text": [HEARD]}, origin="mailed")
    for name in ("logo.txt", "letter.txt"):
        DraftFileFactory(draft=draft, name=name, content=name.encode())
    page = browse(draft.get_absolute_url(), as_=adviser, width=390)
    holds(page)
    page.locator("main textarea[name=text]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And more.")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("Leave it out.*logo.txt")).click()
    assert "logo.txt is left out" in page.inner_text("body")
    assert page.locator("main textarea[name=text]").input_value() == f"{HEARD} And more."
    with page.expect_navigation():
        page.locator("main button:has-text('Save note')").first.click()
    note = Note.objects.get()
    assert note.text == f"{HEARD} And more."
    assert [one.name for one in note.attachments.all()] == ["letter.txt"]


def test_what_is_typed_and_not_yet_saved_is_not_in_the_browser_either(browse, adviser):
    page = browse("/capture", as_=adviser, width=390)
    page.locator("main textarea[name=text]").fill(HEARD)
    page.get_by_text("Draft saved").first.wait_for()
    assert left_behind(page, "savings slip") == []
    assert "savings" not in page.url


def test_what_the_bookmark_brings_fills_the_box_and_stands_in_no_address_nor_history(browse, adviser):
    brought = {"title": "Budget gap", "text": "The council said so.", "url": "https://paper.example/1"}
    asked: list[str] = []
    page = browse("/help", as_=adviser, width=390)
    page.on("request", lambda request: asked.append(request.url))
    home = page.url.removesuffix("/help")
    page.goto(f"{home}/capture#{urlencode(brought)}")
    assert page.locator("main textarea[name=text]").input_value() == "Budget gap\nThe council said so."
    assert page.locator("[name=reference]").input_value() == brought["url"]
    assert page.locator("[name=known][value=published]").is_checked()
    assert page.url == f"{home}/capture"
    history = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    assert history["entries"][history["currentIndex"]]["url"] == f"{home}/capture"
    assert not [one for one in history["entries"] if "#" in one["url"] or "Budget" in one["url"]]
    assert not [one for one in asked if "Budget" in one or "paper.example" in one]
    page.get_by_text("Draft saved").first.wait_for()
    page.go_back()
    page.go_forward()
    assert page.url == f"{home}/capture"
    assert left_behind(page, "Budget gap", "paper.example") == []
