"""Pulls as work in the ledger: which are due, and one at a time done under a lease."""

from __future__ import annotations

import contextlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from common import scratch
from common.turns import NotYourTurn
from indicators import inhand, queries
from indicators.ingest import note_check, sync_catalogue
from indicators.models import Check, Source
from indicators.sources.pulling import pull
from ledger import workflow as ledger
from ledger.models import Job
from ledger.pulse import Pulse, noted
from ledger.workflow import LeaseLost

log = logging.getLogger(__name__)

KIND = "pull"
MOST_ATTEMPTS = 4
MOST_CLAIMS = 12  # a pull that stopped its worker so often would stop every worker
WAITS_AFTER_FAULT = (timedelta(seconds=10), timedelta(minutes=2), timedelta(minutes=10))
WAIT_FOR_TURN = timedelta(seconds=5)


def enqueue_due(at: datetime) -> int:
    """Put a pull of every source that is due into the ledger, each once; how many wait to be done."""
    sync_catalogue()
    for slug in queries.due_sources(at):
        ledger.enqueue(kind=KIND, key=slug, arguments={"source": slug}, at=at)
    return queries.pulls_to_do(at)


def sweep() -> int:
    """Take away what killed workers left of files they were fetching or reading; how many."""
    folders = (Path(settings.RAW_FILES_DIR), Path(tempfile.gettempdir()))
    return sum(scratch.sweep(folder) for folder in folders)


def lease() -> timedelta:
    """How long a worker that says nothing keeps its job; its pulse says something much more often."""
    return timedelta(seconds=settings.PULLS_LEASE_SECONDS)


def do_one(worker: str, clock: Callable[[], datetime], *, pulse: bool = False) -> bool:
    """Claim one pull that is due and do it; False where there is none. Safe to run twice at once.

    With `pulse` a thread beside it keeps the lease and writes the progress down.
    """
    job = ledger.claim(kinds=[KIND], worker=worker, lease=lease(), at=clock())
    if job is None:
        return False
    try:
        if job.attempts > MOST_CLAIMS:
            _note_fault(
                job, f"The pull stopped its worker {job.attempts - 1} times and is given up.", clock()
            )
            return True
        with _in_hand(job, clock, pulse=pulse):
            _do(job, clock)
    except LeaseLost:
        log.warning("pull of %s was taken over by another worker", job.key)
    return True


@dataclass
class _InHand:
    """The worker's job as `inhand.Work`: written down here and now, or by the pulse beside it."""

    job: Job
    clock: Callable[[], datetime]
    pulse: Pulse | None = None
    settled: bool = False

    def step(self, step: str, so_far: int | None = None) -> None:
        """Told to the pulse, or written at once."""
        if self.pulse:
            self.pulse.step(step, so_far)
            return
        self.job.steps = noted(self.job.steps, step, so_far, self.clock())
        ledger.heartbeat(
            job_id=self.job.pk,
            token=self.job.token,
            lease=lease(),
            progress=step,
            steps=self.job.steps,
            at=self.clock(),
        )

    def hold(self) -> None:
        """In the pull's own transaction."""
        if not self.settled:
            ledger.hold(job_id=self.job.pk, token=self.job.token)

    def settle(self, result: dict[str, Any]) -> None:
        """Finished with the transaction that wrote what came of it."""
        if not self.settled:
            ledger.finish(job_id=self.job.pk, token=self.job.token, result=result, at=self.clock())
            transaction.on_commit(self._done)

    def _done(self) -> None:
        self.settled = True


@contextlib.contextmanager
def _in_hand(job: Job, clock: Callable[[], datetime], *, pulse: bool) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        beating = stack.enter_context(Pulse(job, lease=lease(), clock=clock)) if pulse else None
        stack.enter_context(inhand.doing(_InHand(job, clock, beating)))
        yield


def _do(job: Job, clock: Callable[[], datetime]) -> None:
    try:
        done = pull(job.arguments["source"], at=clock())
    except LeaseLost:
        raise
    except NotYourTurn:
        ledger.postpone(job_id=job.pk, token=job.token, until=clock() + WAIT_FOR_TURN)
        return
    except Exception as fault:
        log.exception("pull of %s stopped", job.key)
        with inhand.nothing():
            _note_fault(
                job, f"The pull stopped by a fault of this service ({type(fault).__name__}).", clock()
            )
        return
    if not Job.objects.filter(pk=job.pk, state=Job.State.DONE, token=job.token).exists():
        ledger.finish(job_id=job.pk, token=job.token, result=done.as_dict(), at=clock())
    log.info("pull of %s: %s", job.key, done.outcome)


@transaction.atomic
def _note_fault(job: Job, sentence: str, at: datetime) -> None:
    """A fault of ours is said on the data page like one of the publisher's, and tried again a few times."""
    said = f"{sentence} The last good figures stand."
    wait = WAITS_AFTER_FAULT[min(job.attempts, len(WAITS_AFTER_FAULT)) - 1]
    again_at = at + wait if job.attempts < MOST_ATTEMPTS else None
    ledger.fail(job_id=job.pk, token=job.token, sentence=said, at=at, again_at=again_at)
    source = Source.objects.select_for_update(of=("self",)).get(slug=job.key)
    note_check(source=source, outcome=Check.Outcome.FAILED, at=at, sentence=said)
