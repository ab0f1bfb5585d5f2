"""The record: written with the act, never changed, sealed into a chain."""

from contextlib import suppress
from threading import Event as ThreadEvent
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from audit import queries
from audit.models import Event, Seal, Unsealed
from audit.workflow import record, seal_events
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def recorded(n=1):
    user = UserFactory()
    with transaction.atomic():
        return [record(by=user, act="look", subject=user, scope="council:1") for _ in range(n)]


@pytest.mark.django_db(transaction=True)
def test_an_event_is_refused_outside_a_transaction():
    user = UserFactory()
    with pytest.raises(RuntimeError, match="in the transaction of the act"):
        record(by=user, act="look", subject=user)


def test_an_event_can_be_neither_changed_nor_deleted():
    (event,) = recorded()
    for change in (lambda: Event.objects.filter(pk=event.pk).update(act="other"), event.delete):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            change()


def test_raw_sql_is_refused_as_well():
    (event,) = recorded()
    with (
        pytest.raises(InternalError, match="append_only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_event SET act = 'other' WHERE id = %s", [event.pk])


def test_sealing_chains_each_event_once():
    recorded(3)
    assert seal_events() == 3
    assert seal_events() == 0
    recorded(2)
    assert seal_events() == 2
    report = queries.verify_chain()
    assert (report.links, report.broken_at) == (5, None)
    assert queries.chain_head() == (5, report.head)


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_after_younger_ones_were_sealed_is_sealed_too():
    user, written, go_on = UserFactory(), ThreadEvent(), ThreadEvent()

    def takes_long() -> None:
        try:
            with transaction.atomic():
                record(by=user, act="take_long", subject=user)
                written.set()
                go_on.wait(30)
        finally:
            connection.close()

    slow = Thread(target=takes_long)
    slow.start()
    assert written.wait(30)
    recorded(3)
    assert seal_events() == 3
    assert seal_events() == 0
    go_on.set()
    slow.join()
    late = Event.objects.get(act="take_long")
    assert late.pk < Event.objects.exclude(pk=late.pk).earliest("id").pk
    assert seal_events() == 1
    assert Seal.objects.get(event=late).position == 4
    assert_all_are_sealed()


@pytest.mark.django_db(transaction=True)
def test_whatever_was_written_at_once_or_taken_back_every_event_has_one_seal():
    user = UserFactory()

    def write(number: int) -> None:
        try:
            for turn in range(10):
                with suppress(ZeroDivisionError), transaction.atomic():
                    record(by=user, act="look", subject=user)
                    seal_events(limit=3)
                    1 / ((number + turn) % 4)
        finally:
            connection.close()

    writers = [Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    while seal_events(limit=7):
        pass
    assert Event.objects.count() == 30
    assert_all_are_sealed()


def assert_all_are_sealed() -> None:
    """Every event has its link, in a whole chain, and none waits."""
    report = queries.verify_chain()
    assert (report.links, report.broken_at, report.left_out) == (Event.objects.count(), None, 0)
    assert not Unsealed.objects.exists()


def test_what_raw_sql_records_waits_for_its_seal_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (act, subject_kind, subject_id, scope, details, salt)"
            " VALUES ('look', 'a.b', '1', '', '{}', '0')"
        )
    assert seal_events() == 1
    assert_all_are_sealed()


def test_an_event_that_was_taken_out_of_those_that_wait_is_found_by_the_walk():
    recorded(2)
    Unsealed.objects.first().delete()
    assert seal_events() == 1
    assert queries.verify_chain().left_out == 1
    with pytest.raises(CommandError, match="1 of what was recorded is outside the chain"):
        call_command("verify_audit")


def test_a_changed_event_breaks_the_chain_at_its_link(capsys):
    events = recorded(3)
    seal_events()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET act = 'never' WHERE id = %s", [events[1].pk])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
    assert queries.verify_chain().broken_at == 2
    with pytest.raises(CommandError, match="broken at link 2"):
        call_command("verify_audit")


def test_two_seals_never_take_one_place():
    recorded()
    seal_events()
    seal = Seal.objects.get()
    with pytest.raises(Exception, match="position"), transaction.atomic():
        Seal.objects.create(position=1, event=recorded()[0], event_hash=seal.event_hash, digest=seal.digest)
