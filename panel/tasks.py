"""Background work before meetings: it tells people, and changes nothing."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils.timezone import localdate

from common.clock import now
from panel import workflow

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=120, time_limit=150)
def tell_of_reviews_before_meetings() -> None:
    """The secretariat is told, once for each meeting, where reviews of what is reported are overdue."""
    at = now()
    told = workflow.tell_of_reviews_before_meetings(
        by=None, at=at, on=localdate(at), working_days=settings.REVIEWS_TOLD_WORKING_DAYS
    )
    if told:
        log.info("%s people told of overdue reviews before a meeting", told)


@shared_task(soft_time_limit=120, time_limit=150)
def remind_of_paragraphs() -> None:
    """Advisers who have not answered are told again, once before the day asked for and before the cut-off."""
    at = now()
    told = workflow.remind_of_paragraphs(
        by=None, at=at, on=localdate(at), working_days=settings.PARAGRAPHS_TOLD_WORKING_DAYS
    )
    if told:
        log.info("%s people reminded of paragraphs", told)
