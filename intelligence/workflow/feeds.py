"""To add a feed, to change it, to switch it off and on, to ask it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Stale, forbid, not_found, refuse
from councils.models import Council, Region
from intelligence.access_inbox import may_not_change_feed, may_not_keep_feed
from intelligence.links import safe_link
from intelligence.models import Feed, FeedKind

LEAST_MINUTES, MOST_MINUTES = 5, 7 * 24 * 60


@dataclass(frozen=True, kw_only=True)
class FeedSaid:
    """What a person says of a feed."""

    title: str
    address: str
    kind: str
    every_minutes: int
    regions: tuple[Region, ...] = ()
    councils: tuple[Council, ...] = ()


@transaction.atomic
def add_feed(*, by: User, at: datetime, said: FeedSaid) -> Feed:
    """A feed to be asked from now on. Raises NotPermitted, Refused."""
    forbid(may_not_keep_feed(by, said.regions, said.councils, timezone.localdate(at)))
    _may_be(said, None)
    feed = Feed.objects.create(
        title=said.title.strip(),
        address=said.address.strip(),
        kind=FeedKind(said.kind),
        every_minutes=said.every_minutes,
        added_by=by,
    )
    feed.regions.set(said.regions)
    feed.councils.set(said.councils)
    _record(by, "add_feed", feed, {})
    return feed


@transaction.atomic
def change_feed(*, by: User, at: datetime, feed: Feed, version: int, said: FeedSaid) -> Feed:
    """Another title, address or rhythm. A new address is asked at once, its old failures forgotten."""
    on = timezone.localdate(at)
    held = _locked(feed, by)
    forbid(may_not_change_feed(by, held, on) or may_not_keep_feed(by, said.regions, said.councils, on))
    if held.version != version:
        raise Stale(
            "Somebody else changed this feed while you were writing. Look at it again before you save.",
            held=f"{held.title}: {held.address}, every {held.every_minutes} minutes",
            typed=f"{said.title}: {said.address}, every {said.every_minutes} minutes",
        )
    _may_be(said, held)
    moved = held.address != said.address.strip()
    held.title, held.address, held.kind = said.title.strip(), said.address.strip(), FeedKind(said.kind)
    held.every_minutes, held.version = said.every_minutes, held.version + 1
    if moved:
        held.etag = held.last_modified = held.last_error = ""
        held.failures, held.next_at = 0, None
    held.save()
    held.regions.set(said.regions)
    held.councils.set(said.councils)
    _record(by, "change_feed", held, {"address": moved})
    return held


@transaction.atomic
def switch_feed(*, by: User, at: datetime, feed: Feed, is_on: bool, reason: str = "") -> Feed:
    """Off with a reason, or on again; what it brought stays."""
    held = _locked(feed, by)
    forbid(may_not_change_feed(by, held, timezone.localdate(at)))
    if held.is_on == is_on:
        refuse(f"This feed is {'on' if is_on else 'off'} already.")
    if not is_on and not reason.strip():
        refuse("Enter why the feed is switched off.")
    held.is_on, held.off_because = is_on, "" if is_on else reason.strip()[:300]
    if is_on:
        held.failures, held.next_at, held.last_error = 0, None, ""
    held.version += 1
    held.save()
    _record(by, "switch_feed", held, {"is_on": is_on})
    return held


@transaction.atomic
def ask_feed_now(*, by: User, at: datetime, feed: Feed) -> Feed:
    """Due now: the next tick of the schedule asks it."""
    held = _locked(feed, by)
    forbid(may_not_change_feed(by, held, timezone.localdate(at)))
    if not held.is_on:
        refuse("This feed is off. Switch it on first.")
    held.next_at = at
    held.save(update_fields=["next_at"])
    _record(by, "ask_feed_now", held, {})
    return held


def _locked(feed: Feed, by: User) -> Feed:
    held = Feed.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=feed.pk).first()
    return held if isinstance(held, Feed) else not_found("The feed")


def _may_be(said: FeedSaid, held: Feed | None) -> None:
    if not said.title.strip():
        refuse("Enter what the feed is called.")
    address = said.address.strip()
    schemes = ("https://", "http://") if settings.FETCH_LOOPBACK else ("https://",)
    if not safe_link(address) or not address.startswith(schemes):
        refuse(
            "The address is not one that can be asked. Enter the feed’s whole address, beginning with "
            "https:// and without a name or password in it."
        )
    others = Feed.objects.filter(address=address)
    if (others.exclude(pk=held.pk) if held else others).exists():
        refuse("This address is asked already. Change that feed, or enter another address.")
    if not LEAST_MINUTES <= said.every_minutes <= MOST_MINUTES:
        refuse(f"Enter every how many minutes it is asked: from {LEAST_MINUTES} to {MOST_MINUTES:,}.")


def _record(by: User, act: str, feed: Feed, details: dict[str, object]) -> None:
    record(by=by, act=act, subject=feed, details={"version": feed.version, **details})
