"""Looking through new figures for those to ask about: one job in the ledger for each change."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from indicators import queries, workflow
from ledger import workflow as ledger
from ledger.models import Job
from ledger.workflow import LeaseLost

log = logging.getLogger(__name__)

KIND = "ask"
LEASE = timedelta(minutes=4)
AT_ONCE = 50  # series, between two signs of life
MOST_ATTEMPTS = 3
WAIT_AFTER_FAULT = timedelta(minutes=10)


def enqueue_due(at: datetime) -> int:
    """Put every change that was never looked through into the ledger, each once; how many there were."""
    due = queries.changes_to_look_through(KIND)
    for change in due:
        ledger.enqueue(kind=KIND, key=str(change), arguments={"change": change}, at=at)
    return len(due)


def do_one(worker: str, clock: Callable[[], datetime]) -> bool:
    """Claim one change and look it through; False where there is none. Safe to run twice at once."""
    job = ledger.claim(kinds=[KIND], worker=worker, lease=LEASE, at=clock())
    if job is None:
        return False
    try:
        _do(job, clock)
    except LeaseLost:
        log.warning("looking through change %s was taken over by another worker", job.key)
    return True


def _do(job: Job, clock: Callable[[], datetime]) -> None:
    series = queries.series_changed(job.arguments["change"])
    new = 0
    try:
        for begin in range(0, len(series), AT_ONCE):
            ledger.heartbeat(
                job_id=job.pk,
                token=job.token,
                lease=LEASE,
                progress=f"Looked through {begin} of {len(series)} series",
                at=clock(),
            )
            new += workflow.note_figures_to_ask(by=None, at=clock(), series=series[begin : begin + AT_ONCE])
    except LeaseLost:
        raise
    except Exception as fault:
        log.exception("looking through change %s stopped", job.key)
        ledger.fail(
            job_id=job.pk,
            token=job.token,
            sentence=f"It stopped by a fault of this service ({type(fault).__name__}).",
            at=clock(),
            again_at=clock() + WAIT_AFTER_FAULT if job.attempts < MOST_ATTEMPTS else None,
        )
        return
    ledger.finish(job_id=job.pk, token=job.token, result={"series": len(series), "new": new}, at=clock())
    log.info("change %s: %s series, %s new figures to ask about", job.key, len(series), new)
