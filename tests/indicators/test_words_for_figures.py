"""What a publisher says in words, as an inspection does, is quoted: never a number, an order or a colour."""

from datetime import date

import pytest

from councils.models import Council
from indicators import queries
from indicators.catalogue import is_in_words, sources
from indicators.demonstration import publisher
from indicators.markers import Status
from indicators.models import Comparison, Observation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OFSTED = "ofsted-childrens-services"
JUDGEMENT = "childrens-services-judgement"


@pytest.fixture
def judged(take):
    """Ofsted's judgements as the demonstration's extract has them."""
    content, _ = publisher.published(f"{OFSTED}.csv")
    assert take(content, source=OFSTED).outcome == "loaded"


def test_the_words_are_held_and_no_number_is(judged):
    held = Observation.objects.filter(series__indicator__slug=JUDGEMENT)
    assert set(held.values_list("value", "lower", "upper", "status")) == {
        (None, None, None, int(Status.IN_WORDS))
    }
    compared = Comparison.objects.filter(series__indicator__slug=JUDGEMENT)
    assert compared.exists()
    assert not compared.exclude(n=0, mean=None, least=None, greatest=None).exists()


def test_the_page_quotes_them_and_draws_nothing(judged, client, settings):
    client.force_login(UserFactory())
    said = client.get(f"/indicators/{JUDGEMENT}?council=Barnsley").content.decode()
    assert "“Good. Inspection date 11 September 2023”" in said
    assert "Ofsted publishes this in words, not as a figure." in said
    for drawn in (
        "Where councils stand",
        "Map of councils",
        "Quarter of values",
        "Lowest quarter",
        "By type",
    ):
        assert drawn not in said
    page = queries.indicator_page(JUDGEMENT)
    assert page.in_words
    assert {row.quarter for row in page.every_council} == {None}
    assert [row.council.short_name for row in page.every_council] == sorted(
        row.council.short_name for row in page.every_council
    )


def test_their_table_can_be_narrowed_and_downloaded(judged, client):
    client.force_login(UserFactory())
    said = client.get(f"/indicators/{JUDGEMENT}?kind=county&region=south-east").content.decode()
    assert "Kent" in said
    assert ">Barnsley<" not in said
    answer = client.get(f"/indicators/{JUDGEMENT}.csv")
    assert answer.status_code == 200
    assert "Good. Inspection date 11 September 2023" in answer.content.decode()


def test_a_headline_report_would_say_they_are_words(judged):
    assert is_in_words(sources()[OFSTED], "overall effectiveness")
    assert not is_in_words(sources()[OFSTED], "anything else")
    assert not is_in_words(sources()["ons-els-claimant-count"], "Claimant count")
    from indicators.catalogue import ReportDefinition, ReportTheme, reports

    own = ReportDefinition("own", "Own", "Trying.", (ReportTheme("Children", (JUDGEMENT,)),))
    reports()["own"] = own
    try:
        council = Council.objects.get(code="E06000001")
        report = queries.headline_report(council, date(2026, 11, 21), "own")
    finally:
        del reports()["own"]
    (line,) = [line for theme in report.themes for line in theme.lines]
    assert (line.local, line.type_average, line.england) == (None, None, None)
    assert line.why_na == "it is published in words, not as a figure: its page quotes them"
