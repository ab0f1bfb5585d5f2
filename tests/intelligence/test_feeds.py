"""Feeds: kept by whom, asked politely and within caps, and what a file, a mail or a pasted list brings."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from intelligence.models import Copy, Feed, Story
from intelligence.sources import asking_feeds, reading_feeds, reading_mail
from intelligence.sources.bringing import alerts_from_mail, read_brought
from intelligence.workflow import FeedSaid, add_feed, ask_feed_now, bring_stories, change_feed, switch_feed
from ledger import workflow as ledger
from ledger.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionFactory, adviser_for
from tests.factories.stories import FeedFactory
from tests.intelligence.hostile_feeds import item, rss, serving

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 18, 9, tzinfo=UTC)
PASTED = """=== News - 2 new results for ["Marchford council"] ===

Marchford Council cabinet to consider gap
Marchford Gazette
Members of the cabinet will be asked
<https://www.google.com/url?rct=j&sa=t&url=https://news.example.org/a&ct=ga>

- Leader of Marchford quits https://x.example/b?utm_source=z
Unsubscribe from this alert:
<https://www.google.com/alerts/remove?x=1>
"""
MAIL = f"""From: Google Alerts <alerts@example.org>
To: adviser@example.org
Subject: Google Alert - Marchford
Date: Wed, 18 Nov 2026 07:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

{PASTED}
--b
Content-Type: text/html; charset=utf-8

<html><body><a href="https://www.google.com/url?url=https://news.example.org/a"><b>Marchford</b> Council
 cabinet to consider gap</a><div><a href="https://news.example.org">Marchford Gazette</a></div>
