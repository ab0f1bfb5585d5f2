"""From plain items to stories: each story once, with its councils and signs, in the inboxes it belongs to.

Two workers file one after the other, so that a story that reaches both is one. Running it again with the same
items changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from councils.lookup import Resolver, resolver
from councils.models import Council
from intelligence import sameness
from intelligence.cleaning import plain
from intelligence.links import canonical, cleaned, host_of, link_key
from intelligence.models import (
    CameBy,
    Copy,
    Factor,
    Feed,
    FeedKind,
    InboxItem,
    Sentiment,
    Story,
    StoryCouncil,
    StorySign,
)
from intelligence.naming import AMBIGUOUS, CERTAIN, LIKELY, SURER, Named, Names
from intelligence.suggesting import suggested

FILING_LOCK = 0x1AB0
MOST_CANDIDATES = 100
AHEAD = timedelta(days=2)  # a day that has not come is a publisher's mistake
WITHOUT_TITLE = "Without a heading"


@dataclass
class Filed:
    """What came of items: how many there were, new stories, further copies, those known already, left out."""

    items: int = 0
    stories: int = 0
    copies: int = 0
    known: int = 0
    left: int = 0
    made: list[int] = field(default_factory=list)

    def as_dict(self) -> dict[str, int]:
        """For the ledger: counts, no content."""
        counted = ("items", "stories", "copies", "known", "left")
        return {name: getattr(self, name) for name in counted}


@dataclass(frozen=True)
class _Item:
    """One item, cleaned once more and read."""

    title: str
    excerpt: str
    publisher: str
    link: str
    link_key: str
    published_at: datetime | None
    at: datetime
    sentiment: str
    named: tuple[Named, ...]
    said: sameness.Said


_names: list[tuple[Resolver, Names]] = []


def names_in_news() -> Names:
    """The register as headlines are read with it, built again when the register has changed."""
    held = resolver(fictional=True)
    if not _names or _names[0][0] is not held:
        _names[:] = [(held, Names(held))]
    return _names[0][1]


@transaction.atomic
def file_items(
    items: Sequence[dict[str, Any]],
    *,
    came_by: str,
    at: datetime,
    feed: Feed | None = None,
    brought_by: User | None = None,
    left: int = 0,
) -> Filed:
    """File what was read of a feed, an e-mail or a list. `items` as `reading_feeds.parsed` gives them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILING_LOCK])
    filed = Filed(items=len(items), left=left)
    about = list(feed.councils.all()) if feed else []
    factors = {factor.slug: factor for factor in Factor.objects.filter(is_offered=True)}
    for given in items:
        item = _read(given, at, about, feed)
        if item is None:
            filed.left += 1
            continue
        story = _held(item)
        if story is None:
            story = _new_story(item, factors)
            filed.stories += 1
            filed.made.append(story.pk)
        elif _is_known(story, item, feed):
            filed.known += 1
            continue
        else:
            filed.copies += 1
        _add_copy(story, item, came_by=came_by, feed=feed, brought_by=brought_by)
        _add_councils(story, item.named)
        _put_in_inboxes(story, feed, brought_by, at)
    return filed


def _read(given: dict[str, Any], at: datetime, about: list[Council], feed: Feed | None) -> _Item | None:
    link = cleaned(str(given.get("link") or ""))
    excerpt = plain(given.get("excerpt"), 400)
    shown, publisher = sameness.heading(plain(given.get("title"), 300), plain(given.get("publisher"), 120))
    title = shown or plain(excerpt, 120)
    if not title and not link:
        return None
    published_at = _moment(given.get("published"), at)
    moment = published_at or at
    sentiment = str(given.get("sentiment") or "")
    named = names_in_news().in_text(
        title, excerpt, on=timezone.localdate(moment), host=host_of(link), about=about
    )
    if not named and feed and feed.kind == FeedKind.COUNCIL and len(about) == 1:
        named = [Named(about[0], LIKELY, f"It came from a feed of what {about[0].short_name} publishes.")]
    places = [word for one in named for word in (one.council.short_name, one.council.name)]
    return _Item(
        title=title or WITHOUT_TITLE,
        excerpt=excerpt,
        publisher=publisher or host_of(link)[:120],
        link=link,
        link_key=link_key(link),
        published_at=published_at,
        at=moment,
        sentiment=sentiment if sentiment in Sentiment.values else "",
        named=tuple(named),
        said=sameness.said(title, excerpt, names=places, about=[one.council.pk for one in named], at=moment),
    )


def _moment(said: object, at: datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(said)) if said else None
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None:
        return None
    return moment if moment <= at + AHEAD else None


def _held(item: _Item) -> Story | None:
    """The story it is a copy of: by its link, whenever; by its heading or its words, within days."""
    if item.link_key:
        same = Copy.objects.filter(link_key=item.link_key).select_related("story").first()
        if same:
            return same.story
    window = (item.at - sameness.SAME_HEADING, item.at + sameness.SAME_HEADING)
    near = Story.objects.filter(last_at__gte=window[0], first_at__lte=window[1])
    by_heading = Copy.objects.filter(title_key=item.said.title_key).values("story")
    for story in near.filter(pk__in=by_heading).prefetch_related("about__council"):
        if sameness.are_one(item.said, _said_of(story, item)):
            return story
    of_council = StoryCouncil.objects.filter(council__in=item.said.about).values("story")
    alike = Q(words__overlap=sorted(item.said.stems)) | Q(pk__in=of_council)
    candidates = near.filter(alike).order_by("-last_at", "-pk")
    for story in candidates.prefetch_related("about__council")[:MOST_CANDIDATES]:
        if sameness.are_one(item.said, _said_of(story, item)):
            return story
    return None


