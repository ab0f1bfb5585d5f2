"""Concerns over the API: brought, acknowledged, found again, corrected, answered, withdrawn (R081, R181)."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Notification
from audit.models import Event
from liaison.models import InboundConcern, InboundEntry, InboundVersion, Scope
from liaison.tasks import tell_of_received
from liaison.workflow import end_officer
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.liaison import OfficerFactory, OrganisationFactory, issued, received

pytestmark = pytest.mark.django_db

CONCERNS = "/api/v1/concerns/"


@pytest.fixture
def council():
    council = CouncilFactory(code="E07000900", name="Barchester Testing Council")
    adviser_for(council)
    return council


@pytest.fixture
def dclg():
    return OrganisationFactory(dclg=True)


@pytest.fixture
def api(at, dclg):
    """DCLG's own system."""
    return Client(headers={"Authorization": f"Bearer {issued(at, organisation=dclg)[1]}"})


def sent(**fields):
    return {
        "council": "E07000900",
        "concern": "Assessments of children are late.",
        "council_told": {"answer": "no", "reason": "It is being checked."},
        "evidence": [{"kind": "hard", "line": "=The inspection of June", "link": "https://example.org/x"}],
    } | fields


def bring(api, key="one", **fields):
    return api.post(
        CONCERNS, sent(**fields), content_type="application/json", headers={"Idempotency-Key": key}
    )


def correct(api, number, tag, **fields):
    headers = {"If-Match": tag} if tag else {}
    return api.put(f"{CONCERNS}{number}/", sent(**fields), content_type="application/json", headers=headers)


def test_a_concern_is_brought_and_acknowledged_whole(api, council):
    """R082, R182: from their own perspective, with their terms, numbered at once."""
    answer = bring(api, urgent=True, own_reference="OF/12")
    assert answer.status_code == 201, answer.content
    inbound = InboundConcern.objects.get()
    assert answer.headers["Location"] == f"http://testserver{CONCERNS}{inbound.number}/"
    told = dict(answer.json())
    assert told.pop("received_at") <= told.pop("changed_at")
    assert len(told.pop("sha256")) == 64
    assert told == {
        "number": inbound.number,
        "standing": "waiting",
        "council": {"code": "E07000900", "name": "Barchester Testing Council", "fictional": False},
        "service_area": "",
        "own_reference": "OF/12",
        "version": 1,
        "sent_by": "P. Lowe",
        "concern": "Assessments of children are late.",
        "council_told": {"answer": "no", "on": None, "reason": "It is being checked."},
        "evidence": [{"kind": "hard", "line": "=The inspection of June", "link": "https://example.org/x"}],
        "handling": "In confidence. Consult the originator before disclosure.",
        "originator_controlled": True,
        "urgent": True,
        "answers": [],
    }
    assert api.get(answer.headers["Location"]).content == answer.content
    assert api.get(CONCERNS).json()["results"] == [answer.json()]
    assert Event.objects.get(act="receive_concern").details["organisation"] == "dclg"


def test_who_triages_is_told_by_a_worker_and_once(api, council):
    bring(api)
    assert not Notification.objects.exists()
    tell_of_received()
    assert Notification.objects.count() == 1
    bring(api)
    tell_of_received()
    assert Notification.objects.count() == 1


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(api, council):
    first = bring(api)
    again = bring(api)
    assert (again.status_code, again.content) == (200, first.content)
    other = bring(api, concern="Another matter.")
    assert other.status_code == 422
    assert "under the same idempotency key" in other.json()["detail"]
    assert InboundConcern.objects.count() == 1


@pytest.mark.parametrize("key", [None, "", "a b", "é", "k" * 201])
def test_without_a_key_of_its_own_nothing_is_received(api, council, key):
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = api.post(CONCERNS, sent(), content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["Idempotency-Key"]
    assert not InboundConcern.objects.exists()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"stage": 5}, {"stage"}),
        ({"marking": "OPEN", "council_aware": True}, {"marking", "council_aware"}),
        ({"council": "Barchester"}, {"council"}),
        ({"concern": " "}, {"concern"}),
        ({"concern": "a\x00b"}, {"concern"}),
        ({"council_told": {"answer": "perhaps"}}, {"council_told"}),
        ({"council_told": {"answer": "no", "reason": "So.", "by": "x"}}, {"council_told"}),
        ({"evidence": [{"kind": "rumour", "line": "x"}]}, {"evidence"}),
        ({"evidence": [{"kind": "hard", "line": "x", "link": "javascript:x"}]}, {"evidence"}),
        ({"officer": "nobody"}, {"officer"}),
    ],
)
def test_abuse_11_what_cannot_be_taken_is_named_and_nothing_is_kept(api, council, fields, errors):
    """TRUST section 3, 11: explicit fields; nobody sets a stage, a marking or an awareness."""
    answer = bring(api, **fields)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == errors
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert not InboundConcern.objects.exists()


def test_a_rule_that_does_not_allow_it_is_said_as_a_sentence(api, council):
    answer = bring(api, council_told={"answer": "yes"})
    assert (answer.status_code, answer.json()["detail"]) == (
        422,
        "Enter the day on which the council was told.",
    )


def test_a_body_that_is_no_json_is_refused_as_such(api):
    for kind, status in (("text/xml", 415), ("application/x-www-form-urlencoded", 415)):
        answer = api.post(CONCERNS, b"<x/>", content_type=kind, headers={"Idempotency-Key": "k"})
        assert answer.status_code == status
        assert answer.headers["Content-Type"] == "application/problem+json"
    for body in (b"{", b"[]", b'{"\\ud800": 1}', b'"x"', b"\xff"):
        answer = api.post(CONCERNS, body, content_type="application/json", headers={"Idempotency-Key": "k"})
        assert answer.status_code == 400, body


