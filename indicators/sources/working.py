"""Pulls as work in the ledger: which are due, and one at a time done under a lease."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from indicators import queries
from indicators.ingest import note_check, sync_catalogue
from indicators.models import Check, Source
from indicators.sources.pulling import pull
from ledger import workflow as ledger
from ledger.models import Job
from ledger.workflow import LeaseLost

log = logging.getLogger(__name__)

KIND = "pull"
LEASE = timedelta(minutes=5)  # longer than fetching, reading or loading may take by itself
MOST_ATTEMPTS = 3
WAIT_AFTER_FAULT = timedelta(minutes=10)


def enqueue_due(at: datetime) -> int:
    """Put a pull of every source that is due into the ledger, each once; how many wait to be done."""
    sync_catalogue()
    for slug in queries.due_sources(at):
        ledger.enqueue(kind=KIND, key=slug, arguments={"source": slug}, at=at)
    return queries.pulls_to_do(at)


def do_one(worker: str, clock: Callable[[], datetime]) -> bool:
    """Claim one pull that is due and do it; False where there is none. Safe to run twice at once."""
    job = ledger.claim(kinds=[KIND], worker=worker, lease=LEASE, at=clock())
    if job is None:
        return False
    try:
        _do(job, clock)
    except LeaseLost:
        log.warning("pull of %s was taken over by another worker", job.key)
    return True


def _do(job: Job, clock: Callable[[], datetime]) -> None:
    token = job.token

    def progress(step: str) -> None:
        ledger.heartbeat(job_id=job.pk, token=token, lease=LEASE, progress=step, at=clock())

    try:
        done = pull(
            job.arguments["source"],
            at=clock(),
            progress=progress,
            hold=lambda: ledger.hold(job_id=job.pk, token=token),
        )
    except LeaseLost:
        raise
    except Exception as fault:
        log.exception("pull of %s stopped", job.key)
        _note_fault(job, token, fault, clock())
        return
    ledger.finish(job_id=job.pk, token=token, result=done.as_dict(), at=clock())
    log.info("pull of %s: %s", job.key, done.outcome)


@transaction.atomic
def _note_fault(job: Job, token: int, fault: Exception, at: datetime) -> None:
    """A fault of ours is said on the data page like one of the publisher's, and tried again a few times."""
    sentence = (
        f"The pull stopped by a fault of this service ({type(fault).__name__}). The last good figures stand."
    )
    again_at = at + WAIT_AFTER_FAULT if job.attempts < MOST_ATTEMPTS else None
    ledger.fail(job_id=job.pk, token=token, sentence=sentence, at=at, again_at=again_at)
    source = Source.objects.select_for_update(of=("self",)).get(slug=job.key)
    note_check(source=source, outcome=Check.Outcome.FAILED, at=at, sentence=sentence)
