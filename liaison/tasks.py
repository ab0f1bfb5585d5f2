"""What is done later for this room: whoever triages is told of what the API received."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta

from celery import shared_task

from common.clock import now
from ledger.workflow import claim, finish
from liaison import queries, workflow
from liaison.workflow.receiving import TELLING

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)


@shared_task(soft_time_limit=100, time_limit=110)
def tell_of_received() -> None:
    """Tell those in whose inbox it stands, change by change; telling twice tells once."""
    told = 0
    while job := claim(kinds=[TELLING], worker=socket.gethostname(), lease=LEASE, at=now()):
        inbound = queries.inbound_by_id(job.arguments["inbound"])
        workflow.tell_of_inbound(
            by=None,
            at=now(),
            inbound=inbound,
            sentence=job.arguments["sentence"],
            which=job.arguments["which"],
        )
        finish(job_id=job.pk, token=job.token, result={}, at=now())
        told += 1
    if told:
        log.info("%s changes of what government brought told", told)
