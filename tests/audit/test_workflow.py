"""The record: written with the act, never changed, sealed into a chain."""

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from audit import queries
from audit.models import Event, Seal
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