<div>Members of <b>the</b> cabinet<script>alert(1)</script></div><img src="https://track.example/p.gif">
<a href="https://www.google.com/alerts/share?x">Share this result on a network</a></body></html>
--b--
"""


def said(**more):
    given = {
        "title": "Courier",
        "address": "https://courier.example/feed",
        "kind": "news",
        "every_minutes": 60,
    }
    return FeedSaid(**(given | more))


# Who keeps them.


def test_an_analyst_keeps_any_feed_and_an_adviser_those_of_their_own_regions(at):
    council = CouncilFactory()
    adviser, analyst = adviser_for(council), UserFactory(analyst=True)
    everywhere = add_feed(by=analyst, at=at, said=said())
    own = add_feed(by=adviser, at=at, said=said(address="https://c.example/own", regions=(council.region,)))
    assert list(own.regions.all()) == [council.region]
    assert Event.objects.filter(act="add_feed", by=adviser).exists()
    for wrong, why in (
        ({"regions": (RegionFactory(),)}, "not yours"),
        ({}, "Say which of your regions"),
    ):
        with pytest.raises(NotPermitted, match=why):
            add_feed(by=adviser, at=at, said=said(address="https://c.example/no", **wrong))
    with pytest.raises(NotPermitted, match="Say which of your regions"):
        switch_feed(by=adviser, at=at, feed=everywhere, is_on=False, reason="So")
    with pytest.raises(NotPermitted, match="kept by the research analysts"):
        add_feed(by=UserFactory(secretariat=True), at=at, said=said(address="https://c.example/no"))
    with pytest.raises(NotFound):
        ask_feed_now(by=UserFactory(secretariat=True), at=at, feed=own)
    about = add_feed(by=analyst, at=at, said=said(address="https://c.example/about", councils=(council,)))
    InterestFactory(user=adviser, council=council)
    with pytest.raises(NotFound):
        switch_feed(by=adviser, at=at, feed=about, is_on=False, reason="So")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"address": "ftp://c.example/feed"}, "not one that can be asked"),
        ({"address": "https://a:b@c.example/"}, "not one that can be asked"),
        ({"address": "https://"}, "not one that can be asked"),
        ({"title": " "}, "what the feed is called"),
        ({"every_minutes": 1}, "how many minutes"),
        ({"address": "https://courier.example/taken"}, "asked already"),
    ],
)
def test_a_feed_that_cannot_be_asked_is_refused_with_a_sentence(at, wrong, why):
    FeedFactory(address="https://courier.example/taken")
    with pytest.raises(Refused, match=why):
        add_feed(by=UserFactory(analyst=True), at=at, said=said(**wrong))


def test_it_is_changed_switched_off_with_a_reason_and_asked_now(at, broken_audit, monkeypatch):
    analyst, feed = UserFactory(analyst=True), FeedFactory(last_error="It failed.", failures=3, etag="x")
    with pytest.raises(broken_audit):
        switch_feed(by=analyst, at=at, feed=feed, is_on=False, reason="Quiet")
    feed.refresh_from_db()
    assert feed.is_on
    monkeypatch.undo()
    with pytest.raises(Stale, match="changed this feed while"):
        change_feed(by=analyst, at=at, feed=feed, version=9, said=said())
    feed = change_feed(by=analyst, at=at, feed=feed, version=1, said=said(address="https://new.example/f"))
    assert (feed.failures, feed.etag, feed.next_at, feed.version) == (0, "", None, 2)
    with pytest.raises(Refused, match="why the feed is switched off"):
        switch_feed(by=analyst, at=at, feed=feed, is_on=False)
    feed = switch_feed(by=analyst, at=at, feed=feed, is_on=False, reason="Quiet")
    with pytest.raises(Refused, match="Switch it on first"):
        ask_feed_now(by=analyst, at=at, feed=feed)
    feed = switch_feed(by=analyst, at=at, feed=feed, is_on=True)
    assert (feed.is_on, feed.off_because) == (True, "")


def test_the_pages_of_feeds(sign_in, at):
    council = CouncilFactory(short_name="Barchester")
    client = sign_in(UserFactory(analyst=True))
    assert "No feed is asked yet" in client.get("/intelligence/feeds").content.decode()
    body = {
        "title": "Courier",
        "address": "https://courier.example/feed",
        "kind": "monitor",
        "every_minutes": 15,
    }
    wrong = client.post("/intelligence/feeds/new", body | {"kind": "x", "councils": "Nowhere at all"})
    assert wrong.status_code == 422
    added = client.post("/intelligence/feeds/new", body | {"councils": f"Barchester\n{council.code}"})
    assert added.status_code == 302
    feed = Feed.objects.get()
    assert (list(feed.councils.all()), feed.every_minutes) == ([council], 15)
    page = client.get(added["Location"])
    assert "Barchester" in page.content.decode()
    assert client.post(f"{added['Location']}/switch", {"is_on": "off"}).status_code == 422
    assert client.post(f"{added['Location']}/switch", {"is_on": "off", "reason": "Quiet"}).status_code == 302
    assert "Quiet" in client.get("/intelligence/feeds").content.decode()
    assert client.post(added["Location"], body | {"version": 1}).status_code == 409
    assert sign_in(UserFactory(secretariat=True)).get("/intelligence/feeds").status_code == 403


# How they are asked.


def asking(answers, feed_of, ticks=1, step=timedelta(minutes=61)):
    """Ask the feed `ticks` times of a publisher that answers so; what it was sent, and the feed."""
    seen = []

    def handle(handler):
        seen.append(dict(handler.headers))
        status, headers, body = answers[min(len(seen), len(answers)) - 1]
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with serving(handle) as base, mock.patch.object(asking_feeds, "run_reader", _here):
        feed = feed_of(base)
        for tick in range(ticks):
            asking_feeds.enqueue_due(AT + step * tick)
            asking_feeds.do_one("a worker", lambda at=AT + step * tick: at)
    feed.refresh_from_db()
    return seen, feed


def _here(target, content, **more):
    return reading_feeds.parsed(content.read_bytes(), **more)


def feed_at(base):
    return FeedFactory(address=f"{base}/feed", every_minutes=60)


def test_it_is_asked_politely_and_only_for_what_is_new():
    body = rss(item(1), item(2)).encode()
    first = (200, {"ETag": '"one"', "Last-Modified": "Tue, 17 Nov 2026 08:00:00 GMT"}, body)
    seen, feed = asking([first, (304, {}, b"")], feed_at, ticks=2)
    assert [sent.get("If-None-Match") for sent in seen] == [None, '"one"']
    assert seen[1]["If-Modified-Since"].startswith("Tue, 17 Nov")
    assert seen[0]["User-Agent"].startswith("slirisk/")
    assert (Story.objects.count(), feed.last_error, feed.failures) == (2, "", 0)
    assert feed.next_at == AT + timedelta(minutes=121)
    assert [job.result["outcome"] for job in Job.objects.order_by("pk")] == ["taken in", "unchanged"]


def test_after_failures_it_waits_longer_as_it_is_asked_to_and_one_that_is_gone_is_off():
    busy = (503, {"Retry-After": "36000"}, b"")
    seen, feed = asking([(500, {}, b""), busy], feed_at, ticks=4)
    assert len(seen) == 2  # at 0 and 122 minutes: two hours after the first failure
    assert (feed.failures, feed.is_on) == (2, True)
    assert feed.next_at == AT + timedelta(minutes=122) + timedelta(hours=10)
    assert "answered 503" in feed.last_error
    _, gone = asking([(410, {}, b"")], feed_at)
    assert (gone.is_on, gone.next_at) == (False, None)
    assert "gone for good" in gone.off_because


def test_two_feeds_of_one_host_are_asked_one_after_the_other():
    def two(base):
        FeedFactory(
            address=f"{base}/other", last_asked_at=AT - timedelta(seconds=1), is_on=False, off_because="So"
        )
        return feed_at(base)

    seen, feed = asking([(200, {}, rss(item(1)).encode())], two)
    assert (seen, feed.last_asked_at) == ([], None)
    assert Job.objects.get().due_at == AT + timedelta(seconds=4)


def test_a_worker_whose_lease_was_lost_files_nothing():
    def lost(base):
        return feed_at(base)

    def taken_over(*words, **more):
        Job.objects.update(token=99)
        return {"title": "", "items": [{"title": "Council story", "link": "https://p.example/1"}], "left": 0}

    with (
        serving(lambda handler: (handler.send_response(200), handler.end_headers())) as base,
        mock.patch.object(asking_feeds, "run_reader", taken_over),
    ):
        feed = lost(base)
        asking_feeds.enqueue_due(AT)
        assert asking_feeds.do_one("a worker", lambda: AT)
    feed.refresh_from_db()
    assert (Story.objects.count(), feed.last_asked_at) == (0, None)
    assert not asking_feeds.do_one("another", lambda: AT)
    assert ledger.claim(kinds=["feed"], worker="c", lease=timedelta(1), at=AT + timedelta(hours=1))


# By hand and by mail.


def test_a_pasted_alert_a_mail_and_a_feeds_file_are_read_in_a_child_and_filed_once(at):
    adviser = adviser_for(CouncilFactory())
    read = alerts_from_mail(MAIL.encode())
    assert read["title"] == "Google Alert - Marchford"
    (one,) = read["items"]
    assert (one["title"], one["publisher"]) == (
        "Marchford Council cabinet to consider gap",
        "Marchford Gazette",
    )
    assert (one["excerpt"], one["published"][:10]) == ("Members of the cabinet", "2026-11-18")
    filed = bring_stories(by=adviser, at=at, items=read["items"], came_by="mail")
    assert (filed.stories, Copy.objects.get().brought_by) == (1, adviser)
    pasted = reading_mail.from_text(PASTED)
    assert [row["title"] for row in pasted] == [
        "Marchford Council cabinet to consider gap",
        "Leader of Marchford quits",
    ]
    again = bring_stories(by=adviser, at=at, items=pasted, came_by="paste")
    assert (again.stories, again.known) == (1, 1)
    assert Copy.objects.get(title__startswith="Leader").link == "https://x.example/b"
    assert read_brought(rss(item(1)).encode())["came_by"] == "file"
    for wrong, why in (
        (b" ", "Paste an e-alert"),
        (b"Nothing here", "No heading with a link"),
        (b"x" * 4_300_000, "at most"),
    ):
        with pytest.raises(Refused, match=why):
            read_brought(wrong)
    with pytest.raises(NotPermitted):
        bring_stories(by=UserFactory(analyst=True), at=at, items=pasted, came_by="paste")


def test_a_feed_is_read_from_bytes_alone_in_each_of_its_shapes():
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>'
    atom += '<title type="html">&lt;b&gt;A&lt;/b&gt;</title>'
    atom += '<link rel="self" href="https://s.example"/><link href="/a"/>'
    atom += "<updated>2026-11-17T08:00:00+01:00</updated></entry></feed>"
    (one,) = reading_feeds.parsed(atom.encode(), "https://p.example/feed")["items"]
    assert (one["title"], one["link"], one["published"]) == (
        "A",
        "https://p.example/a",
        "2026-11-17T07:00:00+00:00",
    )
    rdf = '<rdf:RDF xmlns:rdf="x" xmlns="y" xmlns:cm="z"><item><title>B &amp; C</title><link>https://p.example/b</link>'
    rdf += "<cm:sentiment>Negative</cm:sentiment></item></rdf:RDF>"
    (two,) = reading_feeds.parsed(rdf.encode())["items"]
    assert (two["title"], two["sentiment"]) == ("B & C", "negative")
    tagged = rss(item(1, category="sentiment:positive"), item(2, sentiment="0.7")).encode()
    assert [row["sentiment"] for row in reading_feeds.parsed(tagged)["items"]] == ["positive", ""]
    broken = rss(item(1), item(2))[:-60].replace("Council matter 1", "Cuts & <b>more").encode()
    assert len(reading_feeds.parsed(broken)["items"]) == 2
