"""Mail about what people were told, and what is due. It carries no content: only that there is something."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from accounts.models import Notification, User, WeeklyDigest
from accounts.queries import people_for_digest, people_to_write_to

SUBJECT = "There is something for you to know"
BODY = """There is something new for you to know. Sign in to read it.

This message says no more on purpose: what it is about stays in the service.
"""

DIGEST_SUBJECT = "There are things due this week"
DIGEST_BODY = """There are things due this week in {service}. Sign in to read them.

This message says no more on purpose. You can switch it off in My settings.
"""


def mail_what_was_told(at: datetime, *, most: int = 200) -> int:
    """One message to each of so many people who were told something since the last; how many went.

    A person's rows are written down as mailed just before their message goes, so that nobody is written to
    twice; where the mail server takes none, or the time is up, that is undone and tried again at the next
    tick.
    """
    sent = 0
    for person in people_to_write_to(most=most):
        told = _written_down(person, at)
        sent += bool(told) and _sent(person, SUBJECT, BODY, take_back=partial(_unmailed, told))
    return sent


@transaction.atomic
def _written_down(person: User, at: datetime) -> list[int]:
    """What this message tells of; nothing where another worker writes to the person."""
    waiting = person.notifications.filter(mailed_at__isnull=True).order_by("id")
    told = [row.pk for row in waiting.select_for_update(skip_locked=True, of=("self",))]
    Notification.objects.filter(pk__in=told).update(mailed_at=at)
    return told


def _unmailed(told: list[int]) -> None:
    Notification.objects.filter(pk__in=told).update(mailed_at=None)


def _sent(person: User, subject: str, body: str, *, take_back: Callable[[], object]) -> bool:
    """Whether the mail server took it. Where it did not, or a worker's time was up on the way (which no
    server's error is), what was written down is taken back."""
    is_sent = False
    try:
        with suppress(OSError):
            send_mail(subject, body, None, [person.email])
            is_sent = True
    finally:
        if not is_sent:
            take_back()
    return is_sent


def mail_digest(at: datetime, *, week_on: date, has_something_due: Callable[[User], bool]) -> int:
    """One message for the week to each person who has something due; how many went.

    `week_on` is its Monday. A row for each person and week says that it was looked at, and stands before the
    message goes: nobody is written to twice, if this runs twice or dies on the way. Where the mail server
    takes none, or the time is up, the row is taken back, and the person is looked at again at the next tick.
    """
    looked_at = WeeklyDigest.objects.filter(week_on=week_on).values_list("user_id", flat=True)
    done, sent = set(looked_at), 0
    body = DIGEST_BODY.format(service=settings.SERVICE_NAME)
    for person in people_for_digest():
        if person.pk in done:
            continue
        mailed_at = at if has_something_due(person) else None
        row, is_new = WeeklyDigest.objects.get_or_create(
            user=person, week_on=week_on, defaults={"looked_at": at, "mailed_at": mailed_at}
        )
        if not is_new or mailed_at is None:
            continue
        sent += _sent(person, DIGEST_SUBJECT, body, take_back=row.delete)
    return sent
