"""Background work about people: mail that says there is something to read, and what has run out."""

import logging

from celery import shared_task

from accounts import expiring, workflow
from accounts.mailing import mail_what_was_told
from common.clock import now

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=120, time_limit=150)
def mail_notifications() -> None:
    """Write to those who were told something since the last time."""
    sent = mail_what_was_told(now())
    if sent:
        log.info("%s people written to", sent)


@shared_task(soft_time_limit=120, time_limit=150)
def clear_expired() -> None:
    """Delete what nobody can use any more: ended sessions, and what the limits counted."""
    sessions, counts = expiring.clear_expired(now())
    if sessions or counts:
        log.info("%s sessions and %s counts cleared", sessions, counts)


@shared_task(soft_time_limit=120, time_limit=150)
def clear_drafts() -> None:
    """Tell of drafts that nobody has touched, and delete them a week later."""
    told, gone = workflow.clear_drafts(by=None, at=now())
    if told or gone:
        log.info("%s drafts told of, %s deleted", told, gone)
