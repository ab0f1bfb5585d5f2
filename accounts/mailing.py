"""Mail about what people were told, and what is due. It carries no content: only that there is something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from accounts.models import Notification, User, WeeklyDigest
from accounts.queries import people_for_digest

SUBJECT = "There is something for you to know"
BODY = """There is something new for you to know. Sign in to read it.

This message says no more on purpose: what it is about stays in the service.
"""

DIGEST_SUBJECT = "There are things due this week"
DIGEST_BODY = """There are things due this week in {service}. Sign in to read them.

This message says no more on purpose. You can switch it off in My settings.
"""


def mail_what_was_told(at: datetime, *, most: int = 200) -> int:
    """One message to each person who was told something since the last; how many went.

    It is written down as mailed before it goes, so that nobody is written to twice; where the mail server
    takes none, that is undone and tried again at the next tick.
    """
    with transaction.atomic():
        waiting = Notification.objects.filter(mailed_at__isnull=True, user__is_active=True).order_by("id")
        rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("user")[:most])
        ids = [row.pk for row in rows]
        Notification.objects.filter(pk__in=ids).update(mailed_at=at)
    sent = 0
    for user in {row.user_id: row.user for row in rows}.values():
        try:
            send_mail(SUBJECT, BODY, None, [user.email])
            sent += 1
        except OSError:
            Notification.objects.filter(pk__in=ids, user=user).update(mailed_at=None)
    return sent


def mail_digest(at: datetime, *, week_on: date, has_something_due: Callable[[User], bool]) -> int:
    """One message for the week to each person who has something due; how many went.

    `week_on` is its Monday. A row for each person and week says that it was looked at, and stands before the
    message goes: nobody is written to twice, if this runs twice or dies on the way. Where the mail server
    takes none, the row is taken back, and the person is looked at again at the next tick.
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
        try:
            send_mail(DIGEST_SUBJECT, body, None, [person.email])
            sent += 1
        except OSError:
            row.delete()
    return sent
