"""One pull of one source: fetch, parse in a child, sift, judge, load; the last figures stay whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from common import scratch
from common.fetching import FetchFailed
from common.parsing_child import ParsingFailed, run_parser
from common.turns import turn_at
from councils.lookup import Resolver
from indicators import asked, catalogue, definitions, ingest, inhand, plausibility, sifting
from indicators.models import Check, Release, Source
from indicators.rows import Rows
from indicators.sources import asking, waiting
from indicators.sources.pulled import Pulled

NOT_ASKED = "not asked"
READING = 1  # raise it when an adapter or the sifting reads the same bytes differently
CHILD_BYTES = 1024 * 1024 * 1024
CHILD_SECONDS = 60
LONDON = ZoneInfo("Europe/London")
LONGEST_WAIT = timedelta(days=7)


def pull(
    slug: str,
    *,
    at: datetime,
    file: Path | None = None,
    called: str = "",
) -> Pulled:
    """Ask for a source's file (or take `file`) and load what is new in it.

    `called` is the file's name where it is kept under its hash. Each step is told to the work in hand, and
    each write stands behind its fence (`inhand`). Whatever goes wrong, the figures held
    before stay as they were.
    """
    definition = definitions.sources()[slug]
    why_not = "" if file else asked.why_not(definition)
    if why_not:
        return Pulled(source=slug, outcome=NOT_ASKED, sentence=why_not)
    source = Source.objects.select_related("current_release").get(slug=slug)
    reading = how_read(definition)
    same_reading = bool(source.current_release and source.current_release.reading == reading)
    inhand.step("asking")
    try:
        came, path = _bring(source, definition, file, called, at, conditional=same_reading)
    except FetchFailed as failure:
        return _failed(source, failure, at)
    if came is None:
        return _unchanged(source, at)
    current = source.current_release
    if current and current.sha256 == came.sha256 and same_reading:
        return _unchanged(source, at)
    waits = waiting.still(source, came, reading, at)
    if waits:
        return waits
    older = source.releases.filter(sha256=came.sha256, state=Release.State.LOADED)
    if current and current.sha256 != came.sha256 and older.exists():
        return _refused(
            source, came, "This file was loaded before and a newer one has replaced it since.", at
        )
    inhand.step("reading")
    try:
        rows = read_rows(path, definition, came.came_from)
    except ParsingFailed as failure:
        return _refused(source, came, failure.sentence, at)
    inhand.step("checking", len(rows))
    return _load(source, definition, came, rows, reading, at)


def how_read(definition: catalogue.SourceDefinition) -> str:
    """A hash of how a file is read: the adapters' version, the indicators it is read for, the year."""
    keys = sorted(
        (*astuple(key), one.slug) for key, one in definitions.indicators_of(definition.slug).items()
    )
    said = json.dumps([READING, definition.how_to_read, keys], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _bring(
    source: Source,
    definition: catalogue.SourceDefinition,
    file: Path | None,
    called: str,
    at: datetime,
    *,
    conditional: bool,
) -> tuple[ingest.Came | None, Path]:
    """The file kept by its hash; None where the publisher says nothing has changed."""
    folder = Path(settings.RAW_FILES_DIR)
    if file is not None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        kept = folder / digest
        if not kept.exists():
            scratch.keep(file.read_bytes(), folder, digest)
        return ingest.Came(digest, kept.stat().st_size, called or file.name, at), kept
    with turn_at(asked.address_of(definition)):
        fetched = asking.bring(
            definition,
            folder,
            etag=source.etag if conditional else "",
            last_modified=source.last_modified if conditional else "",
        )
    if fetched.path is None:
        return None, folder
    source.etag, source.last_modified = fetched.etag[:300], fetched.last_modified[:100]
    return ingest.Came(fetched.sha256, fetched.size, asked.address_of(definition), at), fetched.path


def read_rows(path: Path, definition: catalogue.SourceDefinition, came_from: str) -> Rows:
    """A publisher's file read in a child process, its rows whole."""
    out = run_parser(
        "indicators.sources.reader:read",
        {
            "path": str(path.resolve()),
            "wire_format": definition.format,
            # Some tables say their period in the file's name only; it is kept under its hash.
            "options": {**definition.how_to_read, "file_name": PurePosixPath(urlsplit(came_from).path).name},
        },
        folder=Path(settings.RAW_FILES_DIR),
        max_bytes=CHILD_BYTES,
        max_seconds=CHILD_SECONDS,
    )
    try:
        return Rows.load(out)
    except (ValueError, KeyError, OSError) as error:
        raise ParsingFailed("The file's reader left something that cannot be used.") from error
    finally:
        out.unlink(missing_ok=True)


def _load(
    source: Source,
    definition: catalogue.SourceDefinition,
    came: ingest.Came,
    rows: Rows,
    reading: str,
    at: datetime,
) -> Pulled:
    with transaction.atomic():
        locked = (
            Source.objects.select_for_update(of=("self",)).select_related("current_release").get(pk=source.pk)
        )
        inhand.hold()
        current = locked.current_release
        if current and current.sha256 == came.sha256 and current.reading == reading:
            return _unchanged(locked, at)  # another worker was quicker
        read = sift_and_judge(rows, definition, at)
        judged = read.judgement
        if not judged.unusable and not judged.suspicions:
            locked.etag, locked.last_modified = source.etag, source.last_modified
            release = ingest.load(
                source=locked,
                came=came,
                sifted=read.sifted,
                read_with=reading,
                at=at,
                difference=read.difference,
            )
            ingest.note_check(source=locked, outcome=Check.Outcome.LOADED, at=at, release=release)
            return _told(locked, release, Check.Outcome.LOADED)
        transaction.set_rollback(True)  # what the sifting made for these rows is not wanted
    if judged.unusable:
        return _refused(source, came, " ".join(judged.unusable), at)
    return waiting.held_back(source, came, read, at)


def sift_and_judge(rows: Rows, definition: catalogue.SourceDefinition, at: datetime) -> ingest.Read:
    """A file's rows as ids of ours, and what was found in them; inside the caller's transaction."""
    resolver = Resolver.load()
    named = plausibility.disagreements(rows, resolver)
    sifted = sifting.sift(rows, definition.slug, resolver)
    judged = plausibility.judge(sifted, definition, at.astimezone(LONDON).date(), named)
    return ingest.Read(sifted, how_read(definition), judged)


def _told(source: Source, release: Release, outcome: str, sentence: str = "") -> Pulled:
    return Pulled(
        source=source.slug,
        outcome=outcome,
        sentence=sentence,
        release=release.sha256,
        observations=release.observations,
        new=release.new,
        revised=release.revised,
        unchanged=release.unchanged,
        councils=release.councils,
        rejected=release.rejected,
    )


@transaction.atomic
def _unchanged(source: Source, at: datetime) -> Pulled:
    """Nothing new: one line of history, no row of figures.

    The source is read again under its lock: where its figures were rolled back while the publisher was asked,
    what the publisher called the file stays forgotten, or it would say for ever that nothing has changed.
    """
    fresh = Source.objects.select_for_update(of=("self",)).select_related("current_release").get(pk=source.pk)
    release = fresh.current_release
    if release == source.current_release:
        fresh.etag, fresh.last_modified = source.etag, source.last_modified
    ingest.note_check(source=fresh, outcome=Check.Outcome.UNCHANGED, at=at, release=release)
    if release is None:
        return Pulled(source=source.slug, outcome=Check.Outcome.UNCHANGED)
    return Pulled(
        source=source.slug,
        outcome=Check.Outcome.UNCHANGED,
        release=release.sha256,
        observations=release.observations,
        unchanged=release.observations,
        councils=release.councils,
        rejected=release.rejected,
    )


@transaction.atomic
def _refused(source: Source, came: ingest.Came, sentence: str, at: datetime) -> Pulled:
    fresh = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    said = f"{sentence} The last good figures stand."
    release = ingest.note_refused(source=fresh, came=came, sentence=said, at=at)
    ingest.note_check(source=fresh, outcome=Check.Outcome.REFUSED, at=at, sentence=said, release=release)
    return Pulled(source=source.slug, outcome=Check.Outcome.REFUSED, sentence=said, release=came.sha256)


@transaction.atomic
def _failed(source: Source, failure: FetchFailed, at: datetime) -> Pulled:
    fresh = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if failure.retry_after is not None:
        fresh.not_before_at = at + min(timedelta(seconds=failure.retry_after), LONGEST_WAIT)
        Source.objects.filter(pk=fresh.pk).update(not_before_at=fresh.not_before_at)
    ingest.note_check(source=fresh, outcome=Check.Outcome.FAILED, at=at, sentence=failure.sentence)
    return Pulled(source=source.slug, outcome=Check.Outcome.FAILED, sentence=failure.sentence)


def as_line(pulled: Pulled | dict[str, Any]) -> str:
    """One line of JSON."""
    said = pulled.as_dict() if isinstance(pulled, Pulled) else pulled
    return json.dumps(said, ensure_ascii=False, default=str)
