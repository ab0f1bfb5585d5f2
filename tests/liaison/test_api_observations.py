"""Councils' figures at /api/v1/observations/: whole, in pages, as known at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from councils.models import Council
from indicators.models import FictionalFigure, Indicator, Period, Release, Series
from liaison.models import Scope
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els
from tests.factories.liaison import issued
from tests.indicators.conftest import (  # noqa: F401  (fixtures)
    AT,
    claimants,
    figures,
    parsed_here,
    register,
    take,
)

pytestmark = pytest.mark.django_db
OBSERVATIONS = "/api/v1/observations/"
CLAIMANTS = f"{OBSERVATIONS}?indicator=claimant-count"
LATER = AT + timedelta(days=30)


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def api(at):
    """A client with a token, as a receiving system is."""
    return Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})


@pytest.fixture
def loaded(take):  # noqa: F811
    """The claimant count; a value of 2024 withheld."""
    take(els(claimants(**{"E06000002 2024": {"observation": "", "status": "[c]"}})))


@pytest.fixture
def revised(loaded, take):  # noqa: F811
    """A month later Hartlepool's value of 2024 became another, the rest stayed."""
    rows = {"E06000002 2024": {"observation": "", "status": "[c]"}, "E06000001 2024": {"observation": "9.9"}}
    take(els(claimants(**rows)), at=LATER)


def rows_of(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def value(api, query):
    (row,) = rows_of(api.get(f"{CLAIMANTS}&council=E06000001&period=2024&{query}"))
    return row["value"]


def test_a_figure_is_told_whole(api, loaded):  # R113
    (row,) = rows_of(api.get(f"{CLAIMANTS}&council=E06000001&period=2024"))
    assert row == {
        "indicator": "claimant-count",
        "series": Series.objects.get().pk,
        "sex": "",
        "age": "",
        "category_type": "",
        "category": "",
        "council": "E06000001",
        "council_name": Council.objects.get(code="E06000001").name,
        "period": "2024",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "value": 2.5,
        "lower": None,
        "upper": None,
        "status": "published",
        "meaning": "published",
        "compared": True,
        "revised": False,
        "remark": None,
        "release": Release.objects.get().sha256,
        "known_since": "2026-11-21T09:00:00Z",
        "known_until": None,
    }


def test_a_figure_that_is_withheld_is_null_with_its_meaning(api, loaded):
    (row,) = rows_of(api.get(f"{CLAIMANTS}&council=E06000002&period=2024"))
    assert (row["value"], row["status"]) == (None, "suppressed")
    assert row["meaning"] == "withheld by the publisher to protect confidentiality"


def test_only_councils_are_listed_and_no_invented_one(api, loaded):
    council = CouncilFactory(fictional=True)
    FictionalFigure.objects.create(
        council=council, series=Series.objects.get(), period=Period.objects.get(label="2024"), value=1
    )
    found = {row["council"] for row in rows_of(api.get(CLAIMANTS))}
    assert found == {"E06000001", "E06000002", "E06000003", "E06000004", "E07000223"}
    assert api.get(f"{OBSERVATIONS}?council={council.code}").status_code == 400


def test_what_was_known_at_a_time_can_be_asked(api, revised):
    assert value(api, "as_at=2026-11-21") == 2.5
    assert value(api, "as_at=2026-11-21T09:00:00Z") == 2.5
    assert value(api, "as_at=2026-12-21T08:59:59Z") == 2.5
    assert value(api, "as_at=2026-12-21") == 9.9
    assert value(api, "") == 9.9
    assert rows_of(api.get(f"{CLAIMANTS}&as_at=2026-11-20")) == []


def test_a_revised_figure_says_so_and_the_one_before_says_until_when_it_stood(api, revised):
    query = f"{CLAIMANTS}&council=E06000001&period=2024"
    (now,) = rows_of(api.get(query))
    (then,) = rows_of(api.get(f"{query}&as_at=2026-12-01"))
    assert (now["revised"], now["known_since"], now["known_until"]) == (True, "2026-12-21T09:00:00Z", None)
    assert (then["revised"], then["known_since"], then["known_until"]) == (
        False,
        "2026-11-21T09:00:00Z",
        "2026-12-21T09:00:00Z",
    )


def test_a_headline_report_as_it_was_known(api, revised):
    def local(query):
        lines = api.get(f"/api/v1/headline/E06000001/?{query}").json()["lines"]
        return next(line["value"] for line in lines if line["indicator"] == "claimant-count")

    assert local("on=2026-12-31") == 9.9
    assert local("on=2026-12-31&as_at=2026-12-01") == 2.5
    assert local("as_at=2026-11-20") is None


@pytest.mark.parametrize("query", ["", "&as_at=2026-12-01", "&as_at=2027-01-01", "&period=2024"])
@pytest.mark.parametrize("limit", [1, 3, 4, 10])
def test_pages_miss_nothing_and_double_nothing_both_ways(api, revised, query, limit):
    whole = rows_of(api.get(f"{CLAIMANTS}{query}"))
    address, pages = f"{CLAIMANTS}{query}&limit={limit}", []
    while address:
        last = api.get(address).json()
        pages.append(last["results"])
        address = last["next"]
    assert [row for page in pages for row in page] == whole
    assert all(len(page) == limit for page in pages[:-1])
    back = [pages[-1]]
    while address := last["previous"]:
        last = api.get(address).json()
        back.insert(0, last["results"])
    assert back == pages


def test_figures_added_meanwhile_double_nothing(api, loaded, take):  # noqa: F811
    first = api.get(f"{CLAIMANTS}&limit=5").json()
    rows = claimants(**{"E06000002 2024": {"observation": "", "status": "[c]"}})
    more = [{"areacd": "E06000005", "period": "2023-01-01/P1Y", "observation": "1.0"}]
    take(els([*rows, *more]), at=LATER)
    rest = rows_of(api.get(first["next"]))
    keys = [(row["council"], row["period"]) for row in [*first["results"], *rest]]
    assert len(keys) == len(set(keys))


def test_other_series_are_there_for_who_asks_for_them(api, loaded):
    main = Series.objects.get()
    other = Series.objects.create(indicator=Indicator.objects.get(slug="claimant-count"), sex="Female")
    assert len(rows_of(api.get(f"{CLAIMANTS}&series=all"))) == 10
    assert len(rows_of(api.get(f"{OBSERVATIONS}?series={main.pk}"))) == 10
    assert rows_of(api.get(f"{OBSERVATIONS}?series={other.pk}")) == []


def test_a_period_may_be_named_by_its_days(api, loaded):
    assert len(rows_of(api.get(f"{CLAIMANTS}&period=2024-01-01/2024-12-31"))) == 5
    assert rows_of(api.get(f"{CLAIMANTS}&period=1999")) == []


def test_an_old_code_finds_the_council(api, loaded):
    old = Council.objects.get(code="E06000001").codes.exclude(code="E06000001").filter(scheme="gss").first()
    if old is not None:
        assert len(rows_of(api.get(f"{CLAIMANTS}&council={old.code}"))) == 2


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (
            "indicator=contentment",
            {"indicator": ["There is no indicator of this name. /api/v1/indicators/ names them all."]},
        ),
        (
            "council=E06999999",
            {"council": ["There is no council of this code. /api/v1/councils/ names them all."]},
        ),
        ("series=every", {"series": ["Give main, all, or a series by its number."]}),
        ("series=999999", {"series": ["There is no such series. /api/v1/indicators/ numbers them."]}),
        (
            "period=2024-13-01/2025-01-01",
            {
                "period": [
                    "Give a period's label, such as 2024-25, or its first and last day, "
                    "such as 2024-04-01/2025-03-31."
                ]
            },
        ),
        (
            "as_at=yesterday",
            {
                "as_at": [
                    "Give a day such as 2026-11-02, or a date and time with its offset, such as "
                    "2026-11-02T09:30:00Z (in an address + is %2B)."
                ]
            },
        ),
        ("cursor=bi4xLjI=", {"cursor": ["Take it from `next` or `previous`, as it stands."]}),
        ("cursor=%C3%A9", {"cursor": ["Take it from `next` or `previous`, as it stands."]}),
        ("limit=1001", {"limit": ["Give a whole number from 1 to 1000."]}),
    ],
)
def test_what_cannot_be_taken_is_named(api, loaded, query, errors):
    answer = api.get(f"{OBSERVATIONS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"] == errors


