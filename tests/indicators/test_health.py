"""What follows from failing, being held and silence: waits that grow, banners, and who is told, once."""

from datetime import date, timedelta
from email.utils import format_datetime

import pytest
from django.core import mail
from django.db import connection

from accounts.mailing import mail_what_was_told
from accounts.models import Notification
from common.clock import now
from common.parsing_child import ParserKilled
from common.turns import NotYourTurn, turn_at
from indicators import health, ingest, queries
from indicators.models import Check, Period, Source
from indicators.sources import pulling, working
from indicators.sources.pulling import pull
from ledger import workflow as ledger
from ledger.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, CLAIMANTS, claimants
from tests.indicators.loopback import loopback
from tests.ledger.test_workflow import beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(figures, parsed_here, settings):
    with loopback() as publisher:
        settings.INDICATOR_PUBLISHER = publisher.address
        publisher.body, publisher.tag = els(claimants()), '"one"'
        yield publisher


@pytest.fixture
def analyst(figures):
    return UserFactory(analyst=True)


def fails(publisher, times, since=AT):
    publisher.status, tag, publisher.tag = 500, publisher.tag, ""
    for n in range(times):
        assert pull(CLAIMANTS, at=since + timedelta(hours=n)).outcome == "failed"
    publisher.status, publisher.tag = 200, tag


def said():
    return list(Notification.objects.order_by("id").values_list("sentence", flat=True))


def test_the_wait_doubles_up_to_a_day_and_differs_from_source_to_source():
    waits = [health.wait_after("a", n).total_seconds() for n in range(1, 60)]
    for n, wait in enumerate(waits):
        least = min(15 * 60 * 2**n, 24 * 3600)
        assert least <= wait <= least * 1.25
    assert health.wait_after("a", 1) != health.wait_after("b", 1)
    assert health.wait_after("a", 1) == health.wait_after("a", 1)


def test_the_wait_stands_on_the_row_and_a_good_answer_ends_it(publisher):
    fails(publisher, 3)
    source = Source.objects.get(slug=CLAIMANTS)
    last = AT + timedelta(hours=2)
    assert (source.failures, source.retry_at) == (3, last + health.wait_after(CLAIMANTS, 3))
    assert CLAIMANTS not in queries.due_sources(source.retry_at - timedelta(seconds=1))
    assert CLAIMANTS in queries.due_sources(source.retry_at)
    pull(CLAIMANTS, at=source.retry_at)
    source.refresh_from_db()
    assert (source.failures, source.retry_at, source.failure) == (0, None, "")


def test_a_publisher_that_names_a_later_time_is_asked_then(publisher):
    publisher.headers = {"Retry-After": format_datetime(now() + timedelta(hours=6), usegmt=True)}
    fails(publisher, 1)
    asked_to_wait = Source.objects.get(slug=CLAIMANTS).not_before_at - AT
    assert timedelta(hours=5, minutes=59) < asked_to_wait <= timedelta(hours=6)
    assert CLAIMANTS not in queries.due_sources(AT + timedelta(hours=5, minutes=58))
    assert CLAIMANTS in queries.due_sources(AT + timedelta(hours=6))


def test_analysts_are_told_at_the_third_failure_and_when_it_is_well_again_once(publisher, analyst):
    UserFactory()  # an adviser is not told
    fails(publisher, 2)
    assert said() == []
    fails(publisher, 3, since=AT + timedelta(hours=2))
    assert said() == ["Claimant count has failed 3 times in a row. The last good figures stand."]
    pull(CLAIMANTS, at=AT + timedelta(days=1))
    pull(CLAIMANTS, at=AT + timedelta(days=2))
    assert said()[1:] == ["Claimant count can be read again. It had failed since 21 November 2026, 09:00."]
    assert {one.user for one in Notification.objects.all()} == {analyst}
    fails(publisher, 3, since=AT + timedelta(days=3))  # another episode
    assert len(said()) == 3


def test_a_failure_that_passes_by_itself_is_told_to_nobody(publisher, analyst):
    fails(publisher, 2)
    pull(CLAIMANTS, at=AT + timedelta(days=1))
    assert said() == []


def test_a_replay_of_what_was_told_tells_nobody_again(publisher, analyst):
    fails(publisher, 3)
    source = Source.objects.get(slug=CLAIMANTS)
    Source.objects.filter(pk=source.pk).update(failures=2)
    fails(publisher, 1, since=AT + timedelta(hours=3))
    assert len(said()) == 1


def test_what_was_told_stands_on_today_until_it_is_read_and_on_the_sources_page(publisher, analyst, client):
    fails(publisher, 3)
    client.force_login(analyst)
    assert "has failed 3 times in a row" in client.get("/").content.decode()
    page = client.get(f"/data/{CLAIMANTS}").content.decode()
    assert "Who was told" in page
    assert analyst.name in page
    assert client.post("/me/told").status_code == 302
    assert "For you to know" not in client.get("/").content.decode()


def test_mail_says_that_there_is_something_and_nothing_of_it_and_goes_once(publisher, analyst):
    fails(publisher, 3)
    assert mail_what_was_told(AT) == 1
    assert mail_what_was_told(AT) == 0
    (message,) = mail.outbox
    assert message.to == [analyst.email]
    assert "Claimant" not in message.subject + message.body
    assert "data" not in message.subject + message.body


def test_mail_that_could_not_go_goes_at_the_next_tick(publisher, analyst, monkeypatch):
    fails(publisher, 3)

    def away(*words):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr("accounts.mailing.send_mail", away)
        assert mail_what_was_told(AT) == 0
    assert mail_what_was_told(AT) == 1


