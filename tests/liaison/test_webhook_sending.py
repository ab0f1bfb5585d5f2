"""Sending webhooks: signed, tried again by the schedule, held, stopped, and never sent inside."""

import socket
from datetime import timedelta

import pytest
from django.test import override_settings
from standardwebhooks.webhooks import Webhook as Reference
from standardwebhooks.webhooks import WebhookVerificationError

from accounts.models import Notification
from audit.models import Event
from ledger.models import Job
from ledger.workflow import claim
from liaison import delivering, workflow
from liaison.access_webhooks import address_unfit
from liaison.models import Webhook, WebhookDelivery
from liaison.tasks import send_webhooks
from liaison.workflow import add_webhook, end_webhook, renew_secret, revoke_token, try_webhook
from liaison.workflow.sending import WAITS, wait_after
from tests.factories.accounts import UserFactory
from tests.factories.liaison import OrganisationFactory, issued, released
from tests.liaison.receiver import receiving

pytestmark = pytest.mark.django_db

WORDS = "The reserves fell below the council's own floor in two years running."


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def client(at):
    return issued(at, organisation=OrganisationFactory(dclg=True))[0]


def hook(at, client, receiver, path="", events=("release.released",)):
    return add_webhook(by=None, at=at, client=client, address=receiver.address + path, events=events)


def send(at):
    """A run of the worker at this moment."""
    return delivering.send_waiting(worker="w1", clock=lambda: at)


def one():
    return WebhookDelivery.objects.get()


def test_what_is_sent_verifies_with_the_reference_library_and_holds_the_number_alone(at, client, receiver):
    _, secret = hook(at, client, receiver)
    release = released(at, number="2012-0001", matter=WORDS)
    send_webhooks()
    ((headers, body),) = receiver.sent
    said = Reference(secret).verify(body, headers)
    assert said.pop("timestamp") == at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert said == {"type": "release.released", "data": {"number": "2012-0001"}}
    assert headers["webhook-id"] == one().event
    assert headers["content-type"] == "application/json"
    for word in (release.council_name, release.council_code, "reserves", release.sha256, "DCLG"):
        assert word not in body.decode() + str(headers)
    assert "authorization" not in headers
    assert (one().outcome, one().tries, one().status, one().next_at) == ("delivered", 1, 204, None)
    assert Job.objects.get(kind="liaison.webhook").state == "done"
    send_webhooks()
    assert len(receiver.sent) == 1


def test_a_changed_word_or_another_secret_does_not_verify(at, client, receiver):
    _, secret = hook(at, client, receiver)
    other = hook(at, client, receiver, "/2")[1]
    released(at)
    send(at)
    headers, body = receiver.sent[0]
    for key, text in ((secret, body + b" "), (other, body)):
        with pytest.raises(WebhookVerificationError):
            Reference(key).verify(text, headers)


def test_for_a_day_after_a_new_secret_both_verify_and_then_the_new_one_alone(at, client, receiver):
    webhook, old = hook(at, client, receiver)
    new = renew_secret(by=None, at=at, client=client, webhook=webhook)
    try_webhook(by=None, at=at, client=client, webhook=webhook)
    send(at)
    headers, body = receiver.sent[0]
    assert Reference(old).verify(body, headers) == Reference(new).verify(body, headers)
    renewed = webhook.nonces(at), Webhook.objects.get().nonces(at + timedelta(hours=23, minutes=59))
    assert [len(nonces) for nonces in renewed] == [1, 2]
    assert Webhook.objects.get().nonces(at + timedelta(hours=24)) == [Webhook.objects.get().nonce]


def test_it_is_tried_again_under_the_same_id_until_it_is_taken(at, client, receiver):
    _, secret = hook(at, client, receiver)
    released(at)
    receiver.status = 500
    assert send(at) == 1
    assert (one().outcome, one().status) == ("waiting", 500)
    assert one().failure == "The receiver answered 500."
    assert at + timedelta(seconds=5) <= one().next_at <= at + timedelta(seconds=5.5)
    assert send(at + timedelta(seconds=4)) == 0
    receiver.status = 200
    assert send(at + timedelta(seconds=6)) == 1
    assert (one().outcome, one().tries, one().failure) == ("delivered", 2, "")
    first, second = receiver.sent
    assert first[1] == second[1]
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert int(second[0]["webhook-timestamp"]) - int(first[0]["webhook-timestamp"]) == 6
    Reference(secret).verify(second[1], second[0])


