"""What every address of the API does beside answering: tags, CSV, strict bodies, what is on its way out."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.test import Client, RequestFactory
from django.urls import get_resolver
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from liaison import deprecated
from liaison.api.base import (
    ApiView,
    PreconditionFailed,
    PreconditionRequired,
    StrictSerializer,
    same_as_held,
)
from liaison.deprecated import Deprecated
from liaison.models import ReleaseRead, RequestCount
from liaison.workflow import withdraw_release
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import issued, released, withdrawn
from tests.liaison.api_process import in_the_apis_process

pytestmark = pytest.mark.django_db

RELEASES = "/api/v1/releases/"
DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "openapi.yaml"


@pytest.fixture
def api(at):
    """DCLG's own system."""
    _, token = issued(at)
    return Client(headers={"Authorization": f"Bearer {token}"})


def test_the_second_of_two_syncs_is_304_until_something_changes(api, at):
    """R200: what a system that keeps up asks every quarter of an hour costs nobody anything."""
    release = released(at, number="2012-0001")
    first = api.get(RELEASES)
    tag = first.headers["ETag"]
    second = api.get(RELEASES, headers={"If-None-Match": tag})
    assert (second.status_code, second.content, second.headers["ETag"]) == (304, b"", tag)
    assert list(ReleaseRead.objects.values_list("how", "times")) == [("listed", 1)]
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason="Wrong.")
    third = api.get(RELEASES, headers={"If-None-Match": tag})
    assert third.status_code == 200
    assert third.json()["results"][0]["standing"] == "withdrawn"


@pytest.mark.parametrize("asked", [{"data": {"format": "csv"}}, {"headers": {"Accept": "text/csv"}}])
def test_releases_as_csv_are_text_and_never_a_formula(api, at, asked):
    released(at, number="2012-0001", matter="=HYPERLINK(1)", council=CouncilFactory(code="E07000900"))
    withdrawn(at, number="2012-0002", matter="Canary-withdrawn")
    answer = api.get(RELEASES, **asked)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert b"Canary-withdrawn" not in answer.content
    standing, tombstone = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (standing["number"], standing["council_code"]) == ("2012-0001", "E07000900")
    assert standing["concern"] == "'=HYPERLINK(1)"
    assert standing["evidence"] == "hard: Annual audit letter 2011-12. The auditor."
    assert (standing["told"], standing["told_on"]) == ("The leader", "2012-10-01")
    assert (tombstone["standing"], tombstone["withdrawn_reason"]) == ("withdrawn", "A figure was wrong.")
    assert not any(tombstone[name] for name in ("council_code", "purpose", "concern", "evidence", "told"))


def test_one_release_is_read_as_csv_too(api, at):
    released(at, number="2012-0001")
    answer = api.get(f"{RELEASES}2012-0001/?format=csv")
    assert answer.content.startswith(b"number,standing,changed_at,")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="release.csv"'


def test_a_format_there_is_not_is_named(api):
    answer = api.get(f"{RELEASES}?format=xml")
    assert (answer.status_code, answer.json()["errors"]) == (
        400,
        {"format": ["Give json or csv, or say it in Accept."]},
    )


def changing(**headers):
    return Request(RequestFactory().put("/", headers={k.replace("_", "-"): v for k, v in headers.items()}))


def test_a_change_says_on_what_it_rests():
    """428 without `If-Match`, 412 where what it names no longer stands; a weak tag is no strong one."""
    same_as_held(changing(If_Match='"held"'), '"held"')
    same_as_held(changing(If_Match='"other", "held"'), '"held"')
    with pytest.raises(PreconditionRequired) as missing:
        same_as_held(changing(), '"held"')
    assert missing.value.status_code == 428
    for stale in ('"other"', 'W/"held"', "*"):
        with pytest.raises(PreconditionFailed) as failed:
            same_as_held(changing(If_Match=stale), '"held"')
        assert failed.value.status_code == 412


