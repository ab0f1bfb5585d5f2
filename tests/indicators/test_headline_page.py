"""The headline report's own page: which report, beside whom, in which order, as at when."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import Council
from indicators import catalogue, queries
from indicators.models import Change, Comparison, Indicator, Neighbour, NeighbourSet, Period, Series
from indicators.neighbours.loading import sync_neighbours
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els
from tests.indicators.conftest import UNITARIES, claimants
from tests.papers.reading import read_pdf

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)
ADDRESS = "/councils/E06000001/headline"


@pytest.fixture
def reader(client):
    """A signed-in person's client."""
    client.force_login(UserFactory())
    return client


@pytest.fixture
def neighbours(loaded):
    """Two neighbours of Hartlepool in a set of the department's, one of them without a figure."""
    sync_neighbours()
    one = NeighbourSet.objects.get(slug="dfe-2025")
    one.neighbours.filter(council__code=UNITARIES[0]).delete()
    for place, code in enumerate((*UNITARIES[1:3], "E06000060"), start=1):
        Neighbour.objects.create(
            set=one,
            place=place,
            closeness="close",
            council=Council.objects.get(code=UNITARIES[0]),
            neighbour=Council.objects.get(code=code),
        )
    return one


def said(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_each_figure_stands_in_a_sentence_with_its_change_and_its_quarter(take, reader):
    take(els(claimants(**{"E06000001 2024": {"observation": "5.75"}})))
    page = said(reader.get(ADDRESS))
    assert "As high as any of 4 unitaries; 0.8 points above their median of 5.0." in page
    assert "Up 3.8 points from 2.0 (2023)." in page
    assert "from the lowest to the third quarter of councils in England since 2023." in page
    assert "North East average of 4 councils 4.8" in page


def test_na_has_no_sentence(take, reader):
    take(els(claimants(**{"E06000001 2024": {"observation": "", "status": "c"}})))
    page = reader.get(ADDRESS).content.decode()
    assert "s-headline__said" not in page


@pytest.mark.parametrize("slug", sorted(catalogue.reports()))
def test_every_report_of_the_catalogue_may_be_chosen(loaded, reader, slug):  # R101
    page = said(reader.get(ADDRESS, {"report": slug}))
    assert f"{catalogue.reports()[slug].title}: Hartlepool Borough Council" in page
    assert catalogue.reports()[slug].purpose in page


def test_a_report_that_is_not_there_gives_way_to_the_core_one_and_says_so(loaded, reader):
    page = said(reader.get(ADDRESS, {"report": "nothing"}))
    assert "There is no such report any more; this is the core one." in page
    assert "Headline report: Hartlepool Borough Council" in page


def test_neighbours_are_named_and_their_average_says_of_how_many(neighbours, reader):  # R109
    page = said(reader.get(ADDRESS, {"compare": "dfe-2025"}))
    assert "Statistical neighbours (DfE, 2025): 3 councils" in page
    assert "Middlesbrough (close)" in page
    assert "Neighbours avg" in page
    assert "Average of statistical neighbours of 2 councils 4.0, median 4.0" in page
    assert "Lower than all 2 statistical neighbours; 1.5 points below their median of 4.0." in page


def test_a_neighbour_that_did_not_exist_then_is_not_counted(take, reader, register):
    new = {"areacd": "E06000066", "period": "2022-01-01/P1Y", "observation": "9.0"}
    old = {"areacd": "E06000002", "period": "2022-01-01/P1Y", "observation": "3.0"}
    own = {"areacd": "E06000001", "period": "2022-01-01/P1Y", "observation": "4.0"}
    take(els([*claimants(), new, old, own]))
    one = NeighbourSet.objects.create(slug="both", short="neighbours", title="Both", place=9)
    hartlepool = Council.objects.get(code="E06000001")
    for place, code in enumerate(("E06000066", "E06000002"), start=1):
        other = Council.objects.get(code=code)
        Neighbour.objects.create(set=one, council=hartlepool, place=place, neighbour=other)
    full = queries.full_report(hartlepool, date(2023, 1, 1), compared_with=one)
    row = next(row for row in full.rows if row.line.slug == "claimant-count")
    assert (row.line.type_n, row.line.type_average) == (1, 3.0)


def test_a_set_that_names_none_of_its_neighbours_gives_way_to_its_type(loaded, reader):
    page = said(reader.get(ADDRESS, {"compare": "dfe-2025"}))
    assert "That set names no neighbours of this council; it is compared with its type." in page
    assert "Type avg" in page


def test_furthest_first_orders_indicators_and_keeps_their_notes_numbers(loaded, reader):
    full = queries.full_report(Council.objects.get(code="E06000001"), ON, order="furthest")
    assert [part.title for part in full.parts] == ["Furthest from the median of its type first"]
    assert full.listed[0].line.slug == "claimant-count"
    assert [row.line.number for row in full.rows] == list(range(1, len(full.rows) + 1))
    assert {row.line.number for row in full.listed[1:]} == {row.line.number for row in full.rows} - {
        full.listed[0].line.number
    }


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2031-01-01", "That day has not come yet; this is what is known today."),
        ("yesterday", "Enter a day, for example 1 4 2026"),
    ],
)
def test_a_day_that_is_none_is_said_and_today_is_shown(loaded, reader, day, words):
    page = reader.get(ADDRESS, {"as_at": day})
    assert page.status_code == 200
    assert words in said(page)
    assert "Out of work benefits" in said(page)


