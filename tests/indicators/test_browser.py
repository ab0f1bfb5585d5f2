"""The pages of published figures in a real browser: wide and narrow, light and dark."""

from datetime import date

import pytest

from councils.models import Council
from indicators.models import Indicator, Period
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
    page = browse(address, as_=analyst)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        holds(page)
    holds(browse(address, as_=analyst, dark=True))


def test_the_report_reads_without_scripts(browse, analyst):
    page = browse("/councils/E06000001/headline", as_=analyst, scripts=False)
    assert page.locator("svg.range-bar").first.is_visible()
    assert page.get_by_text("Show as table").first.is_visible()
