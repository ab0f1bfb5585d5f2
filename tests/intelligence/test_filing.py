"""Stories filed: each once, in the inboxes it belongs to, however often and by whatever way it comes."""

import random
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from councils.lookup import Resolver
from councils.queries import council_by_code
from intelligence.cleaning import plain
from intelligence.filing import file_items
from intelligence.links import cleaned
from intelligence.models import Certainty, Copy, Feed, FeedKind, InboxItem, Story
from intelligence.naming import Names
from intelligence.sameness import heading, title_key
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.intelligence import FactorFactory
from tests.register import register_loaded

pytestmark = pytest.mark.django_db
FORTY = tomllib.loads((Path(__file__).parent / "news" / "forty.toml").read_text())["item"]
AT = datetime(2026, 11, 18, 9, tzinfo=UTC)


def item(title, link="", **more):
    return {"title": title, "link": link, "published": (AT - timedelta(hours=3)).isoformat()} | more


def a_feed(**more):
    made = {"title": "Alerts", "address": f"https://alerts.example/{Feed.objects.count()}", "kind": "alerts"}
    return Feed.objects.create(added_by=UserFactory(), **(made | more))


def test_a_host_longer_than_a_publishers_name_is_cut_and_stops_nothing():
    """A name may have 253 characters; one such item stopped its whole feed."""
    long = ".".join(["a" * 60, "b" * 60, "c" * 60, "example"])
    filed = file_items(
        [item("Chief executive leaves", f"https://{long}/1"), item("Another", "https://b.example/2")],
        came_by="feed",
        at=AT,
        feed=a_feed(),
    )
    assert filed.stories == 2
    assert Story.objects.get(title="Chief executive leaves").publisher == long[:120]


def letters_by_story():
    """The letter of each story's copies: one each, or the copies of two were made one."""
    of = {}
    for row in FORTY:
        shown, _ = heading(plain(row["title"], 300))
        of.setdefault((title_key(shown), cleaned(row["link"])), row["of"])
    found = []
    for story in Story.objects.prefetch_related("copies"):
        letters = {of[copy.title_key, copy.link] for copy in story.copies.all()}
        assert len(letters) == 1, (story.title, letters)
        found += letters
    return sorted(found)


def test_40_items_of_12_stories_become_12_rows():
    register_loaded()
    feed, other = a_feed(), a_feed()
    rows = [one | {"published": one["at"].isoformat()} for one in FORTY]
    for place, row in enumerate(rows):
        file_items([row], came_by="feed", feed=(feed, other)[place % 2], at=AT)
    wanted = {one["of"] for one in FORTY}
    assert (len(FORTY), len(wanted), Story.objects.count()) == (40, 12, 12)
    assert letters_by_story() == sorted(wanted)
    budget = Story.objects.filter(copies__link="https://courier.example/news/budget-gap-20m").distinct().get()
    assert budget.places == 4
    assert [row.council.short_name for row in budget.about.all()] == ["Doncaster"]

    again = file_items(rows, came_by="feed", feed=feed, at=AT)  # the same again changes nothing
    more = file_items(rows, came_by="feed", feed=feed, at=AT)
    assert (again.stories, more.stories, more.copies, more.known) == (0, 0, 0, 40)
    assert Story.objects.count() == 12


@pytest.mark.parametrize("seed", [1, 2])
def test_in_another_order_no_two_stories_become_one(seed):
    """One copy may then stand alone, as what would have shown that it is one had not come yet."""
    register_loaded()
    rows = [one | {"published": one["at"].isoformat()} for one in FORTY]
    random.Random(seed).shuffle(rows)  # noqa: S311
    filed = file_items(rows, came_by="feed", feed=a_feed(), at=AT)
    assert 12 <= filed.stories <= 14
    assert set(letters_by_story()) == {one["of"] for one in FORTY}
    assert filed.items == filed.stories + filed.copies + filed.known


