"""Councils beside one another: choosing them, the rug, the spine, trends, the file; nothing ranked."""

import csv
import io
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from councils.models import Council
from indicators import catalogue, fiction, queries
from indicators.models import Neighbour, NeighbourSet
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els
from tests.indicators.conftest import UNITARIES, claimants

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)
LATER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
PAIR = "/compare?council=E06000002&council=E06000001&indicator=claimant-count"


@pytest.fixture
def reader(client):
    """A signed-in person's client."""
    client.force_login(UserFactory())
    return client


def councils(*codes):
    return list(Council.objects.select_related("region").filter(code__in=codes))


def said(answer):
    return answer.content.decode()


def asked_of(answer):
    """What the address a form leads to asks for."""
    assert answer.status_code == 302, said(answer)[:500]
    return parse_qs(urlsplit(answer["Location"]).query)


def test_councils_stand_by_name_with_their_figures_and_quarters(loaded):  # R099 R106
    page = queries.compare(councils("E06000002", "E06000001"), ["claimant-count"], ON)
    assert [one.short_name for one in page.councils] == ["Hartlepool", "Middlesbrough"]
    (line,) = page.lines
    assert [(cell.printed, cell.quarter_word) for cell in line.cells] == [
        ("2.5", "lowest"),
        ("3.5", "lowest"),
    ]
    assert (line.period, line.england, line.england_is, line.type_averages) == (
        "2024", 5.0, "as published", {"unitary": 4.0},
    )  # fmt: skip


def test_the_page_shows_the_rug_the_spine_and_the_trends(loaded, reader):
    page = said(reader.get(PAIR))
    for words in (
        "Figures by indicator", "Hartlepool across its indicators", "Over time: Out of work benefits",
        's-quarter--1">2.5<span class="s-rug__word">lowest</span>', "Show as table", "Download table (CSV)",
        "says nothing by itself about how good it is",
    ):  # fmt: skip
        assert words in page, words
    assert page.count('class="chart spine"') == 1
    assert page.count('class="chart trend"') == 2
    assert "style=" not in page
    closely = said(reader.get(f"{PAIR}&closely=E06000002"))
    assert "Middlesbrough across its indicators" in closely


def test_an_empty_page_says_what_to_do_and_the_core_report_is_what_is_usual(loaded, reader):
    page = said(reader.get("/compare"))
    assert "No council is chosen yet" in page
    assert f"{len(catalogue.reports()['core'].indicators)} chosen" in page
    assert "There is no figure" not in page


def test_a_council_is_added_by_name_or_code_and_the_address_can_be_sent(loaded, reader):
    for text in ("hartlepool", "E06000001"):
        asked = asked_of(reader.get(f"{PAIR.replace('&council=E06000001', '')}&add_council={text}"))
        assert asked == {"council": ["E06000002", "E06000001"], "indicator": ["claimant-count"]}
    assert asked_of(reader.get(f"{PAIR}&add_council=&group=&report=&add_indicator="))["council"] == [
        "E06000002",
        "E06000001",
    ]


def test_a_name_that_may_mean_several_is_offered_to_tick_and_loses_nothing(loaded, reader):
    page = said(reader.get(f"{PAIR}&add_council=north"))
    assert "may mean several councils" in page
    assert 'id="c-E06000001" checked' in " ".join(page.split())
    assert page.count('name="council"') > 4
    nobody = said(reader.get(f"{PAIR}&add_council=Atlantis"))
    assert "No council answers to “Atlantis”." in nobody
    assert 'value="Atlantis"' in nobody
    assert "is compared already" in said(reader.get(f"{PAIR}&add_council=Hartlepool"))


def test_a_region_is_added_where_it_fits_and_offered_where_it_does_not(loaded, reader):
    asked = asked_of(reader.get("/compare?group=region:north-east&indicator=claimant-count"))
    assert len(asked["council"]) == 12
    page = said(reader.get(f"{PAIR}&group=region:london"))
    assert "That group has 33 councils to add; 12 in all fit" in page
    assert '<option value="region:london" selected' not in page
    assert "There is no such group of councils." in said(reader.get(f"{PAIR}&group=region-of-fear"))


def test_neighbours_and_a_councils_own_type_are_added(loaded, reader):  # R109
    hartlepool, adur, redcar = (Council.objects.get(code=c) for c in ("E06000001", "E07000223", "E06000003"))
    chosen = NeighbourSet.objects.create(
        slug="alike", title="Alike", short="alike", made="2025", publisher="X", source="X", page="https://x",
        licence="X", note="X", place=90,
    )  # fmt: skip
    for place, one in enumerate((adur, redcar), start=1):
        Neighbour.objects.create(set=chosen, council=hartlepool, place=place, neighbour=one)
    address = "/compare?council=E06000001&indicator=claimant-count"
    assert "Alike" in said(reader.get(address))
    asked = asked_of(reader.get(f"{address}&group=like:E06000001:alike"))
    assert set(asked["council"]) == {"E06000001", "E07000223", "E06000003"}
    own = asked_of(reader.get(f"{address}&group=type:north-east:unitary"))
    assert set(UNITARIES) <= set(own["council"])
    assert "no such group" in said(reader.get(f"{address}&group=like:E06000002:alike"))


