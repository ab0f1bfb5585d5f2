"""Releases over the API: one's own, from the frozen text, every read kept (R054, R200)."""

import hashlib
import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import InternalError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from liaison.document import instant
from liaison.models import ReleaseRead
from liaison.workflow import withdraw_release
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.liaison import (
    OrganisationFactory,
    ReleaseFactory,
    concern_about,
    issued,
    released,
    withdrawn,
)

pytestmark = pytest.mark.django_db

RELEASES = "/api/v1/releases/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def api(at):
    """DCLG's own system."""
    _, token = issued(at)
    return Client(headers={"Authorization": f"Bearer {token}"})


def numbers(answer):
    assert answer.status_code == 200, answer.content
    return [release["number"] for release in answer.json()["results"]]


def test_one_release_is_served_whole_and_as_approved(api, at):
    """R177-R180, whole: purpose, awareness with both times, evidence, handling, who approved."""
    council = CouncilFactory(code="E07000900", name="Barchester Testing Council")
    concern = concern_about(council, owner=adviser_for(council, name="J. Marsh"))
    release = released(at, number="2012-0007", council=council, concern=concern)
    answer = api.get(f"{RELEASES}2012-0007/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    text = {
        "number": "2012-0007",
        "recipient": {"code": "dclg", "name": "Department for Communities and Local Government"},
        "council": {"code": "E07000900", "name": "Barchester Testing Council", "fictional": False},
        "purpose": "So that a seconded finance lead can be found in time.",
        "concern": "The reserves fell below the council's own floor in two years running.",
        "evidence": [{"kind": "hard", "line": "Annual audit letter 2011-12. The auditor."}],
        "awareness": {
            "told": "The leader",
            "by": "J. Marsh",
            "how": "By telephone",
            "on": "2012-10-01",
            "recorded_at": instant(release.told_recorded_at),
        },
        "exception": None,
        "handling": "In confidence. Consult the originator before disclosure.",
        "originator": {"organisation": "Local Government Association", "contact": "J. Marsh"},
        "approved": {"by": "R. Okafor", "at": instant(at)},
        "supersedes": None,
    }
    assert answer.json() == {
        "number": "2012-0007",
        "standing": "released",
        "changed_at": instant(release.approval_recorded_at),
        "sha256": hashlib.sha256(
            json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        ).hexdigest(),
        "superseded_by": None,
        "withdrawn": None,
        "release": text,
    }


def test_the_list_gives_the_same_as_each_on_its_own(api, at):
    released(at, number="2012-0001")
    withdrawn(at, number="2012-0002")
    answer = api.get(RELEASES)
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [api.get(f"{RELEASES}2012-000{n}/").json() for n in (1, 2)],
    }


def test_nothing_released_is_an_empty_list(api):
    assert api.get(RELEASES).json() == {"next": None, "previous": None, "results": []}


def test_what_is_served_is_the_frozen_text_whatever_becomes_of_the_council(api, at):
    council = CouncilFactory(name="Barchester Testing Council")
    released(at, number="2012-0001", council=council)
    before = api.get(f"{RELEASES}2012-0001/")
    council.name = "Barset Unitary Council"
    council.save()
    after = api.get(f"{RELEASES}2012-0001/")
    assert after.content == before.content
    assert after.headers["ETag"] == before.headers["ETag"]


def test_unchanged_is_answered_304_until_it_changes(api, at):
    release = released(at, number="2012-0001")
    address = f"{RELEASES}2012-0001/"
    tag = api.get(address).headers["ETag"]
    for held in (tag, f"W/{tag}", f'"another", {tag}', "*"):
        again = api.get(address, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert api.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason="Wrong figure.")
    assert api.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_abuse_9_a_withdrawn_release_is_a_tombstone_from_the_next_request(api, at):
    """TRUST section 3, 9: nothing of the text is left, in the list or on its own; it is kept here."""
    release = released(at, number="2012-0001", matter="Canary-withdrawn-text")
    assert b"Canary-withdrawn-text" in api.get(f"{RELEASES}2012-0001/").content
    release = withdraw_release(
        by=UserFactory(governance_officer=True), at=at, release=release, reason="A figure was wrong."
    )
    tombstone = {
        "number": "2012-0001",
        "standing": "withdrawn",
        "changed_at": instant(release.withdrawal_recorded_at),
        "sha256": release.sha256,
        "superseded_by": None,
        "withdrawn": {"at": instant(at), "reason": "A figure was wrong.", "ask": "Delete every copy."},
        "release": None,
    }
    assert api.get(f"{RELEASES}2012-0001/").json() == tombstone
    assert api.get(RELEASES).json()["results"] == [tombstone]
    release.refresh_from_db()
    assert "Canary-withdrawn-text" in release.canonical


