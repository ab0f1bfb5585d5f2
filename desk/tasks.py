"""Background work that wants every room: the weekly mail that something is due."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils.timezone import localtime

from accounts.mailing import mail_digest as mail_week
from accounts.models import User
from common.clock import now
from desk.due import due_for

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=9 * 60, time_limit=10 * 60)
def mail_digest() -> None:
    """On the morning of the week's day: write to those who have something late, or due within the week."""
    at = now()
    here = localtime(at)
    if here.isoweekday() != settings.DIGEST_WEEKDAY or here.hour < settings.DIGEST_HOUR:
        return
    on = here.date()

    def has_something_due(person: User) -> bool:
        return bool(due_for(person, on, on + timedelta(days=6)))

    monday = on - timedelta(days=on.weekday())
    sent = mail_week(at, week_on=monday, has_something_due=has_something_due)
    if sent:
        log.info("%s people written to about their week", sent)