def test_indicators_are_found_by_words_and_added_as_a_report(loaded, reader):
    assert asked_of(reader.get(f"{PAIR}&add_indicator=anxiety"))["indicator"] == ["claimant-count", "anxiety"]
    many = said(reader.get(f"{PAIR}&add_indicator=persistent absence"))
    assert "2 indicators answer to “persistent absence”" in many
    assert "No indicator answers to “witchcraft”." in said(reader.get(f"{PAIR}&add_indicator=witchcraft"))
    core = catalogue.reports()["core"].indicators
    assert set(asked_of(reader.get(f"{PAIR}&report=core"))["indicator"]) == set(core)


def test_what_is_beyond_the_limits_or_unknown_is_named(loaded, reader):
    codes = "&".join(f"council=E060000{number:02}" for number in range(1, 15) if number != 13)
    page = said(reader.get(f"/compare?{codes}&council=E99&indicator=claimant-count&indicator=no-such"))
    assert "12 councils at most are compared. Left out:" in page
    assert "E99 is no council’s code." in page
    assert "There is no indicator “no-such”." in page
    slugs = "&".join(f"indicator=i{number}" for number in range(400))
    assert reader.get(f"/compare?council=E06000001&{slugs}").status_code == 200


def test_na_is_na_with_its_reason_and_no_shade(take, reader):
    take(els(claimants(**{"E06000002 2024": {"observation": "", "status": "c"}})))
    page = said(reader.get(PAIR))
    assert 's-rug__cell">NA<span class="s-rug__word">withheld by the publisher' in page


def test_an_abolished_council_takes_all_to_the_last_period_in_which_all_existed(take, reader):
    rows = [
        {"areacd": code, "period": f"{year}-01-01/P1Y", "observation": "3.0"}
        for code in ("E07000187", "E06000001")
        for year in (2021, 2022)
    ]
    take(els([*claimants(), *rows]))
    page = said(reader.get("/compare?council=E07000187&council=E06000001&indicator=claimant-count"))
    assert "Mendip was abolished on 31 March 2023" in page
    (line,) = queries.compare(councils("E07000187", "E06000001"), ["claimant-count"], ON).lines
    assert (line.period, [cell.printed for cell in line.cells]) == ("2022", ["3.0", "3.0"])


def test_what_was_known_on_a_day_is_compared(take, loaded, reader):
    take(els(claimants(**{"E06000001 2024": {"observation": "3.9"}})), at=LATER)
    before = queries.compare(
        councils("E06000001"), ["claimant-count"], ON, as_at=datetime(2026, 12, 1, tzinfo=UTC)
    )
    now = queries.compare(councils("E06000001"), ["claimant-count"], ON)
    assert (before.lines[0].cells[0].printed, now.lines[0].cells[0].printed) == ("2.5", "3.9")
    assert "has not come yet" in said(reader.get(f"{PAIR}&as_at=2099-01-01"))


def test_a_fictional_council_is_shown_with_the_mark_and_in_no_file(loaded, reader):
    invented = CouncilFactory(fictional=True, unitary=True)
    fiction.draw()
    page = said(reader.get(f"{PAIR}&council={invented.code}"))
    assert "s-chip--fictional" in page
    text = said(reader.get(f"{PAIR.replace('/compare', '/compare.csv')}&council={invented.code}"))
    assert invented.short_name not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(one["Council"], one["Value"], one["Quarter of England"]) for one in rows] == [
        ("Hartlepool", "2.5", "lowest quarter"),
        ("Middlesbrough", "3.5", "lowest quarter"),
    ]


def test_the_page_asks_as_much_of_the_database_however_much_is_compared(
    take, loaded, reader, django_assert_max_num_queries
):
    def asked(*codes, slugs=("claimant-count",)):
        chosen = councils(*codes)
        page = queries.compare(chosen, slugs, ON)
        queries.indicator_multiples(page.lines[-1].definition, page.councils, ON)
        [page.spine_of(council) for council in page.councils]

    with django_assert_max_num_queries(6):
        asked("E06000001")
    with django_assert_max_num_queries(6):
        asked(*UNITARIES, "E07000223", slugs=list(queries.report_for(UserFactory(), "core").indicators))


def test_the_trends_page_shows_every_indicator_of_the_report_small(loaded, reader):
    page = said(reader.get("/councils/E06000001/trends"))
    assert page.count('class="chart trend"') == 1
    assert "Unitary average" in page
    assert "Hartlepool from 2.0 in 2023 to 2.5 in 2024" in page
    assert reader.get("/councils/E06000001/trends?report=nothing").status_code == 404
    assert reader.get("/councils/E99999999/trends").status_code == 404
    assert "not yet two periods" in said(reader.get("/councils/E10000016/trends"))


def test_the_trends_page_shows_what_was_known_on_a_day(loaded, reader):
    page = said(reader.get("/councils/E06000001/trends?as_at=2001-01-01"))
    assert "as it was known on 1 January 2001" in page
    assert "not yet two periods" in page
    ahead = said(reader.get("/councils/E06000001/trends?as_at=2999-01-01"))
    assert "That day has not come yet" in ahead
    assert "as it was known on" not in ahead


@pytest.mark.parametrize("page", ["/compare", "/compare.csv", "/councils/E06000001/trends"])
def test_a_stranger_is_asked_to_sign_in(page, register, client):
    assert client.get(page)["Location"].startswith("/accounts/login")