# Silence.


SHOWN = (
    "/councils/E06000001/headline",
    "/councils/E06000001",
    "/indicators/claimant-count",
    "/compare?council=E06000002&council=E06000001&indicator=claimant-count",
    "/",
    "/data",
)


def pages(client, words):
    """Those that do not say it."""
    client.force_login(UserFactory())
    return [page for page in SHOWN if words not in client.get(page).content.decode()]


def test_a_source_not_asked_in_three_times_its_time_says_so_wherever_it_is_used(
    publisher, client, hartlepool, time_machine
):
    time_machine.move_to(AT)
    pull(CLAIMANTS, at=AT)
    source = Source.objects.get(slug=CLAIMANTS)
    assert source.late_on == date(2026, 11, 25)
    assert pages(client, "has not been asked since") == list(SHOWN)
    Source.objects.filter(pk=source.pk).update(late_on=date(2020, 1, 1))
    assert pages(client, "has not been asked since") == []
    assert "has not been asked" not in client.get("/indicators/employment-rate").content.decode()


def test_figures_older_than_the_publishers_rhythm_and_grace_say_so(
    publisher, client, hartlepool, time_machine
):
    time_machine.move_to(AT)
    Source.objects.filter(slug=CLAIMANTS).update(published_every_days=365, grace_days=30)
    pull(CLAIMANTS, at=AT)
    source = Source.objects.get(slug=CLAIMANTS)
    newest = Period.objects.get(label="2024")
    assert source.stale_on == newest.end_on + timedelta(days=395)
    assert pages(client, "has given nothing newer for longer than usual") == []
    Source.objects.filter(slug=CLAIMANTS).update(published_every_days=0)
    pull(CLAIMANTS, at=AT + timedelta(days=1))
    assert Source.objects.get(slug=CLAIMANTS).stale_on is None


# Workers.


def test_one_request_at_a_time_for_a_host_whoever_asks():
    with turn_at("https://example.org/a.csv"):
        with pytest.raises(NotYourTurn):
            beside(lambda: turn_at("https://example.org/b.csv", patience=0).__enter__())
        beside(lambda: turn_at("https://example.net/a.csv", patience=0).__enter__())
    beside(lambda: turn_at("https://example.org/b.csv", patience=0).__enter__())


def test_a_worker_whose_turn_does_not_come_puts_the_job_back_and_says_nothing_of_the_source(
    publisher, monkeypatch
):
    ledger.enqueue(kind="pull", key=CLAIMANTS, arguments={"source": CLAIMANTS}, at=AT)

    def taken(address):
        raise NotYourTurn

    monkeypatch.setattr(pulling, "turn_at", taken)
    assert working.do_one("worker", lambda: AT)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.due_at) == ("waiting", 0, AT + working.WAIT_FOR_TURN)
    assert not Check.objects.exists()


def test_a_reader_killed_from_outside_is_a_fault_of_ours_and_tried_again(publisher, monkeypatch):
    ledger.enqueue(kind="pull", key=CLAIMANTS, arguments={"source": CLAIMANTS}, at=AT)

    def killed(*words, **more):
        raise ParserKilled

    with monkeypatch.context() as broken:
        broken.setattr(pulling, "run_parser", killed)
        working.do_one("worker", lambda: AT)
    assert Job.objects.get().state == "waiting"
    assert not Source.objects.get(slug=CLAIMANTS).releases.exists()
    later = AT + working.WAITS_AFTER_FAULT[0]
    working.do_one("worker", lambda: later)
    assert Job.objects.get().result["new"] == 14


def test_a_pull_that_stops_every_worker_is_given_up(publisher, monkeypatch):
    ledger.enqueue(kind="pull", key=CLAIMANTS, arguments={"source": CLAIMANTS}, at=AT)
    Job.objects.update(attempts=working.MOST_CLAIMS, token=working.MOST_CLAIMS)
    monkeypatch.setattr(working, "pull", pytest.fail)
    working.do_one("worker", lambda: AT)
    job = Job.objects.get()
    assert job.state == "failed"
    assert "stopped its worker 12 times" in job.failure
    assert "stopped its worker" in Source.objects.get(slug=CLAIMANTS).failure


def test_a_late_worker_writes_no_failure_and_no_refusal_either(publisher, monkeypatch):
    ledger.enqueue(kind="pull", key=CLAIMANTS, arguments={"source": CLAIMANTS}, at=AT)
    really = pulling.run_parser

    def overtaken(*words, **more):
        job = Job.objects.get()
        Job.objects.filter(pk=job.pk).update(token=job.token + 1)
        return really(*words, **more)

    publisher.body = b"<html>"
    monkeypatch.setattr(pulling, "run_parser", overtaken)
    working.do_one("a late worker", lambda: AT)
    assert not Check.objects.exists()
    assert Source.objects.get(slug=CLAIMANTS).failure == ""


def test_the_job_is_done_with_the_transaction_that_loads(publisher, monkeypatch):
    ledger.enqueue(kind="pull", key=CLAIMANTS, arguments={"source": CLAIMANTS}, at=AT)
    kept = []
    really = ingest.note_check

    def looked_at(**told):
        check = really(**told)
        kept.append(Job.objects.get().state)
        return check

    monkeypatch.setattr(pulling.ingest, "note_check", looked_at)
    working.do_one("worker", lambda: AT)
    assert kept == ["done"]
    job = Job.objects.get()
    assert [one["step"] for one in job.steps] == ["asking", "reading", "checking", "loading", "comparing"]
    assert job.result["outcome"] == "loaded"
    assert connection.in_atomic_block