def _said_of(story: Story, item: _Item) -> sameness.Said:
    """The story as it is compared, at the end of its days that is nearer to the item."""
    councils = [one.council for one in story.about.all()] or [one.council for one in item.named]
    names = tuple(word for one in councils for word in (one.short_name, one.name))
    about = tuple(one.council_id for one in story.about.all())
    nearest = min(max(item.at, story.first_at), story.last_at)
    return replace(_compared(story.title, story.excerpt, names, about), at=nearest)


@lru_cache(maxsize=5_000)  # each of a feed's items is compared with the same stories
def _compared(title: str, excerpt: str, names: tuple[str, ...], about: tuple[int, ...]) -> sameness.Said:
    return sameness.said(title, excerpt, names=names, about=about, at=datetime.min)  # noqa: DTZ901


def _is_known(story: Story, item: _Item, feed: Feed | None) -> bool:
    """Whether this very copy is held: of this feed or of anybody's hand, by its link or its heading.

    A publisher's updated copy has the same link; the story then is as late as its update.
    """
    copies = Copy.objects.filter(story=story, feed=feed)
    by_link = item.link_key and copies.filter(link_key=item.link_key)
    same = by_link or copies.filter(link_key="", title_key=item.said.title_key, publisher=item.publisher)
    if (item.link_key and not by_link) or not same.exists():
        return False
    Story.objects.filter(pk=story.pk, last_at__lt=item.at).update(last_at=item.at)
    return True


def _new_story(item: _Item, factors: dict[str, Factor]) -> Story:
    story = Story.objects.create(
        title=item.title,
        excerpt=item.excerpt,
        publisher=item.publisher,
        link=item.link,
        published_at=item.published_at,
        first_at=item.at,
        last_at=item.at,
        words=sorted(word[:40] for word in item.said.stems),
        places=0,
    )
    StorySign.objects.bulk_create(
        StorySign(story=story, factor=factors[slug], words=", ".join(words)[:200])
        for slug, words in suggested(item.title, item.excerpt).items()
        if slug in factors
    )
    return story


def _add_copy(story: Story, item: _Item, *, came_by: str, feed: Feed | None, brought_by: User | None) -> None:
    Copy.objects.create(
        story=story,
        feed=feed,
        came_by=CameBy(came_by),
        brought_by=brought_by,
        title=item.title,
        excerpt=item.excerpt,
        publisher=item.publisher,
        link=item.link,
        link_key=item.link_key,
        title_key=item.said.title_key,
        sentiment=item.sentiment,
        published_at=item.published_at,
    )
    carried = story.copies.order_by().values_list("link", "publisher")
    story.places = len({canonical(link).partition("/")[0] or publisher for link, publisher in carried})
    story.first_at, story.last_at = min(story.first_at, item.at), max(story.last_at, item.at)
    story.excerpt = story.excerpt or item.excerpt
    story.save(update_fields=["places", "first_at", "last_at", "excerpt"])


def _add_councils(story: Story, named: Iterable[Named]) -> None:
    """A copy may name another council, or one more surely. What a person said stands; so does what they
    took away: once somebody has said whom a story is about, a copy adds nobody by an uncertain name."""
    held = {row.council_id: row for row in StoryCouncil.objects.filter(story=story)}
    settled = any(row.said_by_id for row in held.values())
    sure = any(row.certainty == CERTAIN for row in held.values())
    for one in named:
        row = held.get(one.council.pk)
        if row is None:
            if one.certainty == AMBIGUOUS and (settled or sure):
                continue
            StoryCouncil.objects.create(
                story=story, council=one.council, certainty=one.certainty, why=one.why[:400]
            )
        elif row.said_by_id is None and SURER[one.certainty] > SURER[row.certainty]:
            row.certainty, row.why = one.certainty, one.why[:400]
            row.save(update_fields=["certainty", "why"])


def _put_in_inboxes(story: Story, feed: Feed | None, brought_by: User | None, at: datetime) -> None:
    """One item for each region of its councils; of one about none, for the feed's regions or everybody."""
    regions: set[int | None] = set(
        StoryCouncil.objects.filter(story=story).values_list("council__region", flat=True)
    )
    if regions:
        # Matched now: it leaves the pile of those about no council, unless somebody has decided there.
        InboxItem.objects.filter(story=story, decision="").exclude(region__in=regions).filter(
            region__isnull=True
        ).delete()
    held: set[int | None] = set(InboxItem.objects.filter(story=story).values_list("region", flat=True))
    if not regions:
        regions = set(feed.regions.values_list("pk", flat=True)) if feed else set()
        if not regions and not held:
            regions = {None}
    InboxItem.objects.bulk_create(InboxItem(story=story, region_id=pk) for pk in regions - held)