def test_abuse_8_a_client_reaches_its_own_releases_and_nothing_else(api, at):
    """TRUST section 3, 8: another's release, a proposal and a number that never was are one and the same."""
    released(at, number="2012-0001", recipient=OrganisationFactory(), matter="Canary-anothers")
    ReleaseFactory(number="2012-0002", matter="Canary-proposed")
    answers = [api.get(f"{RELEASES}{number}/") for number in ("2012-0001", "2012-0002", "2012-9999", "x")]
    for answer in answers:
        assert answer.status_code == 404
        assert answer.json() == {
            "type": "about:blank",
            "title": "Not Found",
            "status": 404,
            "detail": "Not found.",
        }
        assert answer.headers.items() == answers[-1].headers.items()
    assert api.get(RELEASES).json()["results"] == []
    for query in (
        "fields=canonical",
        "expand=council",
        "ordering=matter",
        "council__region=1",
        "recipient=2",
    ):
        assert api.get(f"{RELEASES}?{query}").status_code == 400
        assert api.get(f"{RELEASES}2012-0001/?{query}").status_code == 400


def test_abuse_8_no_query_of_the_api_touches_a_live_table(api, at):
    """What is served comes from the release's own row: no concern, note, council or person is read."""
    released(at, number="2012-0001")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        api.get(RELEASES)
        api.get(f"{RELEASES}2012-0001/")
    read = " ".join(query["sql"] for query in queries)
    for table in ("cases_", "intelligence_", "indicators_", "councils_", "panel_", "accounts_"):
        assert table not in read


def test_abuse_11_a_client_can_write_no_field_of_anything(api, at):
    """TRUST section 3, 11: there is no way in yet; whatever is sent, nothing changes."""
    release = released(at, number="2012-0001")
    body = {"stage": 5, "marking": "OPEN", "council_aware": True, "matter": "Canary"}
    for address in (RELEASES, f"{RELEASES}2012-0001/"):
        for method in (api.post, api.put, api.patch, api.delete):
            answer = method(address, body, content_type="application/json")
            assert answer.status_code == 405
            assert answer.headers["Content-Type"] == "application/problem+json"
    before = release.canonical
    release.refresh_from_db()
    assert release.canonical == before


def test_every_read_is_kept_with_the_officer_and_recorded(api, at):
    released(at, number="2012-0001")
    withdrawn(at, number="2012-0002")
    address = f"{RELEASES}2012-0001/"
    tag = api.get(address).headers["ETag"]
    api.get(address, headers={"If-None-Match": tag})
    api.get(RELEASES)
    api.get(RELEASES)
    reads = ReleaseRead.objects.order_by("id").values_list(
        "release__number", "how", "officer", "was_withdrawn", "organisation__slug", "times"
    )
    assert list(reads) == [
        ("2012-0001", "read", "P. Lowe", False, "dclg", 1),
        ("2012-0001", "listed", "P. Lowe", False, "dclg", 2),
        ("2012-0002", "listed", "P. Lowe", True, "dclg", 2),
    ]
    events = Event.objects.filter(act="api_read_releases").order_by("id")
    assert [event.details for event in events] == [
        {"how": "read", "numbers": ["2012-0001"]},
        {"how": "unchanged", "numbers": ["2012-0001"]},
        {"how": "listed", "numbers": ["2012-0001", "2012-0002"]},
        {"how": "listed", "numbers": ["2012-0001", "2012-0002"]},
    ]


