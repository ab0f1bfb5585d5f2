"""Mail about what people were told. It carries no content: only that there is something to read."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction

from accounts.models import Notification

SUBJECT = "There is something for you to know"
BODY = """There is something new for you to know. Sign in to read it.

This message says no more on purpose: what it is about stays in the service.
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
