"""A recipient answers a release through its own system, and what follows a withdrawal or a request (R181)."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from liaison.models import ApiClient, DeletionConfirmed, FreedomRequest, ReleaseAnswer, Scope
from liaison.submission import Originator
from liaison.tasks import tell_of_received
from liaison.workflow import answer_release, ask_consent, note_inbound, withdraw_release
from liaison.working_days import working_days_after
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.liaison import (
    OfficerFactory,
    OrganisationFactory,
    issued,
    originator,
    proposed,
    received,
    released,
    withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dclg():
    return OrganisationFactory(dclg=True)


@pytest.fixture
def api(at, dclg):
    """DCLG's own system."""
    return Client(headers={"Authorization": f"Bearer {issued(at, organisation=dclg)[1]}"})


def post(api, address, body=None, key="one"):
    headers = {"Idempotency-Key": key} if key else {}
    return api.post(f"/api/v1/{address}/", body or {}, content_type="application/json", headers=headers)


def asked(**fields):
    return {
        "received_on": timezone.localdate().isoformat(),
        "category": "journalist",
        "asked": "All of it.",
    } | fields


def test_a_release_is_acknowledged_and_answered_by_a_named_officer(api, dclg, at):  # R181
    OfficerFactory(organisation=dclg, name="L. Novak", key="novak")
    given = released(at)
    address = f"releases/{given.number}/answers"
    first = post(api, address)
    assert first.status_code == 201, first.content
    told = dict(first.json())
    assert told.pop("at").endswith("Z")
    assert told == {"kind": "acknowledged", "text": "", "by": "P. Lowe"}
    said = post(api, address, {"text": "Thank you: =we wait.", "officer": "novak"}, key="two")
    assert said.status_code == 201
    listed = api.get(f"/api/v1/{address}/")
    assert listed.json() == {"next": None, "previous": None, "results": [first.json(), said.json()]}
    assert said.json()["by"] == "L. Novak"
    assert "'=we" not in listed.content.decode()
    assert api.get(f"/api/v1/{address}/?format=csv").content.decode().splitlines()[0] == "kind,text,by,at"
    held = api.get(f"/api/v1/{address}/", headers={"If-None-Match": listed.headers["ETag"]})
    assert held.status_code == 304
    assert api.get(f"/api/v1/{address}/?limit=1").json()["next"]
    assert set(ReleaseAnswer.objects.values_list("client__organisation__slug", flat=True)) == {"dclg"}
    assert Event.objects.filter(act="answer_release", by=None).count() == 2


def test_whoever_proposed_it_is_told_by_a_worker_and_once(api, at):
    given = released(at)
    for _ in range(2):
        post(api, f"releases/{given.number}/answers")
    assert not Notification.objects.exists()
    tell_of_received()
    tell_of_received()
    assert list(Notification.objects.values_list("user", "sentence", "address")) == [
        (given.proposed_by_id, "There is an answer to a release.", given.get_absolute_url())
    ]


def test_the_same_key_gives_the_same_answer_and_other_words_are_refused(api, at):
    address = f"releases/{released(at).number}/answers"
    first = post(api, address)
    again = post(api, address)
    assert (again.status_code, again.content) == (200, first.content)
    other = post(api, address, {"text": "Something else."})
    assert other.status_code == 422
    assert "under the same idempotency key" in other.json()["detail"]
    twice = post(api, address, key="two")
    assert twice.status_code == 422
    assert "acknowledged already" in twice.json()["detail"]
    assert ReleaseAnswer.objects.count() == 1


def test_under_the_same_key_nobody_answers_in_anothers_name(api, dclg, at):
    OfficerFactory(organisation=dclg, name="L. Novak", key="novak")
    address = f"releases/{released(at).number}"
    for path, body in (("answers", {"text": "We wait."}), ("requests", asked())):
        assert post(api, f"{address}/{path}", body).status_code == 201
        assert post(api, f"{address}/{path}", body).status_code == 200
        other = post(api, f"{address}/{path}", {**body, "officer": "novak"})
        assert other.status_code == 422
        assert "under the same idempotency key" in other.json()["detail"]


def test_half_a_character_in_a_choice_is_named_as_any_other_fault(api, at):
    answer = post(api, f"releases/{released(at).number}/requests", asked(category="\ud800"))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert "category" in answer.json()["errors"]


def test_what_was_answered_in_the_browser_is_read_there_too(api, dclg, at):
    officer, given = originator(dclg, name="L. Novak"), released(at)
    answer_release(by=officer.officer.user, at=at, originator=officer, release=given, text="We wait.")
    (one,) = api.get(f"/api/v1/releases/{given.number}/answers/").json()["results"]
    assert (one["kind"], one["text"], one["by"]) == ("answered", "We wait.", "L. Novak")


