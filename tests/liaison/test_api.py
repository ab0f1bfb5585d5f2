"""The API's own manners: closed, read only, strict, and every error a problem document."""

import html
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from audit.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, RegionFactory
from tests.factories.liaison import issued, released

pytestmark = pytest.mark.django_db

COUNCILS = "/api/v1/councils/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def api(at):
    """A client with a token, as a receiving system is."""
    _, token = issued(at)
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_councils_are_the_registers_public_facts_and_nothing_else(api):
    here = {"short_name": "Testing", "region": RegionFactory(slug="north-east", gss="E12000001")}
    CouncilFactory(code="E07000901", name="Bath Testing Council", existed_until_on=date(2023, 3, 31), **here)
    CouncilFactory(code="E07000900", name="Avon Testing Council", **here)
    CouncilFactory(fictional=True)
    answer = api.get(COUNCILS)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [
            {
                "code": "E07000900",
                "name": "Avon Testing Council",
                "short_name": "Testing",
                "type": "district",
                "region": "north-east",
                "region_code": "E12000001",
                "existed_from": None,
                "existed_until": None,
            },
            {
                "code": "E07000901",
                "name": "Bath Testing Council",
                "short_name": "Testing",
                "type": "district",
                "region": "north-east",
                "region_code": "E12000001",
                "existed_from": None,
                "existed_until": "2023-03-31",
            },
        ],
    }


def test_councils_come_in_pages(api):
    for number in range(5):
        CouncilFactory(code=f"E0700090{number}")
    codes, address = [], f"{COUNCILS}?limit=2"
    while address:
        page = api.get(address).json()
        codes += [council["code"] for council in page["results"]]
        address = page["next"]
    assert codes == [f"E0700090{number}" for number in range(5)]


def test_reading_councils_is_recorded(api):
    api.get(COUNCILS)
    event = Event.objects.get(act="api_read_councils")
    assert event.subject_kind == "liaison.apiclient"


def test_what_cannot_be_recorded_is_not_read(api, broken_audit):
    answer = api.get(COUNCILS)
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "detail": "Something failed here. Try again; if it lasts, tell us.",
    }


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (
            "fields=*",
            {
                "fields": [
                    "There is no such parameter here. "
                    "There is: cursor, existing_on, format, limit, region, type."
                ]
            },
        ),
        ("limit=0", {"limit": ["Give a whole number from 1 to 100."]}),
        ("limit=101", {"limit": ["Give a whole number from 1 to 100."]}),
        ("limit=1e1", {"limit": ["Give a whole number from 1 to 100."]}),
        ("limit=", {"limit": ["Give it a value, or leave it out."]}),
        ("limit=1&limit=2", {"limit": ["Give it once."]}),
        ("cursor=cD1ub25zZW5zZQ==", {"cursor": ["Take it from `next` or `previous`, as it stands."]}),
        ("cursor=nonsense", {"cursor": ["Take it from `next` or `previous`, as it stands."]}),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_named(api, query, errors):
    answer = api.get(f"{COUNCILS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The request holds something that cannot be taken.",
        "errors": errors,
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_nothing_can_be_written(api, method):
    answer = getattr(api, method)(COUNCILS)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": f'Method "{method.upper()}" not allowed.',
    }


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/councils", "/api/v1/notes/", "/api/v2/x/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_other_address_is_the_same_not_found(api, address, method):
    answers = [getattr(client, method)(address) for client in (api, Client())]
    for answer in answers:
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert answers[0].content == answers[1].content


def test_an_answer_nobody_can_give_is_refused_as_a_problem(api):
    answer = api.get(COUNCILS, headers={"Accept": "text/html"})
    assert answer.status_code == 406
    assert answer.json()["title"] == "Not Acceptable"


def test_a_persons_session_does_not_open_the_data(sign_in):
    answer = sign_in(UserFactory(principal_adviser=True)).get(COUNCILS)
    assert answer.status_code == 401


@pytest.mark.parametrize("address", ["/api/docs/", "/api/docs/start"])
def test_the_description_is_for_people_who_have_signed_in(client, sign_in, address):
    assert client.get(address).status_code == 302
    assert sign_in(UserFactory()).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/api/docs/", "/api/docs/start"])
def test_the_description_runs_under_the_strict_policy_and_asks_no_outside_host(sign_in, address):
    page = sign_in(UserFactory()).get(address)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    text = page.content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style|\sstyle=", text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []


def test_what_the_first_half_hour_asks_is_there_to_be_asked(api, at, sign_in):
    """Each address on the page, with a number of a release that was made."""
    released(at, number="2012-0001")
    page = html.unescape(sign_in(UserFactory()).get("/api/docs/start").content.decode())
    addresses = set(re.findall(r"\$SERVICE(/api/[^\"\s$]+)\"", page))  # those with an $ID: test_api_start
    assert addresses == {
        "/api/v1/releases/",
        "/api/v1/releases/2012-0001/",
        "/api/v1/releases/2012-0001/answers/",
        "/api/v1/webhooks/",
        "/api/v1/support/",
        "/api/schema/",
        "/api/v1/indicators/",
        "/api/v1/observations/?limit=1000",
        "/api/v1/councils/?region=north-east&format=csv",
        "/api/v1/councils/?limit=1",
        "/api/v1/concerns/",
    }
    RegionFactory(slug="north-east")
    for address in addresses:
        assert api.get(address).status_code == 200


def test_the_schema_is_for_people_who_have_signed_in_and_for_clients(api, sign_in):
    assert Client().get("/api/schema/").status_code == 401
    assert api.get("/api/schema/").status_code == 200
    assert sign_in(UserFactory()).get("/api/schema/").status_code == 200
