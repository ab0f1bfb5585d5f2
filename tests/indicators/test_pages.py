"""The headline report, the indicator's page, the data page and the tables behind them."""

import csv
import io
from datetime import date

import pytest
from django.core.management import call_command

from councils.models import Council
from indicators import catalogue, fiction, queries
from indicators.models import Comparison, FictionalFigure, Source
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, claimants

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)


def line(report, slug="claimant-count"):
    return next(line for line in report.lines if line.slug == slug)


def council(code):
    return Council.objects.select_related("region").get(code=code)


@pytest.fixture
def reader(client):
    """A signed-in person's client."""
    client.force_login(UserFactory())
    return client


def test_a_line_has_every_column_of_the_paper(loaded):  # R102
    one = line(queries.headline_report(council("E06000001"), ON))
    assert (one.local_text, one.type_text, one.england_text, one.bottom_text, one.top_text) == (
        "2.5", "4.0", "5.0", "2.5", "6.5",
    )  # fmt: skip
    assert (one.type_n, one.n, one.period, one.england_label) == (4, 5, "2024", "as published")
    assert 'class="c-local"' in one.chart
    assert 'fill="' in one.drawn(standalone=True)


def test_lines_are_numbered_through_the_themes(loaded):  # R104
    report = queries.headline_report(council("E06000001"), ON)
    assert [one.number for one in report.lines] == list(range(1, len(report.lines) + 1))
    assert report.themes[0].title == "A safe place to live"


def test_the_report_takes_two_queries_however_much_is_held(loaded, django_assert_max_num_queries):
    hartlepool = council("E06000001")
    with django_assert_max_num_queries(2):
        report = queries.headline_report(hartlepool, ON)
        [one.chart for one in report.lines]
    with django_assert_max_num_queries(2):
        trends = queries.trends(hartlepool, ON, ["claimant-count"])
    with django_assert_max_num_queries(2):
        assert queries.council_figures(hartlepool, ON, ["claimant-count"]) == (report, trends)


def test_england_is_computed_and_labelled_where_none_is_published(take):
    take(els(row for row in claimants() if row["areacd"] != "E92000001"))
    one = line(queries.headline_report(council("E06000001"), ON))
    assert (one.england_text, one.england_label) == ("4.5", "computed, mean of 5 councils")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"observation": "", "status": "c"}, "withheld by the publisher to protect confidentiality"),
        ({"observation": "x"}, "not available from the publisher"),
        (None, "not published for this council"),
    ],
)
def test_na_has_no_marker_and_a_reason(take, cells, why):  # R105
    take(els(claimants(**{"E06000001 2024": cells})))
    one = line(queries.headline_report(council("E06000001"), ON))
    assert (one.local_text, one.why_na) == ("NA", why)
    assert "c-local" not in one.chart
    assert one.type_n == 3


def test_a_type_without_figures_is_said(loaded):
    one = line(queries.headline_report(council("E10000016"), ON))
    assert (one.type_text, one.why_na) == ("NA", "not published for councils of its type (county)")


def test_a_back_cast_figure_is_told_and_not_shown_as_the_councils(take):
    row = {"areacd": "E06000066", "period": "2022-01-01/P1Y", "observation": "9.0"}
    then = {"areacd": "E07000187", "period": "2022-01-01/P1Y", "observation": "3.0"}
    take(els([*claimants(), row, then]))
    one = line(queries.headline_report(council("E06000066"), date(2023, 1, 1)))
    assert one.local is None
    assert "works 9.0 back for its area, which is not compared" in one.why_na


def test_an_abolished_council_is_compared_in_its_own_time(take):
    rows = [
        {"areacd": code, "period": f"{year}-01-01/P1Y", "observation": "3.0"}
        for code in ("E07000187", "E07000246") for year in (2021, 2022)
    ]  # fmt: skip
    take(els(claimants() + rows))
    assert line(queries.headline_report(council("E07000187"), ON)).period == "2022"


def test_trends_leave_gaps(take):
    take(els(claimants(**{"E06000001 2023": None})))
    (trend,) = queries.trends(council("E06000001"), ON)
    assert (trend.periods, trend.local) == (("2023", "2024"), (None, 2.5))
    assert trend.rows[0] == ("2023", "NA", "4.0")


