"""One pull of one source: fetch, parse in a child, sift, judge, load; the last figures stay whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from common.fetching import FetchFailed, fetch
from common.parsing_child import ParsingFailed, run_parser
from councils.lookup import Resolver
from indicators import catalogue, ingest, plausibility, sifting
from indicators.models import Check, Release, Source
from indicators.rows import Rows

READING = 1  # raise it when an adapter or the sifting reads the same bytes differently
CHILD_BYTES = 1024 * 1024 * 1024
CHILD_SECONDS = 60
LONDON = ZoneInfo("Europe/London")
LONGEST_WAIT = timedelta(days=7)


@dataclass(frozen=True)
class Pulled:
    """What one pull did; `as_line` is the command's line of JSON."""

    source: str
    outcome: str
    sentence: str = ""
    release: str = ""
    observations: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    councils: int = 0
    rejected: list[dict[str, object]] = field(default_factory=list)

    @property
    def went_well(self) -> bool:
        """Whether the figures are now what the publisher gives."""
        return self.outcome in (Check.Outcome.LOADED, Check.Outcome.UNCHANGED)

    def as_dict(self) -> dict[str, object]:
        """In the order the command prints."""
        return {
            "source": self.source,
            "release": self.release,
            "outcome": self.outcome,
            "sentence": self.sentence,
            "observations": self.observations,
            "new": self.new,
            "revised": self.revised,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "councils": self.councils,
        }


def address_of(source: catalogue.SourceDefinition) -> str:
    """Where to ask: the publisher's own address, or the one set in its place.

    INDICATOR_PUBLISHER is a base address that stands in for every publisher (the demonstration's and the
    tests' loopback): the file is asked for as `<base>/<slug>.csv`.
    """
    base = str(getattr(settings, "INDICATOR_PUBLISHER", "") or "")
    return f"{base.rstrip('/')}/{source.slug}.csv" if base else source.address


def pull(
    slug: str,
    *,
    at: datetime,
    file: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
    hold: Callable[[], object] = lambda: None,
) -> Pulled:
    """Ask for a source's file (or take `file`) and load what is new in it.

    `progress` is told each step; `hold` is called inside the loading transaction and may raise to stop a
    worker that has lost its lease. Whatever goes wrong, the figures held before stay as they were.
    """
    definition = catalogue.sources()[slug]
    source = Source.objects.select_related("current_release").get(slug=slug)
    reading = _reading(slug)
    same_reading = bool(source.current_release and source.current_release.reading == reading)
    progress("Asking the publisher")
    try:
        came, path = _bring(source, definition, file, at, conditional=same_reading)
    except FetchFailed as failure:
        return _failed(source, failure, at)
    if came is None:
        return _unchanged(source, at)
    current = source.current_release
    if current and current.sha256 == came.sha256 and same_reading:
        return _unchanged(source, at)
    older = source.releases.filter(sha256=came.sha256, state=Release.State.LOADED)
    if current and current.sha256 != came.sha256 and older.exists():
        return _refused(
            source, came, "This file was loaded before and a newer one has replaced it since.", at
        )
    progress("Reading the file")
    try:
        rows = _read(path, definition)
    except ParsingFailed as failure:
        return _refused(source, came, failure.sentence, at)
    progress(f"Loading {len(rows):,} rows")
    return _load(source, definition, came, rows, reading, at, hold)


def _reading(slug: str) -> str:
    """A hash of how a file is read: the adapters' version, the indicators it is read for, the year."""
    keys = sorted(
        (key.indicator, key.sex, key.age, one.slug) for key, one in catalogue.indicators_of(slug).items()
    )
    said = json.dumps([READING, catalogue.sources()[slug].year, keys])
    return hashlib.sha256(said.encode()).hexdigest()


def _bring(
    source: Source,
    definition: catalogue.SourceDefinition,
    file: Path | None,
    at: datetime,
    *,
    conditional: bool,
) -> tuple[ingest.Came | None, Path]:
    """The file kept by its hash; None where the publisher says nothing has changed."""
    folder = Path(settings.RAW_FILES_DIR)
    if file is not None:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / digest
        if not kept.exists():
            temporary = kept.with_suffix(".part")
            shutil.copyfile(file, temporary)
            temporary.replace(kept)
        return ingest.Came(digest, kept.stat().st_size, file.name, at), kept
    address = address_of(definition)
    fetched = fetch(
        address,
        folder,
        etag=source.etag if conditional else "",
        last_modified=source.last_modified if conditional else "",
    )
    if fetched.path is None:
        return None, folder
    source.etag, source.last_modified = fetched.etag[:300], fetched.last_modified[:100]
    return ingest.Came(fetched.sha256, fetched.size, address, at), fetched.path


def _read(path: Path, definition: catalogue.SourceDefinition) -> Rows:
    out = run_parser(
        "indicators.sources.reader:read",
        {"path": str(path.resolve()), "wire_format": definition.format, "year": definition.year},
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
    hold: Callable[[], object],
) -> Pulled:
    with transaction.atomic():
        locked = (
            Source.objects.select_for_update(of=("self",)).select_related("current_release").get(pk=source.pk)
        )
        hold()
        current = locked.current_release
        if current and current.sha256 == came.sha256 and current.reading == reading:
            return _unchanged(locked, at)  # another worker was quicker
        sifted = sifting.sift(rows, source.slug, Resolver.load())
        against = plausibility.objections(sifted, definition, at.astimezone(LONDON).date())
        if not against:
            locked.etag, locked.last_modified = source.etag, source.last_modified
            release = ingest.load(source=locked, came=came, sifted=sifted, read_with=reading, at=at)
            ingest.note_check(source=locked, outcome=Check.Outcome.LOADED, at=at, release=release)
            return _told(locked, release, Check.Outcome.LOADED)
        transaction.set_rollback(True)  # what the sifting made for these rows is not wanted
    return _refused(source, came, " ".join(against), at)


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
    """Nothing new: one line of history, no row of figures."""
    release = source.current_release
    ingest.note_check(source=source, outcome=Check.Outcome.UNCHANGED, at=at, release=release)
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