def test_a_report_may_be_read_as_it_was_known_on_a_day(take, reader):
    take(els(claimants()), at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    take(els(claimants(**{"E06000001 2024": {"observation": "9.9"}})), at=datetime(2026, 4, 1, 9, tzinfo=UTC))
    now, then = said(reader.get(ADDRESS)), said(reader.get(ADDRESS, {"as_at": "2026-03-31"}))
    assert "As high as any of 4 unitaries" in now
    assert "as it was known on 31 March 2026" in then
    assert "As low as any of 4 unitaries; 1.5 points below their median of 4.0." in then
    assert "9.9" not in then
    before = said(reader.get(ADDRESS, {"as_at": "2026-02-01"}))
    assert "None of these figures was held on that day." in before


@pytest.mark.parametrize("name", ["report", "compare", "order", "as_at"])
@pytest.mark.parametrize("text", ["\u0661", "'\"<script>", "9" * 300, "core "])
def test_strange_words_in_the_address_are_no_fault(loaded, reader, name, text):
    page = reader.get(ADDRESS, {name: text})
    assert page.status_code == 200
    assert "<script>'" not in page.content.decode()


def test_the_table_holds_what_the_page_says(neighbours, reader):
    text = reader.get(f"{ADDRESS}.csv", {"compare": "dfe-2025"}).content.decode()
    rows = {row["Metric"]: row for row in csv.DictReader(io.StringIO(text))}
    one = next(row for name, row in rows.items() if name.startswith("Out of work"))
    assert (one["Type average"], one["Councils in type average"]) == ("4.0", "4")
    assert (one["Average of those"], one["Councils compared with"], one["Median of those"]) == (
        "4.0", "2", "4.0",
    )  # fmt: skip
    assert one["In words"].startswith("Lower than all 2 statistical neighbours")


def grown(indicators, periods):
    """More indicators of the core report, each with periods compared for England and the type."""
    since = Change.objects.first()
    for slug in catalogue.reports()["core"].indicators[:indicators]:
        series, _ = Series.objects.get_or_create(
            indicator=Indicator.objects.get(slug=slug), defaults={"is_main": True}
        )
        for year in range(2025 - periods, 2025):
            period, _ = Period.objects.get_or_create(
                start_on=date(year, 1, 1), end_on=date(year, 12, 31), defaults={"label": str(year)}
            )
            for scope, member in (("england", ""), ("type", "unitary"), ("region", "north-east")):
                Comparison.objects.get_or_create(
                    series=series, period=period, scope=scope, member=member,
                    defaults={
                        "councils": 4, "n": 4, "mean": 4.0, "median": 4.0, "least": 1.0, "greatest": 9.0,
                        "lower_quartile": 3.0, "upper_quartile": 5.0, "since": since,
                    },
                )  # fmt: skip


def asked(reader, **chosen):
    with CaptureQueriesContext(
        connection,
    ) as held:
        assert reader.get(ADDRESS, chosen).status_code == 200
    return len(held)


def test_the_page_asks_as_much_of_five_indicators_as_of_all_with_a_thousand_figures(neighbours, reader):
    grown(5, 3)
    few = asked(reader), asked(reader, compare="dfe-2025")
    grown(30, 30)
    assert (asked(reader), asked(reader, compare="dfe-2025")) == few
    assert few[1] <= 16


def test_the_report_is_a_tagged_paper_that_says_what_the_page_says(neighbours, reader):
    answer = reader.get(f"{ADDRESS}.pdf", {"compare": "dfe-2025"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="headline-E06000001.pdf"'
    words = " ".join(read_pdf(answer.content))
    for said_there in (
        "Headline report: Hartlepool Borough Council",
        "Neighbours’ average: 4.0",
        "Lower than all 2 statistical neighbours; 1.5 points below their median of 4.0.",
        "Middlesbrough, Redcar and Cleveland",
        "the average of its statistical neighbours",
    ):
        assert said_there in words


def test_a_fictional_councils_report_is_no_paper(loaded, reader):
    invented = CouncilFactory(fictional=True, unitary=True)
    assert reader.get(f"/councils/{invented.code}/headline.pdf").status_code == 404
    assert "headline.pdf" not in reader.get(f"/councils/{invented.code}/headline").content.decode()
