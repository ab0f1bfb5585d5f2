"""A worker's pulse: beside the work, a thread of its own keeps the lease and writes down how far it is.

The work may be one statement that takes minutes. The pulse has a connection of its own, so what it writes is
seen while the worker's transaction is still open. Where another worker has taken the job over it says so, and
the work stops at its next step.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connection

from ledger import workflow
from ledger.models import Job
from ledger.workflow import LeaseLost

log = logging.getLogger(__name__)
BEATS_A_LEASE = 4


class Pulse:
    """Used as a context manager around the work on one claimed job."""

    def __init__(self, job: Job, *, lease: timedelta, clock: Callable[[], datetime]) -> None:
        self._job, self._token = job.pk, job.token
        self._lease, self._clock = lease, clock
        self._steps: list[dict[str, Any]] = []
        self._wake, self._over = threading.Event(), threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name=f"pulse of job {job.pk}", daemon=True)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *how: object) -> None:
        self._over.set()
        self._wake.set()
        self._thread.join()

    def step(self, step: str, so_far: int | None = None) -> None:
        """The work begins a step, or is so far in it. Raises `LeaseLost` where the job is another's."""
        if self._lost:
            raise LeaseLost(f"Job {self._job} is no longer this worker's.")
        steps = noted(self._steps, step, so_far, self._clock())
        changed = len(steps) != len(self._steps)
        self._steps = steps
        if changed:
            self._wake.set()

    def _beat(self) -> None:
        try:
            while not self._over.is_set():
                self._wake.clear()
                self._once()
                self._wake.wait(self._lease.total_seconds() / BEATS_A_LEASE)
        finally:
            connection.close()

    def _once(self) -> None:
        steps = self._steps
        try:
            workflow.heartbeat(
                job_id=self._job,
                token=self._token,
                lease=self._lease,
                progress=steps[-1]["step"] if steps else "",
                steps=steps,
                at=self._clock(),
            )
        except LeaseLost:
            self._lost = True
            self._over.set()
        except Error:
            log.exception("the pulse of job %s could not be written", self._job)
            connection.close()


def noted(steps: list[dict[str, Any]], step: str, so_far: int | None, at: datetime) -> list[dict[str, Any]]:
    """The steps with this one at their end: a new list, as another thread may be reading the old one."""
    same = bool(steps) and steps[-1]["step"] == step
    before = steps[:-1] if same else steps
    since = steps[-1]["at"] if same else at.isoformat()
    return [*before, {"step": step, "at": since, "so_far": so_far}]
