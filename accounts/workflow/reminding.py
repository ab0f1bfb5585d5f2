"""To make, change and revoke a calendar's address; to have the weekly mail or not."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.access import cannot_be_a_feed, may_not_change_feed, may_not_make_another_feed
from accounts.models import CalendarFeed, User
from audit.workflow import record
from common.errors import forbid, not_found, refuse

SECRET_BYTES = 32
FETCH_STEP = timedelta(minutes=1)


def secret_hmac(secret: str) -> str:
    """HMAC-SHA256 of a feed's secret under the service's own key, 64 hex: what the database holds of it."""
    return salted_hmac("accounts.calendar_feed", secret, algorithm="sha256").hexdigest()


@transaction.atomic
def make_feed(*, by: User, at: datetime, name: str, names_councils: bool = False) -> tuple[CalendarFeed, str]:
    """A calendar's address, and its secret of 256 bits, which is never shown again. Raises Refused."""
    User.objects.select_for_update().get(pk=by.pk)
    name = " ".join(name.split())
    refuse(may_not_make_another_feed(by) or cannot_be_a_feed(name))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    feed = CalendarFeed.objects.create(
        owner=by, name=name, secret_hmac=secret_hmac(secret), names_councils=names_councils, made_at=at
    )
    record(by=by, act="make_calendar_address", subject=feed, details={"names": names_councils})
    return feed, secret


@transaction.atomic
def name_councils(*, by: User, at: datetime, feed: CalendarFeed, names: bool) -> CalendarFeed:
    """Entries say which council from the next fetch on, or no longer. Raises NotPermitted."""
    held = _locked(feed)
    forbid(may_not_change_feed(by, held))
    held.names_councils = names
    held.save(update_fields=["names_councils"])
    record(by=by, act="change_calendar_address", subject=held, details={"names": names})
    return held


@transaction.atomic
def revoke_feed(*, by: User, at: datetime, feed: CalendarFeed) -> CalendarFeed:
    """The address answers nobody from the next fetch on. Raises NotPermitted."""
    held = _locked(feed)
    forbid(may_not_change_feed(by, held))
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    record(by=by, act="revoke_calendar_address", subject=held)
    return held


def mark_fetched(*, at: datetime, feed: CalendarFeed) -> None:
    """When a calendar last came, written at most once a minute."""
    if feed.last_fetched_at is None or at - feed.last_fetched_at >= FETCH_STEP:
        CalendarFeed.objects.standing().filter(pk=feed.pk).update(last_fetched_at=at)


@transaction.atomic
def want_digest(*, by: User, at: datetime, wanted: bool) -> User:
    """The weekly mail, or none."""
    held = User.objects.select_for_update().get(pk=by.pk)
    held.wants_digest = wanted
    held.save(update_fields=["wants_digest"])
    record(by=by, act="want_weekly_mail" if wanted else "want_no_weekly_mail", subject=held)
    return held


def _locked(feed: CalendarFeed) -> CalendarFeed:
    held = CalendarFeed.objects.select_for_update(of=("self",)).filter(pk=feed.pk).first()
    return held or not_found("The calendar address")
