"""The ledger: one unfinished job a key, a lease, and a token that a late worker lacks."""

from datetime import timedelta

import pytest

from ledger import workflow
from ledger.models import Job

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
