"""Background work of published figures: beat asks what is due, workers do it one source at a time."""

import logging
import os
import socket

from celery import shared_task

from common.clock import now
from indicators.sources import working

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=60, time_limit=90)
def schedule_pulls() -> None:
    """Put what is due into the ledger and wake workers up for it."""
    waiting = working.enqueue_due(now())
    for _ in range(min(waiting, 4)):
        run_pulls.delay()
    if waiting:
        log.info("%s pulls to do", waiting)


@shared_task(soft_time_limit=280, time_limit=290)
def run_pulls() -> None:
    """Do one pull, if there is one, and ask to be woken for the next."""
    if working.do_one(worker=f"{socket.gethostname()}:{os.getpid()}", clock=now):
        run_pulls.delay()
