"""Hostile feeds asked by the real code, one after the other, and what came of each set beside what may.

What is looked at: a sentence or cleaned items, never an error of ours; time and memory; that nothing but the
publisher was asked; and the inbox's pages as they are sent, in which nothing of a feed may run or be fetched.
"""

from __future__ import annotations

import re
import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from unittest import mock

from django.test import Client, override_settings
from lxml import html

from intelligence.models import Copy, Feed, Story
from intelligence.sources import asking_feeds
from ledger.models import Job
from tests.factories.stories import FeedFactory
from tests.intelligence.hostile_feeds import CLEANED, REFUSED, Hostile, give, made, serving

MOST_SECONDS, MOST_MEGABYTES = 20, 256
OWN = re.compile(r"^(/|\?|#|$)")
LEADS = {"src", "href", "action", "formaction", "xlink:href", "data", "poster", "srcset"}
HTTP = re.compile(r"^https?://[^@\s]+$")


@contextmanager
def _watched(allowed: set[int], left: list[str]) -> Iterator[None]:
    """Every connection this process makes: to the publisher alone, or it stands in `left`."""
    connect = socket.socket.connect

    def told(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[1] not in allowed:
            left.append(f"{address[0]}:{address[1]}")
        connect(self, address)

    with mock.patch.object(socket.socket, "connect", told):
        yield


def asked(
    seed: int,
    count: int,
    *,
    patience: float,
    told: Callable[..., None] | None = None,
    reader: Callable[..., dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Ask `count` feeds from the seed; faults as sentences, and counts.

    `patience`: seconds a feed may drip. `reader` reads in place of the child process.
    """
    faults: list[str] = []
    left: list[str] = []
    trapped: list[str] = []
    given: dict[str, Hostile] = {}
    clock = datetime.now(tz=UTC)  # noqa: TID251
    refused = cleaned = 0
    slowest = 0.0
    stood = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    with (
        serving(lambda handler: trapped.append(handler.path)) as trap,
        serving(lambda handler: give(handler, given[handler.path.partition("?")[0]])) as base,
        mock.patch.object(asking_feeds, "MOST_SECONDS", patience),
        mock.patch.object(asking_feeds, "run_reader", reader or asking_feeds.run_reader),
        _watched({int(base.rsplit(":", 1)[1])}, left),
    ):
        for number, one in enumerate(made(seed, count, trap)):
            given[f"/{number}"] = one
            feed = cast(Feed, FeedFactory(title=f"Feed {number}", address=one.asked_as or f"{base}/{number}"))
            Job.objects.all().delete()
            Feed.objects.exclude(pk=feed.pk).update(last_asked_at=None, is_on=False, off_because="Done.")
            clock += timedelta(minutes=1)
            begun = time.perf_counter()
            with override_settings(FETCH_LOOPBACK=not one.asked_as):
                asking_feeds.enqueue_due(clock)
                asking_feeds.do_one("drill", lambda: clock)  # noqa: B023  (called here and now)
            took = time.perf_counter() - begun
            slowest = max(slowest, took)
            feed.refresh_from_db()
            came = Copy.objects.filter(feed=feed).count()
            refused, cleaned = refused + bool(feed.last_error), cleaned + bool(not feed.last_error)
            faults += [f"{number} {one.kind}: {fault}" for fault in _faults(one, feed, came, took)]
            if told:
                told(number, one.kind, feed.last_error, came, round(took, 2))
    faults += [f"asked the trap: {path}" for path in trapped]
    faults += [f"connected to {where}" for where in set(left)]
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    # The greatest of all children so far: what an earlier one took is not a reader's.
    if memory > max(MOST_MEGABYTES, stood):
        faults.append(f"a reader took {memory} MB")
    return {
        "feeds": count,
        "refused": refused,
        "cleaned": cleaned,
        "items": Copy.objects.count(),
        "stories": Story.objects.count(),
        "requests_leaving": len(trapped) + len(left),
        "slowest_seconds": round(slowest, 1),
        "reader_megabytes": memory,
        "faults": faults,
    }


def _faults(one: Hostile, feed: Feed, came: int, took: float) -> Iterator[str]:
    job = Job.objects.filter(kind=asking_feeds.KIND, key=str(feed.pk)).latest("pk")
    if job.state != Job.State.DONE:
        yield f"its job is {job.state}: {job.failure}"
    if "fault of this service" in feed.last_error:
        yield feed.last_error
    if one.may == REFUSED and (came or not feed.last_error):
        yield f"{came} items were taken in"
    if one.may == CLEANED and (feed.last_error or not came):
        yield f"nothing was taken in: {feed.last_error}"
    if feed.last_error and not re.search(r"[.!?]$", feed.last_error):
        yield f"no sentence: {feed.last_error}"
    if came > 200:
        yield f"{came} items were taken in at once"
    if took > MOST_SECONDS + 10:
        yield f"it took {took:.0f} s"


def pages(client: Client, most: int | None = None) -> Iterator[tuple[str, str]]:
    """Every page of the inbox and of its stories and feeds (`most` of each), as it is sent."""
    number = 1
    while True:
        address = f"/intelligence/inbox?page={number}"
        answer = client.get(address)
        yield address, answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"
        if f"page={number + 1}" not in answer.content.decode():
            break
        number += 1
    every = [story.get_absolute_url() for story in Story.objects.all()[:most]]
    feeds = ["/intelligence/feeds", *(feed.get_absolute_url() for feed in Feed.objects.all()[:most])]
    notes = [f"{address}/note" for address in every[:20]]
    for address in [*every, *feeds, *notes]:
        answer = client.get(address)
        yield address, answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def harm_in(address: str, sent: str) -> list[str]:
    """What of a page could run, or be fetched from elsewhere."""
    if not sent.startswith("<") and len(sent) < 5:
        return [f"{address} answered {sent}"]
    elements = [element for element in html.fromstring(sent).iter() if isinstance(element.tag, str)]
    return [f"{address}: {harm}" for element in elements for harm in _harm_of(element)]


def _harm_of(element: Any) -> Iterator[str]:
    if element.tag in ("iframe", "object", "embed", "base", "math", "video", "audio"):
        yield f"<{element.tag}>"
    if element.tag == "meta" and element.get("http-equiv"):
        yield "<meta http-equiv>"
    if element.tag in ("script", "style") and (element.text or "").strip():
        yield f"<{element.tag}> with words in it"
    for name, value in element.attrib.items():
        if name.startswith("on") or name == "style":
            yield f"{name}="
        elif name in LEADS and not OWN.match(value) and not _is_plain_link(element, value):
            yield f"{name}={value[:60]}"


def _is_plain_link(element: Any, value: str) -> bool:
    return element.tag == "a" and bool(HTTP.match(value)) and "noreferrer" in element.get("rel", "")
