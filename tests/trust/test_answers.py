"""What every answer carries, and what strange requests are answered."""

from __future__ import annotations

import contextlib
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.liaison.api_process import in_the_apis_process
from tests.trust.crawling import (
    STRANGER,
    address,
    cases,
    client_of,
    file,
    is_of_today,
    is_whole,
    writes,
    written_since,
)

pytestmark = pytest.mark.django_db
LISTS = [
    "/", "/search", "/find", "/intelligence/export", "/audit", "/councils", "/regions", "/intelligence",
    "/cases", "/radar", "/radar/put-on",
    "/meetings", "/sharing", "/sharing/propose", "/interests", "/data", "/indicators", "/capture",
    "/cases/new",
    "/help",
    "/api/docs/", "/api/schema/", "/me",
]  # fmt: skip
NAMES = [
    "page", "as_at", "q", "council", "region", "kind", "stage", "owner", "mine", "order", "by", "factor",
    "source",
    "known", "checked", "control", "area", "marking", "part", "since", "until", "concern", "supersedes",
    "begin", "all", "next", "format",
]  # fmt: skip
STRANGE = [
    "x",
    "-1",
    "0",
    "foo",
    "99999999999999999999",
    "\x00",
    "a\x00b",
    "x" * 10_000,
    "'",
    "%",
    "２",
    "2026-13-45",
    "0001-01-01",
    "[]",
    "\ud7ff",
    "../..",
]
STRANGE_PARTS = ["%00", "a%00b", "x" * 3_000, "-1", "9" * 30, "%2e%2e", "%F0%9F%98%80", "%ff"]
# Moments at the ends of what a calendar holds.
STRANGE_TIMES = [
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31",
    "2012-06-30T23:59:60Z",
]
API_PLACES = [
    "/api/v1/releases/{}/", "/api/v1/concerns/{}/", "/api/v1/headline/{}/", "/api/v1/webhooks/{}/",
    "/api/v1/webhooks/{}/deliveries/", "/api/v1/{}/",
]  # fmt: skip
API_PARAMETERS = {
    "releases": ["cursor", "council", "changed_since", "format"],
    "support": ["cursor", "changed_since", "limit"],
    "concerns": ["cursor", "changed_since"],
    "councils": ["cursor", "region"],
    "indicators": ["cursor"],
    "observations": ["cursor", "indicator", "council", "period", "series", "as_at"],
    "headline/{}": ["report", "on", "as_at"],
}


def test_nothing_failed_in_the_whole_crawl(answers):
    assert [str(answer) for answer in answers if answer.status >= 500] == []


def test_nothing_given_to_a_person_who_has_signed_in_is_kept_by_a_cache(answers):
    kept = [
        str(answer)
        for answer in answers
        if answer.who != STRANGER and "no-store" not in answer.headers.get("Cache-Control", "")
    ]
    assert kept == []


def test_every_page_says_that_it_runs_no_script_and_no_style_but_our_own(answers):
    for answer in answers:
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, str(answer)
        assert "unsafe" not in policy, str(answer)
        text = answer.body.decode()
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text), str(answer)
        inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", text)
        assert not inline, (str(answer), inline)


def test_a_file_is_sent_as_what_it_is_and_is_not_guessed_at(answers):
    for answer in answers:
        assert answer.headers.get("X-Content-Type-Options") == "nosniff", str(answer)
        if answer.status == 200 and not answer.headers["Content-Type"].startswith(
            ("text/html", "application/")
        ):
            assert "attachment" in answer.headers.get("Content-Disposition", ""), str(answer)


def test_strange_parameters_are_never_our_fault(world):
    asked = 0
    client = client_of(world, "OWNER")
    for page in LISTS:
        for strange in STRANGE:
            answer = client.get(page, dict.fromkeys(NAMES, strange))
            asked += 1
            assert answer.status_code < 500, (page, strange[:20])
        for name in NAMES:
            if not is_of_today(f"{page} {name}"):
                continue
            answer = client.get(page, {name: "\x00"})
            asked += 1
            assert answer.status_code < 500, (page, name)
    assert asked > (700 if is_whole() else 400)