@pytest.mark.parametrize(
    ("key", "body", "errors"),
    [
        (None, {}, {"Idempotency-Key"}),
        ("a b", {}, {"Idempotency-Key"}),
        ("one", {"words": "x"}, {"words"}),
        ("one", {"text": "a\x00b"}, {"text"}),
        ("one", {"officer": "nobody"}, {"officer"}),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(api, at, key, body, errors):
    answer = post(api, f"releases/{released(at).number}/answers", body, key)
    assert (answer.status_code, set(answer.json()["errors"])) == (400, errors)
    assert not ReleaseAnswer.objects.exists()


def test_what_was_not_released_to_the_organisation_is_not_found(api, at):
    """A proposal, another's release and none at all are one answer."""
    other = released(at, recipient=OrganisationFactory()).number
    said = set()
    for number in (other, proposed(at).number, "2012-9999", "x"):
        for way in ("answers", "deletion", "requests"):
            body = asked() if way == "requests" else {}
            answer = post(api, f"releases/{number}/{way}", body)
            said.add((answer.status_code, answer.content))
        said.add((404, api.get(f"/api/v1/releases/{number}/answers/").content))
    assert len(said) == 1
    assert {status for status, _ in said} == {404}


def test_a_token_without_the_scope_answers_and_reads_nothing(dclg, at):
    token = issued(at, organisation=dclg, scopes=[Scope.READ_RELEASES])[1]
    api = Client(headers={"Authorization": f"Bearer {token}"})
    number = released(at).number
    for way in ("answers", "deletion", "requests"):
        assert post(api, f"releases/{number}/{way}").status_code == 403
    assert api.get(f"/api/v1/releases/{number}/answers/").status_code == 403


def test_a_token_of_the_sandbox_answers_releases_about_fictional_councils_alone(dclg, at):
    token = issued(at, organisation=dclg, is_sandbox=True)[1]
    api = Client(headers={"Authorization": f"Bearer {token}"})
    real = released(at)
    made_up = released(at, council=CouncilFactory(fictional=True, code="X00000001"))
    assert post(api, f"releases/{real.number}/answers").status_code == 404
    assert post(api, f"releases/{made_up.number}/answers").status_code == 201
    sandbox = Originator(organisation=dclg, name="P. Lowe", client=ApiClient.objects.get())
    with pytest.raises(Exception, match="was not found"):
        answer_release(by=None, at=at, originator=sandbox, release=real)


def test_nobody_who_is_no_officer_and_no_token_answers(dclg, at):
    nobody = Originator(organisation=dclg, name="P. Lowe")
    with pytest.raises(Exception, match="was not found"):
        answer_release(by=None, at=at, originator=nobody, release=released(at))


def test_the_deletion_of_a_withdrawn_release_is_confirmed_once(api, dclg, at):  # WORKFLOW 4
    given, gone = released(at), withdrawn(at)
    refused = post(api, f"releases/{given.number}/deletion", key=None)
    assert refused.status_code == 422
    assert "has not been withdrawn" in refused.json()["detail"]
    done = post(api, f"releases/{gone.number}/deletion", key=None)
    assert done.status_code == 201, done.content
    assert done.json()["by"] == "P. Lowe"
    again = post(api, f"releases/{gone.number}/deletion", key=None)
    assert (again.status_code, again.content) == (200, done.content)
    OfficerFactory(organisation=dclg, name="L. Novak", key="novak")
    other = post(api, f"releases/{gone.number}/deletion", {"officer": "novak"}, key=None)
    assert other.status_code == 422
    assert "confirmed already" in other.json()["detail"]
    assert post(api, f"releases/{gone.number}/answers").status_code == 422
    held = DeletionConfirmed.objects.get()
    assert (held.recorded_by, held.how) == (None, "through its own system")
    tell_of_received()
    assert Notification.objects.get().user == gone.withdrawn_by
    assert Event.objects.filter(act="confirm_deletion", by=None).count() == 1


def test_a_request_by_law_is_registered_with_the_day_it_is_due(api, at, sign_in):  # WORKFLOW 4
    given = released(at)
    address = f"releases/{given.number}/requests"
    first = post(api, address, asked())
    assert first.status_code == 201, first.content
    told = dict(first.json())
    assert told.pop("recorded_at").endswith("Z")
    due_on = working_days_after(timezone.localdate(), 20).isoformat()
    assert told == asked() | {"due_on": due_on, "by": "P. Lowe"}
    again = post(api, address, asked())
    assert (again.status_code, again.content) == (200, first.content)
    assert post(api, address, asked(asked="Part of it.")).status_code == 422
    early = post(api, address, asked(received_on="2011-01-01"), key="two")
    assert early.status_code == 422
    assert "Enter the day on which the recipient received it" in early.json()["detail"]
    assert post(api, address, asked(category="spy"), key="two").status_code == 400
    request = FreedomRequest.objects.get()
    tell_of_received()
    assert Notification.objects.get().address == request.get_absolute_url()
    page = sign_in(given.proposed_by).get(request.get_absolute_url()).content.decode()
    assert "registered by the recipient’s own system" in page


def test_nothing_is_kept_where_it_cannot_be_recorded(api, at, request):
    given, gone = released(at), withdrawn(at)
    request.getfixturevalue("broken_audit")
    api.raise_request_exception = False
    for address, body in (
        (f"releases/{given.number}/answers", {}),
        (f"releases/{gone.number}/deletion", {}),
        (f"releases/{given.number}/requests", asked()),
    ):
        with transaction.atomic():
            assert post(api, address, body).status_code == 500
    for kept in (ReleaseAnswer, DeletionConfirmed, FreedomRequest):
        assert not kept.objects.exists()


def test_a_question_of_consent_is_read_and_answered(api, dclg, at):  # R182
    council = CouncilFactory()
    adviser = adviser_for(council)
    inbound = received(at, council=council, by=originator(dclg))
    note_inbound(by=adviser, at=at, inbound=inbound, text="Ring them.")
    ask_consent(by=adviser, at=at, inbound=inbound, text="May the Panel read it?", recipient=None)
    note_inbound(by=adviser, at=at, inbound=inbound, text="Rung.")
    (question,) = api.get(f"/api/v1/concerns/{inbound.number}/").json()["answers"]
    assert (question["id"], question["kind"], question["about"]) == (1, "consent_asked", None)
    address = f"concerns/{inbound.number}/consents/{question['id']}"
    given = post(api, address, {"given": True, "text": "Within the Panel."}, key=None)
    assert given.status_code == 200, given.content
    last = given.json()["answers"][-1]
    assert (last["id"], last["kind"], last["text"], last["about"]) == (
        2,
        "consent_given",
        "Within the Panel.",
        1,
    )
    again = post(api, address, {"given": True, "text": "Within the Panel."}, key=None)
    assert (again.status_code, again.json()["answers"]) == (200, given.json()["answers"])
    assert post(api, address, {"given": False}, key=None).status_code == 422
    assert post(api, address, {}, key=None).status_code == 400
    own = f"concerns/{inbound.number}/consents/{last['id']}"
    assert post(api, own, {"given": True}, key=None).status_code == 404
    theirs = received(at, council=council, by=originator())
    hidden = ask_consent(by=adviser, at=at, inbound=theirs, text="May it?", recipient=None)
    for number, place in (
        (theirs.number, 1),
        (inbound.number, hidden.pk),
        (inbound.number, 0),
        (inbound.number, 3),
    ):
        answer = post(api, f"concerns/{number}/consents/{place}", {"given": True}, key=None)
        assert answer.status_code == 404
    assert Event.objects.filter(act="answer_consent", by=None).count() == 1


def test_what_is_noted_among_ourselves_leaves_no_gap_in_what_is_read(api, dclg, at):  # TRUST 1, 3 no. 2
    council = CouncilFactory()
    adviser = adviser_for(council)
    answers = []
    for noted in (False, True):
        inbound = received(at, council=council, by=originator(dclg))
        for question in ("May the Panel read it?", "May a peer?"):
            if noted:
                note_inbound(by=adviser, at=at, inbound=inbound, text="Ring them.")
            ask_consent(by=adviser, at=at, inbound=inbound, text=question, recipient=None)
        given = post(api, f"concerns/{inbound.number}/consents/2", {"given": False}, key=None)
        assert given.status_code == 200, given.content
        answers.append([(one["id"], one["kind"], one["about"]) for one in given.json()["answers"]])
    assert answers[0] == answers[1]
    assert answers[0][2] == (3, "consent_refused", 2)


def test_a_withdrawal_after_the_answer_leaves_it_readable(api, at):
    given = released(at)
    post(api, f"releases/{given.number}/answers", {"text": "We wait."})
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=given, reason="Wrong.")
    (one,) = api.get(f"/api/v1/releases/{given.number}/answers/").json()["results"]
    assert one["text"] == "We wait."
