"""Tokens: issued once, kept as an HMAC, revoked at the next request (TRUST section 3, 10)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client

from audit.models import Event
from common.errors import NotPermitted, Refused
from liaison.api.authentication import REFUSAL
from liaison.models import ApiClient, Organisation, Scope
from liaison.workflow import add_organisation, issue_token, revoke_token, token_hmac
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import OrganisationFactory, issued

pytestmark = pytest.mark.django_db

COUNCILS = "/api/v1/councils/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


def ask(token, address=COUNCILS, **headers):
    return Client().get(address, headers={"Authorization": f"Bearer {token}"}, **headers)


def refused_alike(answer):
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": REFUSAL,
    }


def test_a_token_is_shown_once_and_only_its_hmac_is_kept(at):
    client, token = issued(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM liaison_apiclient c WHERE id = %s", [client.pk])
        row = cursor.fetchone()[0]
    assert token not in row
    assert client.token_hmac == token_hmac(token)
    assert token.startswith(client.token_prefix)
    assert token not in str(Event.objects.get(act="issue_api_token").__dict__)


def test_issuing_is_recorded(at):
    client, _ = issued(at)
    event = Event.objects.get(act="issue_api_token")
    assert (event.by, event.subject_id, event.details) == (None, str(client.pk), {"organisation": "dclg"})


def test_if_the_record_cannot_be_written_no_token_is_issued(at, broken_audit):
    with pytest.raises(broken_audit):
        issued(at)
    assert not ApiClient.objects.exists()


def test_a_stranger_may_not_issue_or_revoke(at):
    adviser = UserFactory(principal_adviser=True)
    client, _ = issued(at)
    with pytest.raises(NotPermitted, match="information-governance officer"):
        issue_token(
            by=adviser,
            at=at,
            organisation=client.organisation,
            officer="P. Lowe",
            expires_at=at + timedelta(days=1),
        )
    with pytest.raises(NotPermitted, match="Tell one of them now"):
        revoke_token(by=adviser, at=at, client=client)


@pytest.mark.parametrize("trait", ["governance_officer", "administrator"])
def test_governance_and_administration_may_revoke(at, trait):
    client, token = issued(at)
    person = UserFactory(**{trait: True})
    assert ask(token).status_code == 200
    revoke_token(by=person, at=at, client=client)
    refused_alike(ask(token))
    assert Event.objects.get(act="revoke_api_token").by == person


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"purpose": " "}, "Say what the token is for."),
        ({"expires_at": timedelta(days=91)}, "90 days at most"),
        ({"expires_at": timedelta(0)}, "would have expired already"),
        ({"allowed_addresses": ["the office"]}, "such as 192.0.2.0/24"),
        ({"token": "chosen-by-hand"}, "demonstration only"),
    ],
)
def test_a_token_that_breaks_a_rule_is_refused_with_what_to_do(at, settings, fields, sentence):
    settings.DEMONSTRATION = False
    if "expires_at" in fields:
        fields = {"expires_at": at + fields["expires_at"]}
    with pytest.raises(Refused, match=sentence):
        issued(at, **fields)
    assert not ApiClient.objects.exists()


def test_a_token_of_ones_choice_works_in_the_demonstration_and_nowhere_else(at, settings):
    settings.DEMONSTRATION = True
    _, token = issued(at, token="demonstration-token-of-dclg")
    assert token == "demonstration-token-of-dclg"
    assert ask(token).status_code == 200
    settings.DEMONSTRATION = False
    refused_alike(ask(token))


def test_the_database_refuses_a_longer_life_a_changed_token_and_a_deletion(at):
    client, _ = issued(at)
    changes = [
        ("UPDATE liaison_apiclient SET expires_at = expires_at + interval '1 day'", InternalError),
        ("UPDATE liaison_apiclient SET scopes = '{everything}'", InternalError),
        ("DELETE FROM liaison_apiclient", InternalError),
        (
            "INSERT INTO liaison_apiclient (organisation_id, officer, purpose, scopes, allowed_addresses, "
            "is_demonstration, token_prefix, token_hmac, issued_at, expires_at) "
            "SELECT organisation_id, officer, purpose, scopes, allowed_addresses, false, 'another', "
            "repeat('0', 64), issued_at, issued_at + interval '91 days' FROM liaison_apiclient",
            IntegrityError,
        ),
    ]
    for statement, error in changes:
        with pytest.raises(error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    client.refresh_from_db()
    assert client.scopes == sorted(Scope.values)


def test_a_revoked_token_cannot_be_given_back_its_life(at):
    client, _ = issued(at)
    revoke_token(by=None, at=at, client=client)
    with pytest.raises(InternalError), transaction.atomic():
        ApiClient.objects.update(revoked_at=None)


def test_abuse_10_a_stolen_token_is_stopped_by_address_expiry_scope_rate_and_revocation(at, settings):
    """TRUST section 3, 10: each defence on its own."""
    department = OrganisationFactory(dclg=True)
    _, elsewhere = issued(at, organisation=department, allowed_addresses=["192.0.2.0/24", "2001:db8::/32"])
    refused_alike(ask(elsewhere))
    assert ask(elsewhere, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert ask(elsewhere, REMOTE_ADDR="2001:db8::7").status_code == 200
    # A header the caller writes is not believed: no proxy of ours stands before the service here.
    refused_alike(ask(elsewhere, HTTP_X_FORWARDED_FOR="192.0.2.7"))

    earlier = at - timedelta(days=10)
    _, expired = issued(earlier, organisation=department, expires_at=at - timedelta(days=1))
    refused_alike(ask(expired))

    _, narrow = issued(at, organisation=department, scopes=[Scope.READ_RELEASES])
    answer = ask(narrow)
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("This token was not issued for that.")

    client, stolen = issued(at, organisation=department)
    assert client.last_used_at is None
    assert ask(stolen).status_code == 200
    client.refresh_from_db()
    assert client.last_used_at is not None
    revoke_token(by=None, at=at, client=client)
    refused_alike(ask(stolen))

    refused_alike(ask("slr_made-up"))
    refused_alike(Client().get(COUNCILS, headers={"Authorization": "Basic cC5sb3dlOnNlY3JldA=="}))


def test_too_many_requests_are_asked_to_wait(at, monkeypatch):
    monkeypatch.setattr("liaison.api.throttling.ByClient.rate", "2/min", raising=False)
    _, token = issued(at)
    assert [ask(token).status_code for _ in range(3)] == [200, 200, 429]
    answer = ask(token)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Too Many Requests"


def test_guessing_tokens_is_slowed_down_and_leaves_those_with_a_token_alone(at, monkeypatch):
    monkeypatch.setattr("liaison.api.throttling.FailedAttempts.rate", "2/min", raising=False)
    _, token = issued(at)
    assert [ask(f"slr_{guess}").status_code for guess in range(3)] == [401, 401, 429]
    assert ask(token).status_code == 200


def test_no_token_at_all_is_told_how(at):
    answer = Client().get(COUNCILS)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="api"'
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_commands_issue_and_revoke():
    out = StringIO()
    call_command("issue_api_token", "dfx", "P. Lowe", name="Department for Examples", stdout=out)
    token = out.getvalue().splitlines()[1]
    CouncilFactory()
    assert ask(token).status_code == 200
    client = ApiClient.objects.get()
    assert (client.organisation.slug, client.officer) == ("dfx", "P. Lowe")
    call_command("revoke_api_token", client.token_prefix, stdout=out)
    refused_alike(ask(token))


def test_dclg_is_known_and_a_regulator_can_be_added(at):
    """R062-R063: the Information Sharing Network's departments and regulators are data."""
    assert Organisation.objects.get(slug="dclg").name == "Department for Communities and Local Government"
    regulator = add_organisation(by=None, at=at, slug="regulator", name="A regulator")
    assert Event.objects.get(act="add_organisation").subject_id == str(regulator.pk)
    with pytest.raises(NotPermitted):
        add_organisation(by=UserFactory(administrator=True), at=at, slug="other", name="Another")


def test_the_commands_say_what_is_wrong():
    with pytest.raises(CommandError, match="is not known"):
        call_command("issue_api_token", "nobody", "P. Lowe")
    with pytest.raises(CommandError, match="90 days at most"):
        call_command("issue_api_token", "dfx", "P. Lowe", name="Department for Examples", days=91)
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("revoke_api_token", "slr_nobody")