def test_a_fictional_councils_figures_are_near_the_middle_of_its_type_and_in_no_export(loaded, reader):
    invented = CouncilFactory(fictional=True, unitary=True)
    assert fiction.draw() == 2
    drawn = dict(FictionalFigure.objects.values_list("period__label", "value"))
    assert fiction.draw() == 2
    assert dict(FictionalFigure.objects.values_list("period__label", "value")) == drawn
    for one in Comparison.objects.filter(scope="type", member="unitary").select_related("period"):
        value = drawn[one.period.label]
        assert value is None or one.least <= value <= one.greatest
    report = queries.headline_report(invented, ON)
    assert line(report).n == 5
    page = reader.get(f"/councils/{invented.code}/headline").content.decode()
    assert "This council is fictional" in page
    assert "headline.csv" not in page
    assert reader.get(f"/councils/{invented.code}/headline.csv").status_code == 404
    assert invented.short_name not in reader.get("/indicators/claimant-count.csv").content.decode()


def test_a_load_draws_the_fictional_councils_figures(register, take):
    CouncilFactory(fictional=True, unitary=True)
    take(els(claimants()))
    assert FictionalFigure.objects.count() == 2


def test_the_whole_report_is_a_page_with_notes_and_sources(loaded, reader):  # R096 R097
    page = reader.get("/councils/E06000001/headline").content.decode()
    for words in (
        "Headline report: Hartlepool", "Local value", "England range", 'id="note-6"', "Unitary average",
        "Download table (CSV)", "Show as table", "Open Government Licence",
    ):  # fmt: skip
        assert words in page, words
    assert "style=" not in page


def test_an_old_code_finds_the_council(take, reader):
    assert reader.get("/councils/E08000016/headline").status_code == 200
    assert reader.get("/councils/E99999999/headline").status_code == 404


def test_the_table_is_neutralised_and_values_are_not_rounded(take, reader):  # R113
    take(els(claimants(**{"E06000001 2024": {"observation": "2.456"}})))
    text = reader.get("/councils/E06000001/headline.csv").content.decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    claims = next(row for row in rows if row["Metric"].startswith("Out of work"))
    assert (claims["Local value"], claims["Period"], claims["Councils in type average"]) == (
        "2.456",
        "2024",
        "4",
    )
    assert len(rows) == len(catalogue.reports()["core"].indicators)


def test_the_indicators_page_and_its_table(loaded, reader):
    page = reader.get("/indicators/claimant-count").content.decode()
    for words in ("By type and region", "North East", "Hartlepool", "Nobody we follow states"):
        assert words in page, words
    rows = list(csv.reader(io.StringIO(reader.get("/indicators/claimant-count.csv").content.decode())))
    assert len(rows) == 6
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    assert reader.get("/indicators/nothing").status_code == 404


def test_the_data_page_says_how_each_source_stands(
    loaded, reader, django_assert_max_num_queries, time_machine
):
    time_machine.move_to(AT)
    with django_assert_max_num_queries(10):
        page = reader.get("/data").content.decode()
    assert "Up to date with what the publisher gives." in page
    assert "Not asked yet." in page
    assert page.count('<tr id="') == len(catalogue.sources())
    with django_assert_max_num_queries(12):
        own = reader.get("/data/ons-els-claimant-count").content.decode()
    assert own.count("14 new, 0 revised") == 3
    assert reader.get("/data/nothing").status_code == 404


def test_the_data_page_is_narrowed_by_words_and_says_where_none_has_them(loaded, reader):
    found = reader.get("/data", {"q": "claimant OFFICE"}).content.decode()
    assert found.count('<tr id="') == 1
    assert 'id="ons-els-claimant-count"' in found
    assert "Show all" in found
    assert "No source has these words" in reader.get("/data", {"q": "zebra"}).content.decode()
    assert reader.get("/data", {"q": "x" * 5000}).status_code == 200


def test_nothing_pulled_is_said_in_words(register, reader):
    call_command("pull", "--list")
    assert Source.objects.count() == len(catalogue.sources())
    assert (
        "No published figures have been pulled yet"
        in reader.get("/councils/E06000001/headline").content.decode()
    )
    assert "No figures have been pulled yet" in reader.get("/indicators/claimant-count").content.decode()


@pytest.mark.parametrize(
    "page", ["/councils/E06000001/headline", "/councils/E06000001/headline.csv", "/indicators", "/data",
             "/indicators/claimant-count", "/indicators/claimant-count.csv"]
)  # fmt: skip
def test_a_stranger_is_asked_to_sign_in(page, register, client):
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login")