def test_a_field_that_is_not_asked_for_is_named_and_refused():
    """TRUST section 3, 11: nobody sets a stage, a marking or a councils' awareness by sending it."""

    class Sent(StrictSerializer):
        matter = serializers.CharField()

    with pytest.raises(ValidationError) as refused:
        Sent(data={"matter": "Text", "stage": 5, "marking": "OPEN"}).is_valid(raise_exception=True)
    assert refused.value.detail == {
        "marking": ["There is no such field here. There is: matter."],
        "stage": ["There is no such field here. There is: matter."],
    }


def test_what_is_on_its_way_out_says_so_in_its_headers_and_in_the_document(api, monkeypatch):
    ending = Deprecated(
        operation="list_councils",
        since=date(2026, 1, 1),
        until=date(2026, 7, 1),
        instead="list_regions",
    )
    assert "Deprecation" not in api.get("/api/v1/councils/").headers
    monkeypatch.setattr(deprecated, "DEPRECATED", (ending,))
    answer = api.get("/api/v1/councils/")
    assert answer.headers["Deprecation"] == "@1767225600"
    assert answer.headers["Sunset"] == "Wed, 01 Jul 2026 00:00:00 GMT"
    assert answer.headers["Link"] == (
        '<http://testserver/api/docs/start#deprecated>; rel="deprecation"; type="text/html"'
    )
    assert "Deprecation" not in api.get(RELEASES).headers
    document = yaml.safe_load(api.get("/api/schema/").content)
    marked = [path for path, item in document["paths"].items() if item.get("get", {}).get("deprecated")]
    assert marked == ["/api/v1/councils/"]


def test_a_field_on_its_way_out_leaves_its_address_standing(api, monkeypatch):
    ending = Deprecated(
        operation="list_councils",
        field="region_code",
        since=date(2026, 1, 1),
        until=date(2026, 7, 1),
        instead="region",
    )
    monkeypatch.setattr(deprecated, "DEPRECATED", (ending,))
    assert api.get("/api/v1/councils/").headers["Deprecation"] == "@1767225600"
    assert b"deprecated: true" not in api.get("/api/schema/").content


def test_every_address_says_by_which_names_the_document_knows_it():
    """The table of what is on its way out goes by these names."""
    named = {
        (path, method): operation["operationId"]
        for path, item in yaml.safe_load(DOCUMENT.read_text())["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "put", "patch", "delete")
    }
    here = {}
    for pattern in get_resolver("liaison.urls").url_patterns:
        view = getattr(pattern.callback, "view_class", None)
        if view and issubclass(view, ApiView):
            address = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern))
            here |= {(address, method): name for method, name in view.operations.items()}
    assert here == named


def test_requests_are_counted_by_one_row_a_token(api):
    for _ in range(3):
        api.get(RELEASES)
    assert RequestCount.objects.get().count == 3


@pytest.mark.parametrize(
    "address",
    ["releases/%00/", "releases/2012-0001%00/", "headline/%00/", "webhooks/%00/", "concerns/%00/"],
)
def test_in_its_own_process_too_no_address_holds_a_character_that_no_database_takes(at, address):
    with in_the_apis_process():
        client = Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})
        answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "0001-01-01T01:00:00%2B02:00"])
def test_a_moment_before_the_first_day_of_the_calendar_is_refused_in_words(at, moment):
    CouncilFactory(code="E07000900")
    client = Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})
    answer = client.get(f"/api/v1/headline/E07000900/?as_at={moment}")
    assert answer.status_code == 400
    assert "as_at" in answer.json()["errors"]


@pytest.mark.parametrize(
    "asked", ["as_at=9999-12-31T23:59:59Z", "as_at=0001-01-01", "on=0001-01-01", "on=9999-12-31"]
)
def test_a_report_of_the_first_day_or_the_last_is_a_report_of_nothing(at, asked):
    CouncilFactory(code="E07000900")
    client = Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})
    assert client.get(f"/api/v1/headline/E07000900/?{asked}").status_code == 200
