"""Feeds as work in the ledger: which are due, and one at a time asked politely, read in a child and filed."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from common import scratch
from common.fetching import Fetched, FetchFailed, fetch
from common.parsing_child import ParserKilled, ParsingFailed
from common.turns import NotYourTurn, turn_at
from intelligence.filing import Filed, file_items
from intelligence.models import CameBy, Feed
from intelligence.sources.bringing import MOST_BYTES, run_reader
from ledger import workflow as ledger
from ledger.models import Job
from ledger.workflow import LeaseLost

log = logging.getLogger(__name__)

KIND = "feed"
READER = "intelligence.sources.reading_feeds:read_feed"
AGENT = "slirisk/0.1 (sector-led improvement; reads public feeds)"
LEASE = timedelta(minutes=3)
MOST_SECONDS = 30
MOST_REDIRECTS = 3
SPACING = timedelta(seconds=5)  # between two questions to one host
LONGEST_WAIT = timedelta(days=1)
LONGEST_ASKED_TO_WAIT = timedelta(days=7)
MOST_FAULTS = 4
STANDS = "What it brought before stands."
GONE = 410


def enqueue_due(at: datetime) -> int:
    """Put every feed that is due into the ledger, each once; how many wait to be asked."""
    due = Feed.objects.filter(is_on=True).filter(Q(next_at__isnull=True) | Q(next_at__lte=at))
    for pk in due.order_by("next_at", "pk").values_list("pk", flat=True):
        ledger.enqueue(kind=KIND, key=str(pk), arguments={"feed": pk}, at=at)
    return Job.objects.filter(kind=KIND, state=Job.State.WAITING, due_at__lte=at).count()


def do_one(worker: str, clock: Callable[[], datetime]) -> bool:
    """Claim one feed that is due and ask it; False where there is none. Safe to run twice at once."""
    job = ledger.claim(kinds=[KIND], worker=worker, lease=LEASE, at=clock())
    if job is None:
        return False
    try:
        _do(job, clock)
    except LeaseLost:
        log.warning("feed %s was taken over by another worker", job.key)
    return True


def _do(job: Job, clock: Callable[[], datetime]) -> None:
    feed = Feed.objects.filter(pk=job.arguments["feed"], is_on=True).first()
    if feed is None:
        ledger.finish(job_id=job.pk, token=job.token, result={"outcome": "off"}, at=clock())
        return
    free_at = _host_free_at(feed)
    if free_at and free_at > clock():
        ledger.postpone(job_id=job.pk, token=job.token, until=free_at)
        return
    try:
        outcome = ask(feed, job, at=clock())
    except LeaseLost:
        raise
    except (NotYourTurn, ParserKilled):
        ledger.postpone(job_id=job.pk, token=job.token, until=clock() + SPACING)
        return
    except Exception as fault:
        log.exception("feed %s stopped", job.key)
        _note_fault(job, feed, type(fault).__name__, clock())
        return
    log.info("feed %s: %s", job.key, outcome)


def ask(feed: Feed, job: Job, *, at: datetime) -> str:
    """Ask one feed, read it and file what is new; "unchanged", "taken in", "failed" or "gone".

    What came of it and the end of the job are one transaction, behind the job's fence.
    """
    try:
        with scratch.folder_in(Path(tempfile.gettempdir())) as folder:
            with turn_at(feed.address):
                fetched = _fetched(feed, folder)
            if fetched.path is None:
                return _answered(feed, job, fetched, None, at)
            read = run_reader(READER, fetched.path, address=feed.address)
    except (FetchFailed, ParsingFailed) as failure:
        return _failed(feed, job, failure, at)
    with transaction.atomic():
        ledger.hold(job_id=job.pk, token=job.token)
        filed = file_items(read["items"], came_by=CameBy.FEED, feed=feed, at=at, left=read["left"])
        return _answered(feed, job, fetched, filed, at)


def _fetched(feed: Feed, folder: Path) -> Fetched:
    return fetch(
        feed.address,
        folder,
        etag=feed.etag,
        last_modified=feed.last_modified,
        max_bytes=MOST_BYTES,
        max_seconds=MOST_SECONDS,
        redirects=MOST_REDIRECTS,
        agent=AGENT,
        stands=STANDS,
    )


@transaction.atomic
def _answered(feed: Feed, job: Job, fetched: Fetched, filed: Filed | None, at: datetime) -> str:
    outcome = "unchanged" if filed is None else "taken in"
    changes: dict[str, object] = {
        "last_asked_at": at,
        "last_fetched_at": at,
        "last_error": "",
        "failures": 0,
        "next_at": at + timedelta(minutes=feed.every_minutes),
    }
    if filed is not None:
        changes |= {"etag": _kept(fetched.etag, 300), "last_modified": _kept(fetched.last_modified, 100)}
    Feed.objects.filter(pk=feed.pk).update(**changes)
    result = {"outcome": outcome, **(filed.as_dict() if filed else {})}
    ledger.finish(job_id=job.pk, token=job.token, result=result, at=at)
    return outcome


@transaction.atomic
def _failed(feed: Feed, job: Job, failure: FetchFailed | ParsingFailed, at: datetime) -> str:
    """Asked again later, each time after a longer wait; a feed that is gone is switched off."""
    failures = feed.failures + 1
    wait = min(timedelta(minutes=feed.every_minutes) * 2 ** min(failures, 12), LONGEST_WAIT)
    asked_to = getattr(failure, "retry_after", None)
    if asked_to is not None:
        wait = max(wait, min(timedelta(seconds=asked_to), LONGEST_ASKED_TO_WAIT))
    changes: dict[str, object] = {
        "last_asked_at": at,
        "last_error": failure.sentence[:500],
        "failures": failures,
        "next_at": at + wait,
    }
    gone = getattr(failure, "answered", None) == GONE
    if gone:
        host = urlsplit(feed.address).hostname
        said = f"{host} says that this feed is gone for good. Enter another address to switch it on again."
        changes |= {"is_on": False, "off_because": said[:300], "next_at": None}
    Feed.objects.filter(pk=feed.pk).update(**changes)
    outcome = "gone" if gone else "failed"
    result = {"outcome": outcome, "sentence": failure.sentence[:500]}
    ledger.finish(job_id=job.pk, token=job.token, result=result, at=at)
    return outcome


@transaction.atomic
def _note_fault(job: Job, feed: Feed, fault: str, at: datetime) -> None:
    """A fault of ours is said beside the feed like one of its publisher's, and tried again a few times."""
    said = f"The asking stopped by a fault of this service ({fault}). {STANDS}"
    again_at = at + timedelta(minutes=2**job.attempts) if job.attempts < MOST_FAULTS else None
    ledger.fail(job_id=job.pk, token=job.token, sentence=said, at=at, again_at=again_at)
    next_at = at + timedelta(minutes=feed.every_minutes)
    Feed.objects.filter(pk=feed.pk).update(last_asked_at=at, last_error=said, next_at=next_at)


def _host_free_at(feed: Feed) -> datetime | None:
    """When this feed's host may be asked again."""
    parts = urlsplit(feed.address)
    same_host = Feed.objects.filter(address__istartswith=f"{parts.scheme}://{parts.netloc}/")
    last = (
        same_host.exclude(pk=feed.pk).filter(last_asked_at__isnull=False).order_by("-last_asked_at").first()
    )
    return last.last_asked_at + SPACING if last and last.last_asked_at else None


def _kept(said: str, most: int) -> str:
    """A mark of the publisher's to send back, or none where it is too long or could break a header."""
    return said if len(said) <= most and said.isascii() and said.isprintable() else ""
