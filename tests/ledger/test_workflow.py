"""The ledger: one unfinished job a key, a lease, and a token that a late worker lacks."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from ledger import workflow
from ledger.models import Job
from ledger.pulse import Pulse, noted

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=5)


def enqueued(at, key="employment"):
    job, _ = workflow.enqueue(kind="pull", key=key, arguments={"source": key}, at=at)
    return job


def claimed(at):
    return workflow.claim(kinds=["pull"], worker="worker", lease=LEASE, at=at)


def test_a_job_is_made_once_while_it_is_unfinished(at):
    first = enqueued(at)
    again, made = workflow.enqueue(kind="pull", key="employment", arguments={}, at=at)
    assert (again.pk, made) == (first.pk, False)


def test_a_finished_job_makes_room_for_the_next(at):
    enqueued(at)
    job = claimed(at)
    workflow.finish(job_id=job.pk, token=job.token, result={"new": 1}, at=at)
    assert enqueued(at).pk != job.pk


def test_a_claimed_job_is_not_claimed_again_while_its_lease_runs(at):
    enqueued(at)
    assert claimed(at)
    assert claimed(at + timedelta(minutes=1)) is None


def test_a_job_whose_worker_died_is_taken_over_and_the_late_worker_may_not_finish_it(at):
    enqueued(at)
    late = claimed(at)
    taken = claimed(at + LEASE + timedelta(seconds=1))
    assert taken.pk == late.pk
    for act in (
        lambda: workflow.finish(job_id=late.pk, token=late.token, result={}, at=at),
        lambda: workflow.heartbeat(job_id=late.pk, token=late.token, lease=LEASE, at=at),
        lambda: workflow.fail(job_id=late.pk, token=late.token, sentence="No.", at=at),
        lambda: workflow.hold(job_id=late.pk, token=late.token),
    ):
        with pytest.raises(workflow.LeaseLost):
            act()
    workflow.finish(job_id=taken.pk, token=taken.token, result={}, at=at)
    assert Job.objects.get(pk=taken.pk).state == Job.State.DONE


def test_a_failed_job_waits_for_its_next_try(at):
    enqueued(at)
    job = claimed(at)
    later = at + timedelta(minutes=10)
    workflow.fail(
        job_id=job.pk, token=job.token, sentence="The publisher answered 503.", at=at, again_at=later
    )
    assert claimed(at) is None
    assert claimed(later).attempts == 2


def test_a_job_put_back_to_wait_counts_as_no_attempt(at):
    enqueued(at)
    job = claimed(at)
    workflow.postpone(job_id=job.pk, token=job.token, until=at + LEASE)
    assert claimed(at) is None
    again = claimed(at + LEASE)
    assert (again.attempts, again.token) == (1, 2)


def test_steps_say_since_when_and_how_far(at):
    first = noted([], "asking", None, at)
    second = noted(first, "loading", 10, at + LEASE)
    third = noted(second, "loading", 20, at + 2 * LEASE)
    assert [(one["step"], one["so_far"]) for one in third] == [("asking", None), ("loading", 20)]
    assert third[1]["at"] == (at + LEASE).isoformat()
    assert len(second) == 2
    assert first == [{"step": "asking", "at": at.isoformat(), "so_far": None}]


@pytest.mark.django_db(transaction=True)
def test_a_pulse_keeps_the_lease_while_the_workers_transaction_is_open_and_nobody_claims_it(at):
    enqueued(at)
    job = claimed(at)
    later = at + LEASE * 3
    with transaction.atomic():
        workflow.hold(job_id=job.pk, token=job.token)
        assert beside(lambda: claimed(later)) is None  # its lease has run out, and it is held
        with Pulse(job, lease=LEASE, clock=lambda: later) as pulse:
            pulse.step("loading", 1_000)
            until(lambda: beside(lambda: Job.objects.get().progress) == "loading")
        assert beside(lambda: Job.objects.get().leased_until_at) == later + LEASE
    assert claimed(later) is None


@pytest.mark.django_db(transaction=True)
def test_a_pulse_tells_a_worker_that_the_job_is_anothers(at):
    enqueued(at)
    job = claimed(at)
    claimed(at + LEASE * 2)
    with Pulse(job, lease=LEASE, clock=lambda: at) as pulse, pytest.raises(workflow.LeaseLost):
        until(lambda: pulse.step("reading"))


def beside(asked):
    """What another connection sees."""
    with ThreadPoolExecutor(1) as pool:

        def seen():
            try:
                return asked()
            finally:
                connection.close()

        return pool.submit(seen).result()


def until(holds, seconds=10):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
