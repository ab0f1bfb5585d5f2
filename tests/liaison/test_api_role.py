"""The API's own role in the database: what it may do, and that everything else is closed to it (abuse 8)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from liaison.api_role import READ, READ_COLUMNS, statements
from liaison.models import InboundEntry, ReleaseRead, SupportRead, WebhookDelivery
from liaison.workflow import ask_consent, note_read
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.indicators import els
from tests.factories.liaison import (
    OrganisationFactory,
    issued,
    originator,
    proposed,
    received,
    released,
    support_shared,
    withdrawn,
)
from tests.indicators.conftest import (  # noqa: F401  (fixtures)
    claimants,
    figures,
    parsed_here,
    register,
    take,
)

pytestmark = pytest.mark.django_db

ROLE = "slirisk_api_tested"


@pytest.fixture
def role():
    """The role, made and granted in this test's transaction; the connection is its own from `become` on."""
    call_command("api_role", ROLE, stdout=StringIO())

    def become():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")

    return become


def refused(statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@override_settings(ROOT_URLCONF="slirisk.api_urls")
def test_every_address_of_the_api_answers_under_it(role, at, take):  # noqa: F811
    """R200, R063: nothing the API serves needs more than the role has."""
    council = CouncilFactory(code="E07000900")
    released(at, number="2012-0001", council=council)
    withdrawn(at, number="2012-0002")
    support_shared(at, released(at, number="2012-0003"))
    take(els(claimants()))
    inbound = received(at, council=council, by=originator(OrganisationFactory(dclg=True)))
    ask_consent(
        by=adviser_for(council), at=at, inbound=inbound, text="May the Panel read it?", recipient=None
    )
    on = timezone.localdate(at).isoformat()
    client = Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})
    another = Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})
    role()
    for address in ("releases", "support", "releases/2012-0001", "councils", "indicators", "observations"):
        answer = client.get(f"/api/v1/{address}/")
        assert answer.status_code == 200, (address, answer.content)
    assert client.get("/api/v1/headline/E06000001/").status_code == 200
    assert client.get("/api/v1/releases/2012-9999/").status_code == 404
    body = {
        "council": "E07000900",
        "concern": "Assessments are late.",
        "council_told": {"answer": "no", "reason": "It is being checked."},
        "evidence": [{"kind": "soft", "line": "Heard on a visit."}],
    }
    json = {"content_type": "application/json"}
    answer = client.post("/api/v1/concerns/", body, headers={"Idempotency-Key": "one"}, **json)
    assert answer.status_code == 201, answer.content
    address, tag = answer.headers["Location"], answer.headers["ETag"]
    assert (
        client.post("/api/v1/concerns/", body, headers={"Idempotency-Key": "one"}, **json).status_code == 200
    )
    body["concern"] = "Assessments are later."
    assert client.put(address, body, headers={"If-Match": tag}, **json).status_code == 200
    assert client.post(f"{address}withdrawal/", {"reason": "Mended."}, **json).status_code == 200
    assert client.get("/api/v1/concerns/").json()["results"][-1]["standing"] == "withdrawn"
    for number, way, sent in (
        ("2012-0001", "answers", {}),
        ("2012-0002", "deletion", {}),
        ("2012-0001", "requests", {"received_on": on, "category": "public", "asked": "All of it."}),
    ):
        headers = {"Idempotency-Key": "one"}
        answer = client.post(f"/api/v1/releases/{number}/{way}/", sent, headers=headers, **json)
        assert answer.status_code == 201, answer.content
    assert len(client.get("/api/v1/releases/2012-0001/answers/").json()["results"]) == 1
    address = f"/api/v1/concerns/{inbound.number}/consents/1/"
    assert client.post(address, {"given": True}, **json).status_code == 200
    hook = {"url": "https://hooks.example.gov.uk/", "events": ["concern.changed"]}
    assert another.post("/api/v1/webhooks/", hook, **json).status_code == 201
    answer = client.post("/api/v1/webhooks/", hook, **json)
    assert answer.status_code == 201, answer.content
    own = answer.headers["Location"]
    assert client.post(f"{own}test/", **json).status_code == 202
    assert client.post(f"{own}secret/", **json).status_code == 200
    assert client.get(f"{own}deliveries/").status_code == client.get(own).status_code == 200
    body["own_reference"] = "Another"
    brought = client.post("/api/v1/concerns/", body, headers={"Idempotency-Key": "two"}, **json)
    taken_back = client.post(f"{brought.headers['Location']}withdrawal/", {"reason": "Mended."}, **json)
    assert taken_back.status_code == 200, taken_back.content
    assert client.delete(own).status_code == 204
    assert Client(headers={"Authorization": "Bearer no"}).get("/api/v1/councils/").status_code == 401
    assert client.get("/today").json()["title"] == "Not Found"
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    told = WebhookDelivery.objects.order_by("pk").values_list("type", "webhook__client__token_prefix")
    assert [kind for kind, _ in told] == ["ping", "concern.changed"]
    assert len({prefix for _, prefix in told}) == 2
    assert ReleaseRead.objects.count() == 4
    assert SupportRead.objects.count() == 1