def test_a_correction_rests_on_what_stands(api, council):
    """412, 428: nobody's words are written over; every version is kept."""
    number = bring(api).json()["number"]
    tag = api.get(f"{CONCERNS}{number}/").headers["ETag"]
    assert correct(api, number, None, concern="Later.").status_code == 428
    assert correct(api, number, '"another"', concern="Later.").status_code == 412
    done = correct(api, number, tag, concern="Later than was said.")
    assert (done.status_code, done.json()["version"], done.json()["concern"]) == (
        200,
        2,
        "Later than was said.",
    )
    stale = correct(api, number, tag, concern="Once more.")
    assert stale.status_code == 412
    assert done.headers["ETag"] == api.get(f"{CONCERNS}{number}/").headers["ETag"]
    assert list(InboundVersion.objects.values_list("version", flat=True)) == [1, 2]


def test_our_answers_are_read_and_our_own_work_is_not(api, council, at):
    """R181: "we hold nothing" is an answer; triage stays with us."""
    number = bring(api).json()["number"]
    tag = api.get(CONCERNS).headers["ETag"]
    assert api.get(CONCERNS, headers={"If-None-Match": tag}).status_code == 304
    ours = {"inbound": InboundConcern.objects.get(), "by": adviser_for(council), "who": "J. Marsh", "at": at}
    InboundEntry.objects.create(kind="noted", text="Canary-triage", **ours)
    assert api.get(CONCERNS, headers={"If-None-Match": tag}).status_code == 304
    InboundEntry.objects.create(kind="nothing", text="", **ours)
    answer = api.get(CONCERNS, headers={"If-None-Match": tag})
    (held,) = answer.json()["results"]
    assert b"Canary" not in answer.content
    assert (held["standing"], held["answers"][0]["kind"], held["answers"][0]["by"]) == (
        "answered",
        "nothing",
        "J. Marsh",
    )
    (line,) = csv.DictReader(io.StringIO(api.get(f"{CONCERNS}?format=csv").content.decode()))
    assert (line["number"], line["answers"], line["council_code"]) == (number, "nothing:", "E07000900")


def test_it_is_withdrawn_with_its_reason(api, council):
    number = bring(api).json()["number"]
    address = f"{CONCERNS}{number}/withdrawal/"
    assert api.post(address, {}, content_type="application/json").status_code == 400
    answer = api.post(address, {"reason": "It was another council."}, content_type="application/json")
    assert (answer.status_code, answer.json()["standing"]) == (200, "withdrawn")
    again = api.post(address, {"reason": "Again."}, content_type="application/json")
    assert again.status_code == 422


def test_another_organisations_concern_is_not_found(api, at, council):
    number = received(at, council=council).number
    for answer in (
        api.get(f"{CONCERNS}{number}/"),
        correct(api, number, '"x"'),
        api.post(f"{CONCERNS}{number}/withdrawal/", {"reason": "x"}, content_type="application/json"),
        api.get(f"{CONCERNS}2012-G9999/"),
        api.get(f"{CONCERNS}x/"),
    ):
        assert (answer.status_code, answer.json()["detail"]) == (404, "Not found.")
    assert api.get(CONCERNS).json()["results"] == []


def test_each_officer_is_known_by_name_behind_the_token(api, dclg, council):
    OfficerFactory(organisation=dclg, name="E. Hale", key="e-hale")
    OfficerFactory(organisation=OrganisationFactory(), key="stranger")
    assert bring(api, officer="e-hale").json()["sent_by"] == "E. Hale"
    assert bring(api, key="two", officer="stranger").status_code == 400


def test_a_token_of_an_officer_who_was_ended_says_nothing_more(api, at, dclg, council):  # R063, R081
    ended = OfficerFactory(organisation=dclg, name="P. Lowe")
    end_officer(by=None, at=at, officer=ended)
    refused = bring(api)
    assert refused.status_code == 400
    assert "no officer of your organisation today" in refused.json()["errors"]["officer"][0]
    OfficerFactory(organisation=dclg, name="A. Marlow", key="a-marlow")
    assert bring(api, officer="a-marlow").status_code == 201
    assert [one.officer_name for one in InboundVersion.objects.all()] == ["A. Marlow"]


def test_a_token_without_the_scope_sends_and_reads_none(at, dclg, council):
    token = issued(at, organisation=dclg, scopes=[Scope.READ_RELEASES])[1]
    narrow = Client(headers={"Authorization": f"Bearer {token}"})
    assert bring(narrow).status_code == 403
    assert narrow.get(CONCERNS).status_code == 403


def test_a_token_of_the_sandbox_brings_concerns_about_fictional_councils_alone(at, dclg, council):
    fictional = CouncilFactory(fictional=True)
    token = issued(at, organisation=dclg, is_sandbox=True)[1]
    sandbox = Client(headers={"Authorization": f"Bearer {token}"})
    refused = bring(sandbox)
    assert refused.status_code == 422
    assert "name a fictional council" in refused.json()["detail"]
    assert bring(sandbox, council=fictional.code).status_code == 201
    councils = sandbox.get("/api/v1/councils/").json()["results"]
    assert [one["code"] for one in councils] == [fictional.code]


def test_what_cannot_be_recorded_is_not_received(api, council, broken_audit):
    answer = bring(api)
    assert answer.status_code == 500
    assert not InboundConcern.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_job")
        assert cursor.fetchone() == (0,)
