"""What follows from how an asking went: when to ask again, and whom to tell, once for each episode.

All of it stands on the source's row and in the ledger; nothing is kept in a process's memory.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Notification, Role
from accounts.workflow import tell
from indicators import timing
from indicators.models import Check, Release, Source

FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=24)
MOST_JITTER = 0.25
TOLD_AT = 3  # the third time it fails
WELL = (Check.Outcome.LOADED, Check.Outcome.UNCHANGED)
HELD = "quarantined"


def wait_after(slug: str, failures: int) -> timedelta:
    """Twice as long each time, up to a day; up to a quarter more, so that sources do not ask in step.

    The share is drawn from the source's name and the count: the same wherever it is worked out.
    """
    wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    drawn = hashlib.sha256(f"{slug} {failures}".encode()).digest()
    return wait * (1 + MOST_JITTER * int.from_bytes(drawn[:4], "big") / 2**32)


def foresee(source: Source, at: datetime) -> None:
    """Set on the source (which the caller saves) from which days on it is late, and its figures stale."""
    if source.address and source.last_checked_at:
        source.late_on = timing.timing(source).late_on(source.last_checked_at, at)
    current = source.current_release
    newest = current.newest_period if current else None
    source.stale_on = (
        newest.end_on + timedelta(days=source.published_every_days + source.grace_days)
        if newest and source.published_every_days
        else None
    )


def after_check(source: Source, outcome: str, at: datetime, release: Release | None) -> None:
    """Set on the source (which the caller saves) what the outcome asks for, and tell who is to know.

    Called before the source's `failing_since_at` follows the outcome: what it holds is the episode so far.
    """
    since = source.failing_since_at
    if outcome in WELL or outcome == HELD:
        if since and source.failures >= TOLD_AT:
            _tell(
                _episode(source, "well", since),
                f"{source.title} can be read again. It had failed since {_moment(since)}.",
                source,
                at,
            )
        source.failures, source.retry_at = 0, None
    else:
        source.failures += 1
        failed = outcome == Check.Outcome.FAILED
        source.retry_at = at + wait_after(source.slug, source.failures) if failed else None
        if source.failures == TOLD_AT:
            _tell(
                _episode(source, "failing", since or at),
                f"{source.title} has failed {TOLD_AT} times in a row. The last good figures stand.",
                source,
                at,
            )
    if outcome == HELD and release is not None:
        _tell(
            f"{_about(source)}held/{release.pk}",
            f"A release of {source.title} waits for you: something in it looks unlike the ones before.",
            source,
            at,
        )


def told_of(source: Source) -> list[Notification]:
    """What people were told of this source, newest first."""
    about = Notification.objects.filter(about__startswith=_about(source)).select_related("user")
    return list(about.order_by("-told_at", "user__name")[:60])


def _tell(about: str, sentence: str, source: Source, at: datetime) -> None:
    tell(role=Role.RESEARCH_ANALYST, about=about, sentence=sentence, address=source.get_absolute_url(), at=at)


def _about(source: Source) -> str:
    return f"source/{source.slug}/"


def _episode(source: Source, what: str, since: datetime) -> str:
    return f"{_about(source)}{what}/{since:%Y%m%dT%H%M%S%f}"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M}"
