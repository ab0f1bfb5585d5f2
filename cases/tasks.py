"""Background work about concerns: it reminds people, and changes nothing of a concern."""

import logging

from celery import shared_task
from django.utils.timezone import localdate

from cases import workflow
from common.clock import now

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=120, time_limit=150)
def tell_of_overdue_reviews() -> None:
    """Those who look after a concern are told, once for each date, that its review is overdue."""
    at = now()
    told = workflow.tell_of_overdue_reviews(by=None, at=at, on=localdate(at))
    if told:
        log.info("%s reminders of overdue reviews given", told)
