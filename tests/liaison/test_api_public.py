"""The public lists: councils, indicators and a headline report, as JSON and as CSV."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from audit.models import Event
from councils.models import CouncilType
from indicators.ingest import sync_catalogue
from indicators.models import Comparison, Indicator, Period, Series
from liaison.models import Scope
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, RegionFactory
from tests.factories.indicators import taken_in
from tests.factories.liaison import issued

pytestmark = pytest.mark.django_db

COUNCILS, INDICATORS = "/api/v1/councils/", "/api/v1/indicators/"
PUBLIC = (COUNCILS, INDICATORS, "/api/v1/headline/E07000900/")


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def api(at):
    """A client with a token, as a receiving system is."""
    return Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})


@pytest.fixture
def council():
    """A district in a region of its own, and an invented one beside it."""
    region = RegionFactory(slug="north-east", name="North East", gss="E12000001")
    CouncilFactory(fictional=True, region=region)
    return CouncilFactory(code="E07000900", short_name="Avon Testing", region=region)


@pytest.fixture
def employment(council):
    """The employment rate of 2024, compared for England and for districts; the council has no figure."""
    sync_catalogue()
    series = Series.objects.create(indicator=Indicator.objects.get(slug="employment-rate"), is_main=True)
    period = Period.objects.create(start_on=date(2024, 1, 1), end_on=date(2024, 12, 31), label="2024")
    since = taken_in(series.indicator.source)
    for scope, member in (("england", ""), ("type", council.kind)):
        Comparison.objects.create(
            series=series,
            period=period,
            scope=scope,
            member=member,
            councils=9,
            n=8,
            mean=75.25,
            least=60,
            greatest=90,
            lower_quartile=70,
            upper_quartile=80,
            since=since,
        )
    return series


def codes(answer):
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def test_councils_can_be_asked_for_by_region_type_and_day(api, council):
    gone = CouncilFactory(
        code="E06000901", kind=CouncilType.UNITARY, region=council.region, existed_until_on=date(2023, 3, 31)
    )
    CouncilFactory(code="E07000902", existed_from_on=date(2023, 4, 1))
    assert codes(api.get(COUNCILS)) == ["E06000901", "E07000900", "E07000902"]
    assert codes(api.get(f"{COUNCILS}?region=north-east")) == ["E06000901", "E07000900"]
    assert codes(api.get(f"{COUNCILS}?type=unitary")) == [gone.code]
    assert codes(api.get(f"{COUNCILS}?existing_on=2023-03-31")) == ["E06000901", "E07000900"]
    assert codes(api.get(f"{COUNCILS}?existing_on=2023-04-01")) == ["E07000900", "E07000902"]


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        (f"{COUNCILS}?region=wessex", {"region": ["There is no such region. There is: north-east."]}),
        (
            f"{COUNCILS}?type=borough",
            {
                "type": [
                    "There is no such type. There is: county, district, unitary, metropolitan, london, city."
                ]
            },
        ),
        (f"{COUNCILS}?existing_on=2023-02-30", {"existing_on": ["Give a day such as 2026-11-02."]}),
        (f"{COUNCILS}?format=xml", {"format": ["Give json or csv, or say it in Accept."]}),
        (
            "/api/v1/headline/E07000900/?report=secret",
            {"report": ["There is no such report. There is: core."]},
        ),
    ],
)
def test_what_cannot_be_taken_is_named(api, council, address, errors, monkeypatch):
    from indicators import definitions

    monkeypatch.setattr(definitions, "reports", lambda: {"core": None})
    answer = api.get(address)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == errors


def test_an_indicator_is_its_reviewed_definition(api, employment):  # R096, R113
    answer = api.get(f"{INDICATORS}?limit=100")
    told = next(row for row in answer.json()["results"] if row["indicator"] == "employment-rate")
    held = employment.indicator
    assert told == {
        "indicator": "employment-rate",
        "title": "Employment rate",
        "theme": "Opportunity for all",
        "unit": "% aged 16 to 64",
        "decimals": 1,
        "polarity": "none",
        "polarity_stated_by": "",
        "why": held.why,
        "note": held.note,
        "publisher": "Office for National Statistics",
        "source": "ons-els-employment-rate",
        "through": held.source.through,
        "page": held.page,
        "licence": "Open Government Licence v3.0",
        "attribution": held.source.attribution,
        "checked_by": held.checked_by,
        "checked_on": "2026-11-21",
        "newest_period": "2024",
        "newest_period_start": "2024-01-01",
        "newest_period_end": "2024-12-31",
        "councils_with_a_value": 8,
        "series": [
            {
                "series": employment.pk,
                "main": True,
                "sex": "",
                "age": "",
                "category_type": "",
                "category": "",
            }
        ],
    }


def test_an_indicator_without_figures_says_so(api, employment):
    row = next(
        row
        for row in api.get(f"{INDICATORS}?limit=100").json()["results"]
        if row["indicator"] == "claimant-count"
    )
    assert (row["newest_period"], row["newest_period_end"], row["councils_with_a_value"]) == (None,) * 3
    assert row["series"] == []


def test_indicators_come_in_pages_both_ways(api, employment):
    first = api.get(f"{INDICATORS}?limit=2").json()
    second = api.get(first["next"]).json()
    slugs = [row["indicator"] for page in (first, second) for row in page["results"]]
    assert slugs == sorted(slugs)
    assert api.get(second["previous"]).json()["results"] == first["results"]


def test_a_headline_report_is_told_line_by_line(api, council, employment):  # R097, R102
    answer = api.get("/api/v1/headline/E07000900/?on=2025-06-01")
    body = answer.json()
    lines = body.pop("lines")
    assert body == {
        "council": {
            "code": "E07000900",
            "name": "Avon Testing District Council",
            "type": "district",
            "region": "north-east",
        },
        "report": "core",
        "title": body["title"],
        "on": "2025-06-01",
        "as_at": None,
        "failing_sources": [],
    }
    line = next(line for line in lines if line["indicator"] == "employment-rate")
    held = employment.indicator
    assert line == {
        "theme": "Opportunity for all",
        "number": line["number"],
        "indicator": "employment-rate",
        "title": "Employment rate",
        "unit": "% aged 16 to 64",
        "decimals": 1,
        "polarity": "none",
        "period": "2024",
        "period_end": "2024-12-31",
        "value": None,
        "why_not_available": "not published for this council",
        "remark": "",
        "type_average": 75.25,
        "type_councils": 8,
        "england_average": 75.25,
        "england_average_is": "computed",
        "england_bottom": 60.0,
        "england_lower_quartile": 70.0,
        "england_upper_quartile": 80.0,
        "england_top": 90.0,
        "england_councils": 8,
        "note": held.note,
        "publisher": held.publisher,
        "page": held.page,
        "licence": held.licence,
        "explanations": [],
    }


def test_before_a_period_had_ended_it_is_not_in_the_report(api, council, employment):
    lines = api.get("/api/v1/headline/E07000900/?on=2024-12-30").json()["lines"]
    line = next(line for line in lines if line["indicator"] == "employment-rate")
    assert (line["period"], line["period_end"], line["england_average_is"]) == ("", None, None)


def test_an_invented_council_is_in_no_answer(api, council, employment):
    invented = CouncilFactory(fictional=True)
    unknown = api.get("/api/v1/headline/E07999999/")
    answer = api.get(f"/api/v1/headline/{invented.code}/")
    assert (answer.status_code, answer.content) == (404, unknown.content)
    assert invented.code not in api.get(f"{COUNCILS}?limit=100").content.decode()


@pytest.mark.parametrize("address", PUBLIC)
def test_each_is_given_as_csv_too(api, employment, address):
    asked = api.get(address, headers={"Accept": "text/csv"})
    answer = api.get(f"{address}?format=csv")
    assert asked.content == answer.content
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
    header, first, *_ = answer.content.decode().split("\r\n")
    assert len(first.split(",")) >= len(header.split(","))


def test_a_councils_csv_whole(api, council):
    assert api.get(f"{COUNCILS}?format=csv").content.decode() == (
        "code,name,short_name,type,region,region_code,existed_from,existed_until\r\n"
        "E07000900,Avon Testing District Council,Avon Testing,district,north-east,E12000001,,\r\n"
    )


def test_a_cell_that_would_run_as_a_formula_is_neutralised(api, council):
    CouncilFactory(code="E07000100", short_name='=HYPERLINK("x")', region=council.region)
    assert "'=HYPERLINK" in api.get(f"{COUNCILS}?format=csv").content.decode()


def test_csv_names_the_next_page_in_link(api, council):
    CouncilFactory(code="E07000950")
    answer = api.get(f"{COUNCILS}?format=csv&limit=1")
    address = answer.headers["Link"].removeprefix("<").split(">")[0]
    assert answer.headers["Link"].endswith('; rel="next"')
    assert "E07000950" in api.get(address).content.decode()


def test_what_goes_wrong_is_a_problem_document_for_who_asks_for_csv(api):
    answer = api.get(f"{COUNCILS}?format=csv&limit=0")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == {"limit": ["Give a whole number from 1 to 100."]}


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("accept", ["application/json", "text/csv"])
def test_what_has_not_changed_is_answered_without_a_body(api, employment, address, accept):
    held = api.get(address, headers={"Accept": accept})
    tag = held.headers["ETag"]
    for said in (tag, f"W/{tag}", f'"else", {tag}', "*"):
        answer = api.get(address, headers={"Accept": accept, "If-None-Match": said})
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
    assert api.get(address, headers={"Accept": accept, "If-None-Match": '"else"'}).status_code == 200


def test_json_and_csv_have_tags_of_their_own(api, council):
    assert api.get(COUNCILS).headers["ETag"] != api.get(f"{COUNCILS}?format=csv").headers["ETag"]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_read_is_recorded_or_not_made(api, employment, address, broken_audit):
    assert api.get(address).status_code == 500


def test_the_record_names_the_client(api, employment):
    for address in PUBLIC:
        api.get(address)
    acts = Event.objects.filter(subject_kind="liaison.apiclient").values_list("act", flat=True)
    assert {"api_read_councils", "api_read_indicators", "api_read_headline"} <= set(acts)


@pytest.mark.parametrize("address", PUBLIC[1:])
def test_figures_are_for_tokens_that_were_issued_for_them(at, employment, address):
    _, token = issued(at, scopes=[Scope.READ_RELEASES, Scope.READ_COUNCILS])
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get(address)
    assert answer.status_code == 403
    assert Client().get(address).status_code == 401


@pytest.mark.parametrize("address", PUBLIC)
def test_a_persons_session_opens_none_of_it(sign_in, address):
    assert sign_in(UserFactory(principal_adviser=True)).get(address).status_code == 401
