"""What a receiving system hears of by its time of change comes to light in the order of its times."""

import psycopg2
import pytest
from django.db import OperationalError, connection, transaction

from liaison.workflow import (
    answer_consent,
    answer_inbound,
    approve_batch,
    approve_release,
    approve_support,
    ask_consent,
    correct_inbound,
    receive,
    withdraw_inbound,
    withdraw_release,
    withdraw_support,
)
from liaison.workflow.order import TURN
from tests.factories.accounts import UserFactory
from tests.factories.councils import adviser_for
from tests.factories.liaison import handed_in, originator, proposed, received, released, support_shared
from tests.factories.panel import MeetingFactory

# What stands ready is committed, as another connection has to see.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acts(at):
    """Each act by its name, ready to be done."""
    adviser = UserFactory(principal_adviser=True)
    given, proposal = released(at), proposed(at)
    support, waiting = support_shared(at, given), support_shared(at, released(at), approved=False)
    meeting, speaker = MeetingFactory(), originator()
    inbound, reader = received(at, by=speaker), UserFactory(principal_adviser=True)
    asked = ask_consent(
        by=adviser_for(inbound.council), at=at, inbound=inbound, text="May it?", recipient=None
    )
    theirs = {"by": speaker.officer.user, "at": at, "originator": speaker}
    words = handed_in(inbound.council)
    return {
        "receive": lambda: receive(**theirs, given=words),
        "correct_inbound": lambda: correct_inbound(**theirs, inbound=inbound, version=1, given=words),
        "withdraw_inbound": lambda: withdraw_inbound(**theirs, inbound=inbound, reason="Mended."),
        "answer_consent": lambda: answer_consent(**theirs, asked=asked, given=True),
        "answer_inbound": lambda: answer_inbound(
            by=reader, at=at, inbound=inbound, version=1, kind="nothing", text=""
        ),
        "ask_consent": lambda: ask_consent(by=reader, at=at, inbound=inbound, text="May it?", recipient=None),
        "approve_release": lambda: approve_release(by=adviser, at=at, release=proposal),
        "approve_batch": lambda: approve_batch(by=adviser, at=at, meeting=meeting, numbers=[]),
        "withdraw_release": lambda: withdraw_release(by=adviser, at=at, release=given, reason="Wrong."),
        "approve_support": lambda: approve_support(by=adviser, at=at, shared=waiting),
        "withdraw_support": lambda: withdraw_support(by=adviser, at=at, shared=support, reason="Wrong."),
    }


@pytest.fixture
def somebody_else_acts(acts):
    """Another connection is in the middle of such an act."""
    other = psycopg2.connect(**connection.get_connection_params())
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
    yield other
    other.close()


@transaction.atomic
def impatiently(act):
    """Waits a moment for its turn and no longer."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
    act()


def test_while_one_is_being_done_no_other_begins_and_then_the_next_goes_on(somebody_else_acts, acts):
    """R200: a change with an earlier stamp cannot come to light after one with a later."""
    for act in acts.values():
        with pytest.raises(OperationalError, match="lock timeout"):
            impatiently(act)
    somebody_else_acts.commit()
    assert acts["approve_release"]().approved_at is not None
