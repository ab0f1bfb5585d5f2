"""Invented stories, so that the inbox is not empty: two feeds that are off, and what they once brought."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from councils import queries as councils
from desk.demonstration.people import content, held
from intelligence.filing import file_items
from intelligence.models import Feed, FeedKind
from intelligence.queries import inbox_of
from intelligence.workflow import FeedSaid, add_feed, dismiss_story, switch_feed

FEEDS = (
    ("alerts", "Google Alerts – councils of two regions", FeedKind.ALERTS, "https://alerts.example/feed"),
    ("monitor", "Town Monitor (invented)", FeedKind.MONITOR, "https://monitor.example/feed"),
)
OFF = "Invented for the demonstration: nothing stands at its address."


def load_stories(people: dict[str, User], *, at: datetime) -> int:
    """The feeds, each switched off, and their stories; returns how many stories."""
    by = people["okafor"]
    regions = tuple(held(councils.region_by_slug(slug)) for slug in ("east-of-england", "london"))
    feeds: dict[str, Feed] = {}
    for key, title, kind, address in FEEDS:
        said = FeedSaid(title=title, address=address, kind=kind, every_minutes=60, regions=regions)
        feed = add_feed(by=by, at=at, said=said)
        feeds[key] = switch_feed(by=by, at=at, feed=feed, is_on=False, reason=OFF)
    items: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in content("stories"):
        when = at - timedelta(hours=row["hours"])
        items[row["feed"]].append(row | {"published": when.isoformat()})
    made = []
    for key, rows in items.items():
        made += file_items(rows, came_by="feed", feed=feeds[key], at=at).made
    _dismiss_the_match(by, at)
    return len(made)


def _dismiss_the_match(by: User, at: datetime) -> None:
    """One of them has been looked at, so that what was decided can be seen too."""
    match = inbox_of(by, at.date()).filter(title__contains="Rovers").first()
    if match is not None:
        dismiss_story(by=by, at=at, story=match, reason="Not about how the council is run")
