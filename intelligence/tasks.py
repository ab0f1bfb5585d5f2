"""Background work of notes."""

import logging
import os
import socket

from celery import shared_task

from common.clock import now
from intelligence import attaching, ingest, workflow
from intelligence.posted.taking import collect
from intelligence.sources import asking_feeds

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=9 * 60, time_limit=10 * 60)
def refresh_words() -> None:
    """Which words stand in notes, for near spellings of what is searched for."""
    log.info("%s words stand in notes", ingest.refresh_words())


@shared_task(soft_time_limit=9 * 60, time_limit=10 * 60)
def scan_held_files() -> None:
    """Files that wait for the scanner are shown to it again."""
    counted = attaching.scan_held(at=now())
    if counted:
        log.info("files scanned that had waited: %s", counted)


@shared_task(soft_time_limit=60, time_limit=90)
def empty_old_intakes() -> None:
    """What was found in files that were brought in, and nobody decided for 30 days, is deleted."""
    emptied = workflow.empty_old_intakes(by=None, at=now())
    if emptied:
        log.info("%s files that nobody decided about were emptied", emptied)


@shared_task(soft_time_limit=60, time_limit=90)
def tell_of_reviews() -> None:
    """Owners are told that notes of theirs have stood unchecked for 90 days."""
    told = workflow.tell_of_reviews(by=None, at=now())
    if told:
        log.info("%s people told of notes to look at again", told)


@shared_task(soft_time_limit=60, time_limit=90)
def schedule_feeds() -> None:
    """Put the feeds that are due into the ledger, and wake workers up for them."""
    waiting = asking_feeds.enqueue_due(now())
    for _ in range(min(waiting, 2)):
        ask_one_feed.delay()
    if waiting:
        log.info("%s feeds to ask", waiting)


@shared_task(soft_time_limit=150, time_limit=170)
def ask_one_feed() -> None:
    """Ask one feed, if one is due, and ask to be woken for the next."""
    if asking_feeds.do_one(worker=f"{socket.gethostname()}:{os.getpid()}", clock=now):
        ask_one_feed.delay()


@shared_task(soft_time_limit=9 * 60, time_limit=10 * 60)
def collect_mail() -> None:
    """Notes sent by e-mail become drafts of their senders."""
    counted = collect(clock=now, worker=f"{socket.gethostname()}:{os.getpid()}")
    if counted.drafts or counted.refused or counted.before:
        log.info(
            "e-mails: %s drafts, %s put aside, %s come before",
            counted.drafts,
            counted.refused,
            counted.before,
        )