def test_every_other_table_is_closed_to_it(role):
    """Notes, concerns, people, packs, sources, the record: as that role each select fails."""
    with connection.cursor() as cursor:
        closed = set(connection.introspection.table_names(cursor, include_views=True))
    closed -= {*READ, *READ_COLUMNS, "liaison_requestcount"}
    role()
    for table in ("intelligence_note", "cases_concern", "accounts_user", "django_session"):
        assert table in closed
    for table in sorted(closed):
        refused(f"SELECT 1 FROM {table}")  # noqa: S608


def test_of_a_release_it_reads_the_text_that_was_approved_and_never_what_it_was_made_from(role, at):
    released(at, number="2012-0001")
    role()
    for column in ("concern_id", "matter", "purpose", "told_whom", "proposed_by_id", "awareness_id", "*"):
        refused(f"SELECT {column} FROM liaison_release")  # noqa: S608
    refused("SELECT proposed_by_id FROM liaison_sharedsupport")
    refused("SELECT first_at FROM liaison_supportread")
    refused("SELECT first_at FROM liaison_releaseread")
    refused("UPDATE liaison_releaseread SET officer = ''")
    refused("SELECT details FROM audit_event")
    refused("SELECT 1 FROM ledger_job")


def test_of_releases_and_concerns_it_sees_no_row_that_did_not_go_through_the_door(role, at):
    proposed(at)
    release = released(at, number="2012-0001")
    support_shared(at, release, text="WAITS", approved=False)
    note_read(by=release.concern.owner, at=at, release=release)
    inbound = received(at)
    InboundEntry.objects.create(
        inbound=inbound, kind="noted", text="Among ourselves", by=UserFactory(), who="J. Marsh", at=at
    )
    role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM liaison_release")
        assert cursor.fetchall() == [("2012-0001",)]
        cursor.execute("SELECT progress_text FROM liaison_sharedsupport")
        assert cursor.fetchall() == []
        cursor.execute("SELECT text FROM liaison_inboundentry")
        assert cursor.fetchall() == []
        cursor.execute("SELECT officer FROM liaison_releaseread")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE liaison_release SET withdrawn_at = NULL",
        "DELETE FROM liaison_releaseread",
        "UPDATE liaison_releaseanswer SET text = ''",
        "DELETE FROM liaison_freedomrequest",
        "SELECT 1 FROM liaison_freedomviews",
        "UPDATE liaison_apiclient SET revoked_at = NULL",
        "INSERT INTO liaison_apiclient DEFAULT VALUES",
        "UPDATE councils_council SET name = 'Another'",
        "DELETE FROM audit_event",
        "CREATE TABLE held (id int)",
    ],
)
def test_it_changes_nothing_that_stands(role, at, statement):
    role()
    refused(statement)


def test_granting_again_takes_away_what_somebody_added(role):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON accounts_user, liaison_release TO {ROLE}")
        cursor.execute(f"GRANT SELECT (matter) ON liaison_release TO {ROLE}")
        # Of a table that is not named there, as one that no longer is.
        cursor.execute(f"GRANT SELECT (name), UPDATE (name), REFERENCES (id) ON accounts_user TO {ROLE}")
        cursor.execute(f"GRANT SELECT (place), INSERT (title) ON panel_agendaitem TO {ROLE}")
    call_command("api_role", ROLE, stdout=StringIO())
    role()
    refused("SELECT email FROM accounts_user")
    refused("SELECT matter FROM liaison_release")
    refused("SELECT name FROM accounts_user")
    refused("UPDATE accounts_user SET name = 'x'")
    refused("SELECT 1 FROM panel_agendaitem")


def test_where_it_cannot_be_made_it_says_how(role):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    with pytest.raises(CommandError, match="--sql"):
        call_command("api_role", "another_role", stdout=StringIO())
    out = StringIO()
    call_command("api_role", "another_role", "--sql", stdout=out)
    told = out.getvalue()
    assert told.startswith('CREATE ROLE "another_role" LOGIN;\n')
    assert all(statement in told for statement in statements("another_role"))
    assert issubclass(ProgrammingError, DatabaseError)