def test_after_the_last_try_it_is_stopped_and_who_looks_after_tokens_is_told(at, client, receiver):
    people = [UserFactory(governance_officer=True), UserFactory(administrator=True)]
    UserFactory(principal_adviser=True)
    webhook, _ = hook(at, client, receiver)
    released(at)
    receiver.status = 503
    moment, waits = at, []
    for _ in range(10):
        assert send(moment) == 1
        if one().next_at:
            waits.append(one().next_at - moment)
            moment = one().next_at
    assert len(receiver.sent) == 10
    for wait, advised in zip(waits, WAITS, strict=True):
        assert advised <= wait <= advised * 1.1
    webhook.refresh_from_db()
    assert (one().outcome, webhook.ended_why) == ("failed", "failed")
    assert Event.objects.filter(act="end_webhook", by=None).count() == 1
    told = Notification.objects.filter(about=f"liaison.webhook:{webhook.pk}:stopped")
    assert {notification.user for notification in told} == set(people)
    assert {notification.address for notification in told} == {"/sharing/clients"}
    released(at)
    assert send(moment + timedelta(days=9)) == 0


def test_the_waits_are_those_that_are_advised(at):
    seconds = [int(wait_after(tries, retry_after=None, chance=0).total_seconds()) for tries in range(1, 10)]
    assert seconds == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    assert wait_after(10, retry_after=5, chance=0) is None
    assert wait_after(1, retry_after=120, chance=1) == timedelta(seconds=120)
    assert wait_after(2, retry_after=120, chance=0) == timedelta(minutes=5)
    assert wait_after(1, retry_after=10**9, chance=0) == timedelta(hours=24)


def test_a_receiver_that_asks_us_to_wait_is_given_nothing_until_then(at, client, receiver):
    hook(at, client, receiver)
    released(at)
    receiver.status, receiver.headers = 429, {"Retry-After": "900"}
    send(at)
    assert one().next_at == at + timedelta(seconds=900)
    released(at)
    receiver.status, receiver.headers = 204, {}
    assert send(at + timedelta(seconds=890)) == 0
    assert len(receiver.sent) == 1
    assert send(at + timedelta(seconds=901)) == 2
    assert Webhook.objects.get().held_until_at is None


def test_a_ping_shows_that_a_receiver_is_back_and_what_waited_is_sent_at_once(at, client, receiver):
    webhook, _ = hook(at, client, receiver)
    for _ in range(2):
        released(at)
    receiver.status, receiver.headers = 503, {"Retry-After": "36000"}
    send(at)
    assert len(receiver.sent) == 1
    receiver.status, receiver.headers = 204, {}
    later = at + timedelta(minutes=5)
    try_webhook(by=None, at=later, client=client, webhook=webhook)
    assert send(later) == 3
    assert set(WebhookDelivery.objects.values_list("outcome", flat=True)) == {"delivered"}


def test_a_fault_of_ours_is_tried_later_and_said(at, client, receiver, monkeypatch):
    hook(at, client, receiver)
    released(at)

    def broken(**words):
        raise RuntimeError("ours")

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "body_of", broken)
        assert send(at) == 0
    assert one().next_at == at + delivering.AFTER_A_FAULT
    assert send(at + delivering.AFTER_A_FAULT) == 1
    assert one().outcome == "delivered"


def test_a_receiver_that_is_gone_ends_its_webhook(at, client, receiver):
    hook(at, client, receiver)
    released(at)
    released(at)
    receiver.status = 410
    send(at)
    assert Webhook.objects.get().ended_why == "gone"
    assert list(WebhookDelivery.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "failed",
        "not_sent",
    ]
    assert len(receiver.sent) == 1
    assert not Notification.objects.filter(about__contains="webhook").exists()


def test_a_redirect_is_not_followed(at, client, receiver):
    with receiving() as elsewhere:
        hook(at, client, receiver)
        released(at)
        receiver.status, receiver.headers = 307, {"Location": elsewhere.address}
        send(at)
        assert elsewhere.sent == []
    assert (one().outcome, one().status) == ("waiting", 307)


def test_what_the_receiver_answers_in_words_is_kept_nowhere(at, client, receiver):
    hook(at, client, receiver)
    released(at)
    receiver.status, receiver.body = 500, b"<script>alert(1)</script>" * 100_000
    send(at)
    assert "script" not in str(WebhookDelivery.objects.values().get()) + str(Job.objects.values().get())


@pytest.mark.parametrize("inside", ["10.0.0.7", "169.254.169.254", "127.0.0.1", "::1", "::ffff:10.0.0.1"])
def test_a_name_that_leads_inside_is_not_connected_to(at, client, inside, monkeypatch):
    """TRUST section 3, 18: the name may lead elsewhere at each moment, so it is looked at when it is used."""
    address = "https://hooks.example.gov.uk/"
    assert address_unfit(address) is None
    add_webhook(by=None, at=at, client=client, address=address, events=["release.released"])
    released(at)
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET

    def leads(*asked, **options):
        return [(family, socket.SOCK_STREAM, 6, "", (inside, 443))]

    def connect(*words):
        pytest.fail("It was connected to.")

    monkeypatch.setattr(socket, "getaddrinfo", leads)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with override_settings(FETCH_LOOPBACK=False):
        send(at)
    assert (one().outcome, one().status) == ("waiting", None)
    assert one().failure == "hooks.example.gov.uk could not be reached."


