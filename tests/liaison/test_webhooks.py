"""Webhooks over the API: added with a secret shown once, read, tried, renewed, ended (issue 7)."""

import re

import pytest
from django.db import InternalError, transaction
from django.test import Client, override_settings

from audit.models import Event
from ledger.models import Job
from liaison.models import Scope, Webhook, WebhookDelivery
from liaison.workflow import revoke_token
from tests.factories.liaison import OrganisationFactory, issued

pytestmark = pytest.mark.django_db

WEBHOOKS = "/api/v1/webhooks/"
ADDRESS = "https://hooks.example.gov.uk/slirisk"
JSON = {"content_type": "application/json"}


@pytest.fixture
def dclg():
    return OrganisationFactory(dclg=True)


def calling(token):
    return Client(headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def api(at, dclg):
    """DCLG's own system."""
    return calling(issued(at, organisation=dclg)[1])


def add(api, **fields):
    body = {"url": ADDRESS, "events": ["release.released", "concern.changed"]} | fields
    return api.post(WEBHOOKS, body, **JSON)


def test_a_webhook_is_added_and_its_secret_shown_once(api):
    answer = add(api)
    assert answer.status_code == 201, answer.content
    webhook = Webhook.objects.get()
    told = dict(answer.json())
    secret = told.pop("secret")
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert answer.headers["Location"] == f"http://testserver{WEBHOOKS}{webhook.name}/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert told.pop("added_at") == told.pop("secret_given_at")
    assert told == {
        "id": webhook.name,
        "url": ADDRESS,
        "events": ["concern.changed", "release.released"],
        "ended_at": None,
        "ended_why": None,
    }
    listed = api.get(WEBHOOKS)
    assert [one["id"] for one in listed.json()["results"]] == [webhook.name]
    assert api.get(f"{WEBHOOKS}{webhook.name}/").json()["url"] == ADDRESS
    assert "whsec_" not in listed.content.decode()
    event = Event.objects.get(act="add_webhook")
    assert (event.by, event.subject_id) == (None, str(webhook.pk))
    assert Event.objects.filter(act="api_read_webhooks").count() == 2


def test_nothing_that_signs_is_in_the_database(api):
    """The secret is made from what is kept and the service's own key: another key makes another."""
    secret = add(api).json()["secret"]
    kept = Webhook.objects.values().get()
    assert not [value for value in kept.values() if secret.removeprefix("whsec_") in str(value)]
    assert kept["nonce"] not in secret
    name = kept["name"]
    with override_settings(SECRET_KEY="another"):
        from liaison.signing import secret_of

        assert secret_of(kept["nonce"]) != secret
    assert api.get(f"{WEBHOOKS}{name}/?format=csv").content.decode().count(ADDRESS) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.gov.uk/x",
        "https://10.0.0.7/x",
        "https://192.168.1.1:8443/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]:1/x#y",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://127.1.1.1.1/",
        "https://db/",
        "https://broker.internal/",
        "https://printer.local./",
        "https://user:word@hooks.example.gov.uk/",
        "https://hooks.example.gov.uk/#part",
        "https://hooks.example.gov.uk:99999/",
        "https://hooks.example.gov.uk:8443/",
        "https://[hooks/",
        "https:///x",
        "gopher://hooks.example.gov.uk/",
        "https://hooks.example.gov.uk/a b",
        "https://höks.example.gov.uk/",
        "not an address",
    ],
)
def test_an_address_inside_or_of_another_kind_is_refused_with_a_sentence(api, address):
    """TRUST section 3, 18: nobody outside makes us ask inside."""
    answer = add(api, url=address)
    assert answer.status_code == 422, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 20
    assert not Webhook.objects.exists()


def test_in_production_the_loopback_is_refused_too(api):
    for address in ("http://127.0.0.1:9000/", "https://localhost/", "https://[::1]/"):
        with override_settings(FETCH_LOOPBACK=False):
            assert add(api, url=address).status_code == 422
        assert add(api, url=address).status_code == 201


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"events": []}, 400),
        ({"events": ["ping"]}, 400),
        ({"events": ["release.released", "release.released"]}, 422),
        ({"events": "release.released"}, 400),
        ({"events": ["\ud800"]}, 400),
        ({"url": "https://hooks.example.gov.uk/" + "x" * 500}, 400),
        ({"secret": "whsec_own"}, 400),
        ({"url": None}, 400),
    ],
)
def test_what_cannot_be_taken_is_named(api, fields, status):
    answer = add(api, **fields)
    assert answer.status_code == status, answer.content
    assert not Webhook.objects.exists()


def test_an_event_needs_a_token_that_may_read_what_it_is_about(at, dclg):
    """TRUST section 2: who may not read releases is not told that there is one."""
    token = issued(at, organisation=dclg, scopes=[Scope.RECEIVE_WEBHOOKS, Scope.SEND_CONCERNS])[1]
    answer = add(calling(token), events=["release.withdrawn"])
    assert answer.status_code == 422
    assert "releases:read" in answer.json()["detail"]
    assert add(calling(token), events=["concern.changed"]).status_code == 201
    narrow = issued(at, organisation=dclg, scopes=[Scope.READ_RELEASES])[1]
    assert add(calling(narrow)).status_code == 403
    assert calling(narrow).get(WEBHOOKS).status_code == 403
    assert Client().get(WEBHOOKS).status_code == 401


def test_at_most_five_stand_and_one_for_an_address(api):
    assert add(api).status_code == 201
    again = add(api)
    assert again.status_code == 422
    assert Webhook.objects.get().name in again.json()["detail"]
    for number in range(4):
        assert add(api, url=f"{ADDRESS}/{number}").status_code == 201
    assert "5 webhooks" in add(api, url=f"{ADDRESS}/5").json()["detail"]
    api.delete(f"{WEBHOOKS}{Webhook.objects.first().name}/")
    assert add(api).status_code == 201