def test_strange_parameters_beside_right_ones_are_never_our_fault(world):
    """Where a page has to be told of one thing before it reads the next, the first is right."""
    client = client_of(world, "OWNER")
    begun = "/sharing/propose", {"concern": world.places["own"].held["concerns"]["supported"].pk}
    assert client.get(*begun).status_code == 200
    for strange in STRANGE:
        for name in ("supersedes", "council", "begin"):
            answer = client.get(begun[0], {**begun[1], name: strange})
            assert answer.status_code < 500, (name, strange[:20])


@pytest.mark.parametrize("beside_the_pages", [True, False])
def test_strange_things_asked_of_the_api_with_a_token_are_never_our_fault(
    world, beside_the_pages, monkeypatch
):
    """In its own process it has none of the pages' middleware."""
    monkeypatch.setattr("liaison.api.throttling.ByClient.rate", "1000000/min", raising=False)
    process = contextlib.nullcontext() if beside_the_pages else in_the_apis_process()
    with process:
        headers = {"Authorization": f"Bearer {world.token}"}
        client = Client(raise_request_exception=False, headers=headers)
        for place in API_PLACES:
            for each in STRANGE_PARTS:
                answer = client.get(place.format(each))
                assert answer.status_code in (400, 403, 404), (place, each[:20], answer.status_code)
        code = world.places["own"].council.code
        for place, names in API_PARAMETERS.items():
            for name in names:
                for strange in (*STRANGE, *STRANGE_TIMES):
                    answer = client.get(f"/api/v1/{place.format(code)}/", {name: strange})
                    assert answer.status_code in (200, 400), (place, name, strange[:30])


def test_strange_addresses_are_not_found(world):
    client = client_of(world, "OWNER")
    places = [
        "/councils/{}", "/councils/{}/headline", "/councils/{}/headline.csv", "/councils/{}/people",
        "/councils/{}/people/office", "/councils/{}/history", "/indicators/{}", "/indicators/{}.csv",
        "/regions/{}",
        "/cases/{}", "/intelligence/{}", "/sharing/{}", "/radar/put-on/{}", "/meetings/{}", "/packs/{}",
        "/api/v1/releases/{}/", "/interests/{}/end", "/meetings/{}/pack", "/cases/{}/support/{}",
    ]  # fmt: skip
    for place in places:
        for each in STRANGE_PARTS:
            answer = client.get(place.format(each, each))
            assert answer.status_code in (400, 401, 404, 422), (place, each[:20], answer.status_code)


def test_strange_answers_to_forms_are_never_our_fault(world):
    client = client_of(world, "OWNER")
    fields = re.compile(r'name="([\w-]+)"')
    for case in cases(world):
        if "does" not in case.route or case.place != "own" or not is_of_today(f"strange {case.route}"):
            continue
        names = set(fields.findall(client.get(case.address).content.decode())) or {"reason"}
        for strange in ("\x00", "x" * 10_000, "-1", "9" * 30):
            answer = client.post(case.address, dict.fromkeys(names - {"csrfmiddlewaretoken", "q"}, strange))
            assert answer.status_code < 500, (str(case), strange[:10])


# A phone’s own share sheet knows no token: it fills in a form and saves nothing (`written_since` holds it).
SHARED_BY_A_PHONE = "intelligence:shared"


def test_every_act_is_refused_without_the_forms_token(world):
    client = client_of(world, "OWNER", enforce_csrf_checks=True)
    stranger = Client(enforce_csrf_checks=True)
    before = writes()
    sent = 0
    for case in cases(world):
        if "does" not in case.route:
            continue
        for browser in (client, stranger):
            answer = browser.post(case.address, {"reason": "x"})
            sent += 1
            if case.route["name"] == SHARED_BY_A_PHONE:
                assert answer.status_code == (200 if browser is client else 302), str(case)
            else:
                assert answer.status_code == 403, str(case)
    for name in ("account_login", "account_logout", "account_change_password", "account_reset_password"):
        assert client.post(reverse(name)).status_code == 403, name
    assert written_since(before) == {}
    assert sent > 100


def test_a_page_that_does_nothing_takes_nothing(world):
    """A POST to a page that is only read is not answered as if something had been done."""
    client = client_of(world, "OWNER")
    acting = {route["name"] for route in file()["route"] if "does" in route}
    for route in file()["route"]:
        room = route["name"].partition(":")[0]
        if route["name"] in acting or room.startswith(("account", "mfa")):
            continue
        answer = client.post(address(route, world.places["own"]), {"x": "y"})
        assert answer.status_code in (401, 405), (route["name"], answer.status_code)