def test_a_story_lies_in_the_inbox_of_each_council_it_may_be_about_and_signs_say_why():
    register_loaded()
    FactorFactory(slug="finance")
    file_items(
        [item("Newcastle councillors told of overspend", "https://p.example/1")], came_by="paste", at=AT
    )
    story = Story.objects.get()
    assert {(row.council.short_name, row.certainty) for row in story.about.all()} == {
        ("Newcastle upon Tyne", "ambiguous"),
        ("Newcastle-under-Lyme", "ambiguous"),
    }
    assert "may be" in story.about.first().why
    assert {row.region.slug for row in story.items.all()} == {"north-east", "west-midlands"}
    assert [(sign.factor.slug, sign.words) for sign in story.signs.all()] == [("finance", "overspend")]

    council = council_by_code("E08000021")  # a feed about one of them settles it
    feed = a_feed()
    feed.councils.add(council)
    file_items(
        [item("Newcastle councillors debate parking", "https://p.example/2")],
        came_by="feed",
        feed=feed,
        at=AT,
    )
    settled = Story.objects.get(title__contains="parking").about.get()
    assert (settled.council, settled.certainty) == (council, Certainty.LIKELY)
    assert "in a feed that is about" in settled.why


def test_a_story_about_no_council_goes_to_its_feeds_regions_and_leaves_them_when_a_copy_names_one():
    council = CouncilFactory(short_name="Barchester", name="Barchester District Council", fictional=True)
    feed = a_feed(kind=FeedKind.NEWS)
    file_items(
        [item("Bins go uncollected a third week", "https://p.example/9")], came_by="feed", feed=feed, at=AT
    )
    assert InboxItem.objects.get().region is None  # anybody's
    file_items(
        [item("Bins uncollected for third week by Barchester District Council", "https://p.example/9")],
        came_by="feed",
        feed=a_feed(),
        at=AT,
    )
    assert [row.region for row in InboxItem.objects.all()] == [council.region]
    feed.regions.add(council.region)
    file_items([item("Snow is forecast", "https://p.example/10")], came_by="feed", feed=feed, at=AT)
    assert InboxItem.objects.filter(region=council.region).count() == 2


def test_what_is_not_to_be_trusted_is_left_out_or_left_empty():
    given = [
        item("", ""),
        item("<script>alert(1)</script>", "javascript:alert(1)"),
        item(
            "A heading <img src=x onerror=alert(1)>",
            "javascript:alert(1)",
            published="9999-01-01T00:00:00+00:00",
        ),
        item("Another", "https://user:pass@inside.example/", sentiment="terrible"),
    ]
    filed = file_items(given, came_by="paste", at=AT)
    assert (filed.stories, filed.left) == (2, 2)
    story = Story.objects.get(title="A heading")
    assert (story.link, story.published_at, story.last_at) == ("", None, AT)
    assert Copy.objects.get(title="Another").sentiment == ""


@pytest.mark.parametrize(
    ("given", "publisher", "found"),
    [
        ("Cuts agreed - Doncaster Free Press", "", ("Cuts agreed", "Doncaster Free Press")),
        ("Cuts agreed | The Courier", "The Courier", ("Cuts agreed", "The Courier")),
        ("BREAKING: Cuts agreed", "", ("Cuts agreed", "")),
        ("Cuts agreed – and more to come", "", ("Cuts agreed – and more to come", "")),
        ("Live: Leader quits - BBC News", "", ("Leader quits", "BBC News")),
    ],
)
def test_a_heading_is_read_without_its_publisher(given, publisher, found):
    assert heading(given, publisher) == found


def test_a_hostile_heading_is_read_in_no_time():
    names = Names(Resolver.from_register())
    begun = time.perf_counter()
    for text in (
        "Bury " * 60,
        "A" * 300,
        "St. " * 75,
        "Newcastle, " * 27,
        "(" * 300,
        "- " * 150,
        "1,000" * 60,
    ):
        names.in_text(text, text, on=AT.date())
        heading(text)
    assert time.perf_counter() - begun < 1
