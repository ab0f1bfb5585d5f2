"""Background work of published figures: beat asks what is due, workers do it one source at a time."""

import logging
import os
import socket

from celery import shared_task

from common.clock import now
from indicators import looking
from indicators.sources import working

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=60, time_limit=90)
def schedule_pulls() -> None:
    """Put what is due into the ledger, wake workers up for it, and tidy up after those that were killed."""
    working.sweep()
    waiting = working.enqueue_due(now())
    for _ in range(min(waiting, 4)):
        run_pulls.delay()
    if waiting:
        log.info("%s pulls to do", waiting)


@shared_task(soft_time_limit=25 * 60, time_limit=26 * 60)  # less than the broker's visibility_timeout
def run_pulls() -> None:
    """Do one pull, if there is one, and ask to be woken for the next."""
    if working.do_one(worker=f"{socket.gethostname()}:{os.getpid()}", clock=now, pulse=True):
        run_pulls.delay()


@shared_task(soft_time_limit=60, time_limit=90)
def schedule_looking() -> None:
    """Put what was taken in or rolled back since into the ledger, to be looked through."""
    if looking.enqueue_due(now()):
        look_through_one.delay()


@shared_task(soft_time_limit=230, time_limit=240)
def look_through_one() -> None:
    """Look one change through for figures to ask about, and ask to be woken for the next."""
    if looking.do_one(worker=f"{socket.gethostname()}:{os.getpid()}", clock=now):
        look_through_one.delay()