def test_a_reading_is_counted_up_by_one_and_changed_in_no_other_way(api, at):
    released(at, number="2012-0001")
    api.get(RELEASES)
    for change in (
        {"times": F("times") + 2},
        {"times": F("times")},
        {"times": F("times") + 1, "officer": "Somebody else"},
        {"times": F("times") + 1, "last_at": at},
    ):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            ReleaseRead.objects.update(**change)
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        ReleaseRead.objects.all().delete()


def test_what_cannot_be_recorded_is_not_given_out(api, at, monkeypatch):
    released(at, number="2012-0001", matter="Canary-unrecorded")

    def fail(**fields):
        raise RuntimeError

    monkeypatch.setattr(Event.objects, "create", fail)
    for address in (RELEASES, f"{RELEASES}2012-0001/"):
        answer = api.get(address)
        assert answer.status_code == 500
        assert b"Canary" not in answer.content
    assert not ReleaseRead.objects.exists()


def test_the_list_can_be_narrowed_to_a_council(api, at):
    barchester = CouncilFactory(code="E07000900")
    released(at, number="2012-0001", council=barchester)
    withdrawn(at, number="2012-0002", council=barchester)
    released(at, number="2012-0003")
    assert numbers(api.get(f"{RELEASES}?council=E07000900")) == ["2012-0001", "2012-0002"]
    assert numbers(api.get(f"{RELEASES}?council=E07999999")) == []


def test_changed_since_brings_what_is_new_superseded_or_withdrawn(api, at):
    first = released(at, number="2012-0001")
    second = released(at, number="2012-0002", council=first.council)
    released(at, number="2012-0003", council=first.council, supersedes=second)
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=first, reason="Wrong.")
    page = api.get(RELEASES).json()["results"]
    assert [release["number"] for release in page] == ["2012-0002", "2012-0003", "2012-0001"]
    assert [release["superseded_by"] for release in page] == ["2012-0003", None, None]
    assert page[1]["release"]["supersedes"] == "2012-0002"

    def since(moment):
        return numbers(api.get(f"{RELEASES}?{urlencode({'changed_since': moment})}"))

    assert since(page[1]["changed_at"]) == ["2012-0002", "2012-0003", "2012-0001"]
    assert since(page[2]["changed_at"]) == ["2012-0001"]
    later = first.approval_recorded_at + timedelta(days=1)
    assert since(instant(later)) == []
    assert since("1228-10-07T19:59:50-16:32") == since("2012-01-01T00:00:00Z")
    assert since("2012-01-01T00:00:00+01:00") == ["2012-0002", "2012-0003", "2012-0001"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("council=Barchester", "council"),
        ("council=E07000900%00", "council"),
        ("council=e07000900", "council"),
        ("changed_since=yesterday", "changed_since"),
        ("changed_since=2012-10-01", "changed_since"),
        ("changed_since=2012-10-01T00:00:00", "changed_since"),
        ("changed_since=2012-13-01T00:00:00Z", "changed_since"),
        ("changed_since=9999-12-31T23:59:59-16:00", "changed_since"),
        ("cursor=cD0xMjI4LTEwLTA3VDE5OjU5OjUwLTE2OjMy", "cursor"),
        ("changed_since=٢٠١٢-10-01T00:00:00Z", "changed_since"),
        ("cursor=cD1ub25zZW5zZQ==", "cursor"),
        ("cursor=cD0lMDA=", "cursor"),
        ("limit=1000", "limit"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(api, query, parameter):
    answer = api.get(f"{RELEASES}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [parameter]


def test_pages_miss_and_double_nothing(api, at):
    for number in range(1, 8):
        released(at, number=f"2012-000{number}")
    seen, address = [], f"{RELEASES}?limit=3"
    while address:
        page = api.get(address)
        seen += numbers(page)
        address = page.json()["next"]
    assert seen == [f"2012-000{number}" for number in range(1, 8)]


def test_a_page_of_many_takes_as_many_queries_as_a_page_of_one(api, at):
    def queries():
        with CaptureQueriesContext(connection) as held:
            api.get(RELEASES)
        return len(held)

    released(at, number="2012-0001")
    queries()
    one = queries()
    for number in range(2, 12):
        released(at, number=f"2012-{number:04}")
    assert queries() == one
