"""A published table added in a real browser: at every width, with the keyboard alone, without scripts."""

import pytest

from indicators import definitions
from indicators.models import Observation
from tests.browser import WIDTHS
from tests.factories.accounts import UserFactory
from tests.factories.uploads import figures_said, visits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LABELS = {
    "title": "Name of the table",
    "publisher": "Publisher",
    "page": "Page where it is published",
    "v2_title": "Title",
    "v2_unit": "Unit",
    "v2_theme": "Theme",
    "v2_note": "What it counts",
    "v2_why": "Why it matters",
    "councils": "Councils that a sound file has at least",
    "greatest": "No figure is above",
}


@pytest.fixture
def analyst(register, settings, tmp_path):
    settings.RAW_FILES_DIR = tmp_path / "raw"
    return UserFactory(analyst=True)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_bytes(visits())
    return path


def at_every_width(page, holds):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        holds(page)
    # On a phone a table's rows are cards, and each cell's name stands before its words: read them as a table.
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_the_way_from_a_file_to_its_figures_holds_at_every_step(browse, holds, analyst, file):
    page = browse("/data/new", as_=analyst)
    at_every_width(page, holds)
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.wait_for_url("**/data/new/*")  # a click does not wait for the page that it leads to
    assert page.get_by_text("6 councils of the register were found").is_visible()
    assert page.get_by_role("row", name="3 headings").is_visible()
    page.get_by_label("D: Libraries open").uncheck()
    at_every_width(page, holds)
    page.get_by_role("button", name="Go on to the figures").click()
    page.wait_for_url("**/figures")
    page.get_by_role("button", name="Go on to the check").click()  # with nothing entered
    page.get_by_text("There is something to put right").wait_for()
    at_every_width(page, holds)
    for name, label in LABELS.items():
        page.get_by_label(label, exact=True).fill(str(figures_said()[name]))
    page.get_by_role("button", name="Go on to the check").click()
    page.wait_for_url("**/check")
    assert page.get_by_text("What would be loaded").first.is_visible()
    assert page.get_by_role("row", name="Adur E07000223").is_visible()
    at_every_width(page, holds)
    page.get_by_role("button", name="Save the definition and load the figures").click()
    page.wait_for_url("**/data/visits-to-libraries")
    assert page.get_by_text("Loaded: 7 new figures").is_visible()
    assert Observation.objects.filter(series__indicator__source__slug="visits-to-libraries").count() == 7
    for address in ("/data/definitions", "/data/definitions/visits-to-libraries",
                    "/data/definitions/visits-to-libraries/withdraw"):  # fmt: skip
        page.goto(page.url.partition("/data")[0] + address)
        at_every_width(page, holds)


def test_it_is_done_with_the_keyboard_alone_on_a_phone_without_scripts(browse, analyst, file):
    page = browse("/data/new", as_=analyst, width=390, scripts=False)
    page.get_by_label("The file").set_input_files(file)  # the file chooser is the browser's own
    page.get_by_label("The file").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/data/new/*")
    page.get_by_label("D: Libraries open").focus()
    page.keyboard.press("Space")
    page.get_by_label("The file’s period").focus()
    page.keyboard.press("Enter")  # the form's first button looks again, and loses nothing
    page.wait_for_load_state()
    assert not page.get_by_label("D: Libraries open").is_checked()
    page.get_by_role("button", name="Go on to the figures").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures")
    for name, label in LABELS.items():
        page.get_by_label(label, exact=True).focus()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(str(figures_said()[name]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/check")
    page.get_by_role("button", name="Save the definition and load the figures").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/data/visits-to-libraries")
    assert definitions.indicator("visits-to-libraries-per-1000")