def test_another_tokens_webhook_is_not_found(at, dclg, api):
    """Another token of the same organisation, too: a webhook is its token's own."""
    name = add(api).json()["id"]
    for organisation in (dclg, OrganisationFactory()):
        other = calling(issued(at, organisation=organisation)[1])
        assert other.get(WEBHOOKS).json()["results"] == []
        assert other.get(f"{WEBHOOKS}{name}/").status_code == 404
        assert other.delete(f"{WEBHOOKS}{name}/").status_code == 404
        for act in ("test", "secret"):
            assert other.post(f"{WEBHOOKS}{name}/{act}/", **JSON).status_code == 404
        assert other.get(f"{WEBHOOKS}{name}/deliveries/").status_code == 404
    assert api.get(f"{WEBHOOKS}wh_nothing/").status_code == 404
    assert Webhook.objects.get().ended_at is None
    assert not WebhookDelivery.objects.exists()


def test_it_is_ended_for_good(api):
    name = add(api).json()["id"]
    api.post(f"{WEBHOOKS}{name}/test/", **JSON)
    assert api.delete(f"{WEBHOOKS}{name}/").status_code == 204
    assert api.delete(f"{WEBHOOKS}{name}/").status_code == 204
    assert api.get(f"{WEBHOOKS}{name}/").json()["ended_why"] == "client"
    (waited,) = api.get(f"{WEBHOOKS}{name}/deliveries/").json()["results"]
    assert (waited["outcome"], waited["next_try_at"]) == ("not_sent", None)
    for act in ("test", "secret"):
        answer = api.post(f"{WEBHOOKS}{name}/{act}/", **JSON)
        assert answer.status_code == 422
        assert "has ended" in answer.json()["detail"]
    assert Event.objects.filter(act="end_webhook").count() == 1
    for change in ({"ended_at": None}, {"address": ADDRESS}):
        with pytest.raises(InternalError), transaction.atomic():
            Webhook.objects.update(**change)


def test_a_trial_is_written_down_to_be_sent(api):
    name = add(api).json()["id"]
    answer = api.post(f"{WEBHOOKS}{name}/test/", {}, **JSON)
    assert answer.status_code == 202, answer.content
    delivery = WebhookDelivery.objects.get()
    assert answer.json() == api.get(f"{WEBHOOKS}{name}/deliveries/").json()["results"][0]
    assert (answer.json()["event"], answer.json()["type"]) == (delivery.event, "ping")
    assert (answer.json()["outcome"], answer.json()["tries"]) == ("waiting", 0)
    job = Job.objects.get(kind="liaison.webhook")
    assert job.arguments == {"delivery": delivery.pk}
    assert api.post(f"{WEBHOOKS}{name}/test/", **JSON).status_code == 422
    assert api.post(f"{WEBHOOKS}{name}/test/", {"words": "x"}, **JSON).status_code == 400
    assert Event.objects.filter(act="try_webhook").count() == 1


def test_deliveries_come_in_pages_the_newest_first(api):
    name = add(api).json()["id"]
    for _ in range(3):
        api.post(f"{WEBHOOKS}{name}/test/", **JSON)
        WebhookDelivery.objects.update(outcome="delivered", next_at=None)
    first = api.get(f"{WEBHOOKS}{name}/deliveries/?limit=2").json()
    rest = api.get(first["next"]).json()
    events = [one["event"] for one in first["results"] + rest["results"]]
    assert events == list(WebhookDelivery.objects.order_by("-pk").values_list("event", flat=True))
    assert api.get(f"{WEBHOOKS}{name}/deliveries/?cursor=x").status_code == 400
    csv = api.get(f"{WEBHOOKS}{name}/deliveries/?format=csv").content.decode()
    assert csv.startswith("event,type,happened_at,outcome")
    held = api.get(f"{WEBHOOKS}{name}/deliveries/").headers["ETag"]
    assert api.get(f"{WEBHOOKS}{name}/deliveries/", headers={"If-None-Match": held}).status_code == 304


def test_a_new_secret_is_shown_once(api):
    added = add(api).json()
    answer = api.post(f"{WEBHOOKS}{added['id']}/secret/", **JSON)
    assert answer.status_code == 200, answer.content
    assert answer.json()["secret"] != added["secret"]
    assert answer.json()["secret_given_at"] > added["secret_given_at"]
    assert Event.objects.filter(act="renew_webhook_secret").count() == 1


def test_with_a_revoked_token_nothing_is_asked(at, dclg):
    client, token = issued(at, organisation=dclg)
    name = add(calling(token)).json()["id"]
    revoke_token(by=None, at=at, client=client)
    assert calling(token).post(f"{WEBHOOKS}{name}/test/", **JSON).status_code == 401


def test_where_the_record_cannot_be_written_nothing_has_changed(api, request):
    name = add(api).json()["id"]
    kept = Webhook.objects.values().get()
    broken = request.getfixturevalue("broken_audit")
    api.raise_request_exception = False
    for ask in (
        lambda: add(api, url=f"{ADDRESS}/2"),
        lambda: api.delete(f"{WEBHOOKS}{name}/"),
        lambda: api.post(f"{WEBHOOKS}{name}/secret/", **JSON),
        lambda: api.post(f"{WEBHOOKS}{name}/test/", **JSON),
    ):
        assert ask().status_code == 500, broken
    assert Webhook.objects.values().get() == kept
    assert not WebhookDelivery.objects.exists()
    assert not Job.objects.exists()
