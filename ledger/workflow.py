"""The acts of the ledger. Every change after a claim must bring the token of that claim."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from ledger.models import Job

State = Job.State


class LeaseLost(Exception):
    """Another worker has taken the job over; this one must stop and write nothing."""


@transaction.atomic
def enqueue(*, kind: str, key: str, arguments: dict[str, Any], at: datetime) -> tuple[Job, bool]:
    """The unfinished job of this kind and key, made if there is none; with whether it was made."""
    job = Job.objects.filter(kind=kind, key=key, state__in=[State.WAITING, State.RUNNING]).first()
    if job:
        return job, False
    rows = Job.objects.bulk_create(
        [Job(kind=kind, key=key, arguments=arguments, due_at=at)], ignore_conflicts=True
    )
    job = Job.objects.filter(kind=kind, key=key, state__in=[State.WAITING, State.RUNNING]).first()
    return (job, True) if job else (rows[0], False)


def leave(*, kind: str, key: str, arguments: dict[str, Any], at: datetime) -> None:
    """As `enqueue`, for who may add to the ledger and not read it: nothing is said of what was there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_job (kind, key, arguments, state, due_at, token, attempts, worker, progress, "
            "steps, failure) VALUES (%s, %s, %s, %s, %s, 0, 0, '', '', '[]', '') ON CONFLICT DO NOTHING",
            [kind, key, json.dumps(arguments), State.WAITING.value, at],
        )


def bring_forward(*, job_id: int, at: datetime) -> None:
    """Due now, where it waits for a later time."""
    Job.objects.filter(pk=job_id, state=State.WAITING, due_at__gt=at).update(due_at=at)


def bring_all_forward(*, kind: str, keys: Sequence[str], at: datetime) -> None:
    """Those of these keys due now, where they wait for a later time."""
    waiting = Job.objects.filter(kind=kind, key__in=list(keys), state=State.WAITING, due_at__gt=at)
    waiting.update(due_at=at)


@transaction.atomic
def claim(*, kinds: Sequence[str], worker: str, lease: timedelta, at: datetime) -> Job | None:
    """The oldest job that is due, or whose worker let its lease run out; None where there is none."""
    job = (
        Job.objects.select_for_update(skip_locked=True)
        .filter(Q(state=State.WAITING, due_at__lte=at) | Q(state=State.RUNNING, leased_until_at__lt=at))
        .filter(kind__in=kinds)
        .order_by("due_at", "id")
        .first()
    )
    if job is None:
        return None
    job.state = State.RUNNING
    job.worker = worker
    job.token += 1
    job.attempts += 1
    job.leased_until_at = at + lease
    job.claimed_at, job.progress, job.steps = at, "", []
    job.save()
    return job


def _held(job_id: int, token: int) -> Job:
    job = (
        Job.objects.select_for_update(of=("self",))
        .filter(pk=job_id, token=token, state=State.RUNNING)
        .first()
    )
    if job is None:
        raise LeaseLost(f"Job {job_id} is no longer this worker's.")
    return job


def heartbeat(
    *,
    job_id: int,
    token: int,
    lease: timedelta,
    progress: str = "",
    steps: list[dict[str, Any]] | None = None,
    at: datetime,
) -> None:
    """Still at it: the lease runs on, and the page can say how far. Raises `LeaseLost`.

    One plain update: it goes through while the worker's own transaction holds the job (`hold`).
    """
    changes: dict[str, Any] = {"leased_until_at": at + lease}
    if progress:
        changes["progress"] = progress[:200]
    if steps is not None:
        changes["steps"] = steps
    if not Job.objects.filter(pk=job_id, token=token, state=State.RUNNING).update(**changes):
        raise LeaseLost(f"Job {job_id} is no longer this worker's.")


def hold(*, job_id: int, token: int) -> None:
    """Keep the job in the caller's transaction, so that what is written with it is written once.

    Until that transaction ends nobody can claim the job, even where its lease has run out: a claim takes the
    whole row and passes by one that is held. A heartbeat from beside still goes through. Raises `LeaseLost`,
    and the caller's transaction with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM ledger_job WHERE id = %s AND token = %s AND state = %s FOR KEY SHARE",
            [job_id, token, State.RUNNING.value],
        )
        if cursor.fetchone() is None:
            raise LeaseLost(f"Job {job_id} is no longer this worker's.")


@transaction.atomic
def postpone(*, job_id: int, token: int, until: datetime) -> Job:
    """Put the job back to wait: its turn has not come. It counts as no attempt. Raises `LeaseLost`."""
    job = _held(job_id, token)
    job.state, job.due_at, job.leased_until_at = State.WAITING, until, None
    job.attempts = max(0, job.attempts - 1)
    job.save()
    return job


@transaction.atomic
def finish(*, job_id: int, token: int, result: dict[str, Any], at: datetime) -> Job:
    """Done. Raises `LeaseLost` where another worker has it."""
    job = _held(job_id, token)
    job.state, job.result, job.finished_at, job.leased_until_at = State.DONE, result, at, None
    job.save()
    return job


@transaction.atomic
def fail(*, job_id: int, token: int, sentence: str, at: datetime, again_at: datetime | None = None) -> Job:
    """It did not work: try again at `again_at`, or leave it failed with its sentence."""
    job = _held(job_id, token)
    job.failure, job.leased_until_at = sentence, None
    if again_at:
        job.state, job.due_at = State.WAITING, again_at
    else:
        job.state, job.finished_at = State.FAILED, at
    job.save()
    return job
