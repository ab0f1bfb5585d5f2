"""The pages of published figures in a real browser: wide and narrow, light and dark."""

from datetime import date, timedelta

import pytest

from councils.models import Council
from indicators.models import Indicator, Period, Release
from indicators.workflow import explain_value
from tests.browser import WIDTHS
from tests.factories.accounts import UserFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, claimants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def analyst(take):
    """Who looks at a report with an NA, an explanation and a source that is failing."""
    take(els(claimants(**{"E06000002 2024": {"observation": "", "status": "c"}})))
    assert take(b"<html>").outcome == "refused"
    analyst = UserFactory(analyst=True)
    explain_value(
        by=analyst,
        at=AT,
        council=Council.objects.get(code="E06000002"),
        indicator=Indicator.objects.get(slug="claimant-count"),
        period=Period.objects.get(label="2024"),
        text="A large employer closed in May.",
        given_by="Chief executive",
        given_on=date(2026, 11, 1),
    )
    return analyst


def at_every_width(page, holds):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        holds(page)


@pytest.mark.parametrize(
    "address",
    [
        "/councils/E06000002/headline",
        "/councils/E06000002/headline/claimant-count/explain",
        "/indicators",
        "/indicators/claimant-count",
        "/indicators/claimant-count?council=Hartlepool",
        "/compare",
        "/compare?council=E06000001&council=E06000002&council=E07000223",
        "/councils/E06000001/trends",
        "/data",
    ],
)
def test_every_page_of_figures_holds_at_every_width(address, browse, holds, analyst):
    at_every_width(browse(address, as_=analyst), holds)
    holds(browse(address, as_=analyst, dark=True))


def test_headline_reports_and_the_form_that_makes_one_hold_at_every_width(browse, holds, analyst):
    page = browse("/reports", as_=analyst)
    at_every_width(page, holds)
    page.get_by_role("button", name="Put a report together").click()
    page.wait_for_url("**/reports/new")
    page.get_by_role("button", name="Save the report").click()  # with nothing entered
    page.get_by_text("There is a problem").wait_for()
    at_every_width(page, holds)
    page.get_by_label("Title", exact=True).fill("What I look at")
    page.get_by_label("What it is for").fill("To see it beside its type.")
    page.get_by_label("Out of work benefits (claimant count)").check()
    page.get_by_role("button", name="Put in what is ticked").click()
    page.get_by_text("Indicators in it – 1").wait_for()
    page.get_by_role("button", name="Save the report").first.click()
    page.wait_for_url("**/reports/my-*")
    at_every_width(page, holds)


def test_a_release_that_waits_and_the_pages_that_decide_about_it_hold_at_every_width(
    browse, holds, analyst, take
):
    spoilt = claimants(**{"E06000001 2024": {"observation": "250"}})
    assert take(els(spoilt), at=AT + timedelta(days=30)).outcome == "quarantined"
    waiting = Release.objects.get(state="quarantined").get_absolute_url()
    page = browse("/data", as_=analyst)
    page.get_by_role("link", name="Look at the release").click()
    page.wait_for_url(f"**{waiting}")
    assert page.get_by_role("heading", name="The difference it makes").is_visible()
    at_every_width(page, holds)
    for act in ("release", "refuse"):
        page = browse(f"{waiting}/{act}", as_=analyst)
        at_every_width(page, holds)
    page.get_by_role("link", name="Go back without doing it").click()
    page.wait_for_url(f"**{waiting}")
    holds(browse(waiting, as_=analyst, dark=True))


def test_when_a_publisher_is_asked_holds_at_every_width(browse, holds, analyst):
    at_every_width(browse("/data/ons-els-claimant-count/times", as_=analyst), holds)


def test_the_report_reads_without_scripts(browse, analyst):
    page = browse("/councils/E06000001/headline", as_=analyst, scripts=False)
    assert page.locator("svg.range-bar").first.is_visible()
    assert page.get_by_text("Show as table").first.is_visible()