def test_nothing_is_sent_once_the_token_is_revoked_or_expired_or_the_webhook_ended(at, receiver):
    dclg = OrganisationFactory(dclg=True)
    clients = [issued(at, organisation=dclg, expires_at=at + timedelta(days=1))[0] for _ in range(3)]
    hooks = [hook(at, client, receiver)[0] for client in clients]
    released(at)
    revoke_token(by=None, at=at, client=clients[0])
    end_webhook(by=UserFactory(administrator=True), at=at, webhook=hooks[1])
    assert send(at + timedelta(days=1)) == 0
    assert receiver.sent == []
    assert set(WebhookDelivery.objects.values_list("outcome", flat=True)) == {"not_sent"}
    assert not Job.objects.exclude(state="done").exists()


def test_the_demonstrations_token_tells_nobody_outside_it(at, receiver):
    with override_settings(DEMONSTRATION=True):
        client, _ = issued(at, organisation=OrganisationFactory(dclg=True), token="known-to-all")
        hook(at, client, receiver)
        released(at)
    send(at)
    assert receiver.sent == []


def test_a_worker_killed_after_sending_sends_again_under_the_same_id(at, client, receiver, monkeypatch):
    hook(at, client, receiver)
    released(at)

    class Killed(BaseException):
        pass

    def killed(**words):
        raise Killed

    noting = workflow.note_tried
    monkeypatch.setattr(workflow, "note_tried", killed)
    with pytest.raises(Killed):
        send(at)
    monkeypatch.setattr(workflow, "note_tried", noting)
    assert one().tries == 0
    assert send(at + timedelta(seconds=30)) == 0  # its lease
    assert send(at + delivering.LEASE + timedelta(seconds=1)) == 1
    assert [headers["webhook-id"] for headers, _ in receiver.sent] == [one().event] * 2
    assert one().outcome == "delivered"


def test_a_worker_that_lost_its_lease_writes_nothing(at, client, receiver, monkeypatch):
    hook(at, client, receiver)
    released(at)
    posted = delivering.post

    def slowly(*words, **options):
        answer = posted(*words, **options)
        later = at + delivering.LEASE + timedelta(seconds=1)
        assert claim(kinds=["liaison.webhook"], worker="w2", lease=delivering.LEASE, at=later)
        return answer

    monkeypatch.setattr(delivering, "post", slowly)
    assert send(at) == 0
    assert (one().tries, one().outcome) == (0, "waiting")


def test_a_receiver_that_does_not_answer_holds_up_no_other(at, client, receiver, monkeypatch):
    """One try is lost on it, whatever waits for it; the others get theirs."""
    monkeypatch.setattr(delivering, "MOST_SECONDS", 0.5)
    with receiving() as slow:
        slow.after = 2
        hooked, _ = add_webhook(
            by=None, at=at, client=client, address=slow.address, events=["release.released"]
        )
        hook(at, client, receiver)
        for _ in range(4):
            released(at)
        send(at)
        assert len(slow.sent) == 1
    assert len(receiver.sent) == 4
    waiting = WebhookDelivery.objects.filter(webhook=hooked).order_by("pk")
    assert [delivery.tries for delivery in waiting] == [1, 0, 0, 0]
    assert len({delivery.next_at for delivery in waiting}) == 1
    assert waiting[0].failure == "127.0.0.1 did not answer within 0 seconds."


def test_a_run_is_bounded_and_one_worker_at_a_time_sends(at, client, receiver, monkeypatch):
    monkeypatch.setattr(delivering, "MOST_A_RUN", 2)
    hook(at, client, receiver)
    for _ in range(3):
        released(at)
    assert send(at) == 2
    assert send(at) == 1


def test_a_fault_of_ours_in_one_holds_up_no_other(at, client, receiver, monkeypatch):
    hook(at, client, receiver)
    released(at)
    released(at)
    first = WebhookDelivery.objects.order_by("pk").first()
    body_of = delivering.body_of

    def faulty(*, number, **words):
        if number == first.number:
            raise RuntimeError
        return body_of(number=number, **words)

    monkeypatch.setattr(delivering, "body_of", faulty)
    send(at)
    assert len(receiver.sent) == 1
    monkeypatch.undo()
    assert send(at + timedelta(minutes=6)) == 1


def test_where_the_record_cannot_be_written_the_end_is_not_either(at, client, receiver, request):
    hook(at, client, receiver)
    released(at)
    receiver.status = 410
    request.getfixturevalue("broken_audit")
    send(at)
    assert Webhook.objects.get().ended_at is None
    assert (one().tries, one().outcome) == (0, "waiting")