def test_the_csv_has_the_same_fields_and_names_the_next_page(api, loaded):
    answer = api.get(f"{CLAIMANTS}&council=E06000002&limit=1&format=csv")
    header, row, end = answer.content.decode().split("\r\n")
    assert header.split(",") == list(rows_of(api.get(f"{CLAIMANTS}&limit=1"))[0])
    assert ",2023,2023-01-01,2023-12-31,3.0,," in row
    assert ",true,false,," in row
    assert end == ""
    assert answer.headers["Link"].endswith('; rel="next"')


def test_what_has_not_changed_is_answered_without_a_body(api, loaded):
    tag = api.get(CLAIMANTS).headers["ETag"]
    assert api.get(CLAIMANTS, headers={"If-None-Match": tag}).status_code == 304


def test_it_takes_the_same_queries_however_many_figures_there_are(api, loaded):
    counts = []
    for limit in (1, 1, 10):
        with CaptureQueriesContext(connection) as asked:
            api.get(f"{CLAIMANTS}&limit={limit}")
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_it_is_for_tokens_issued_for_figures_and_is_recorded(at, api, loaded):
    _, narrow = issued(at, scopes=[Scope.READ_COUNCILS])
    refused = Client(headers={"Authorization": f"Bearer {narrow}"}).get(CLAIMANTS)
    assert refused.status_code == 403
    assert Client().get(CLAIMANTS).status_code == 401
    api.get(CLAIMANTS)
    assert Event.objects.filter(act="api_read_observations").count() == 1


def test_a_moment_long_before_or_after_is_answered(api, loaded):
    assert rows_of(api.get(f"{CLAIMANTS}&as_at=0001-01-01")) == []
    assert len(rows_of(api.get(f"{CLAIMANTS}&as_at=9999-12-31T23:59:59Z"))) == 10
    assert datetime(2026, 11, 21, 9, tzinfo=UTC) == AT
