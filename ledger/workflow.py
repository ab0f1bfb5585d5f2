"""The acts of the ledger. Every change after a claim must bring the token of that claim."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
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
    job.progress = ""
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


@transaction.atomic
def heartbeat(*, job_id: int, token: int, lease: timedelta, progress: str = "", at: datetime) -> None:
    """Still at it: the lease runs on, and the page can say how far. Raises `LeaseLost`."""
    job = _held(job_id, token)
    job.leased_until_at = at + lease
    job.progress = progress[:200] or job.progress
    job.save(update_fields=["leased_until_at", "progress"])


def hold(*, job_id: int, token: int) -> Job:
    """Lock the job in the caller's transaction, so that what is written with it is written once.

    Raises `LeaseLost`, and the caller's transaction with it.
    """
    return _held(job_id, token)


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
