"""What is done later for this room: people are told of what the API received, and webhooks are sent."""

from __future__ import annotations

import logging
import socket
from datetime import timedelta

from celery import shared_task

from common.clock import now
from ledger.models import Job
from ledger.workflow import claim, finish
from liaison import queries, workflow
from liaison.delivering import send_waiting
from liaison.workflow.liaising import TELLING_OF_RELEASE
from liaison.workflow.receiving import TELLING

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)


@shared_task(soft_time_limit=100, time_limit=110)
def tell_of_received() -> None:
    """Tell whom each thing concerns, change by change; telling twice tells once."""
    told = 0
    while job := claim(
        kinds=[TELLING, TELLING_OF_RELEASE], worker=socket.gethostname(), lease=LEASE, at=now()
    ):
        _tell(job)
        finish(job_id=job.pk, token=job.token, result={}, at=now())
        told += 1
    if told:
        log.info("%s changes of what government brought told", told)


def _tell(job: Job) -> None:
    about = job.arguments
    if job.kind == TELLING_OF_RELEASE:
        release = queries.release_by_id(about["release"])
        workflow.tell_of_release(by=None, at=now(), release=release, what=about["what"], row=about["row"])
        return
    inbound = queries.inbound_by_id(about["inbound"])
    workflow.tell_of_inbound(
        by=None, at=now(), inbound=inbound, sentence=about["sentence"], which=about["which"]
    )


@shared_task(soft_time_limit=100, time_limit=110)
def send_webhooks() -> None:
    """Send what is due for webhooks; a delivery whose worker was killed is sent again, under its own id."""
    if sent := send_waiting(worker=socket.gethostname(), clock=now):
        log.info("%s deliveries tried", sent)
