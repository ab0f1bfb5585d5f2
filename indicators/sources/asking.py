"""How a source is asked: one request, or several whose answers become one file kept by its hash.

The caps on bytes and seconds hold for a release as a whole. A request that fails fails the release: nothing
of it is kept, and a wait that the publisher asks for is the release's. Everything goes through
`common.fetching`, the one door.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from common import scratch
from common.fetching import Fetched, FetchFailed, fetch
from councils.register import read_register
from indicators import asked
from indicators.catalogue import SourceDefinition
from indicators.sources.answers import written
from indicators.sources.signing import signed

MOST_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 300.0
MOST_REQUESTS = 100
PAUSE = 0.5  # seconds between two requests to one publisher
EES_PAGE = 10_000
AREAS_AT_ONCE = 60
ENGLAND = "E92000001"


@dataclass
class Budget:
    """What one release may still take, over all its requests."""

    folder: Path
    left: int = MOST_BYTES
    requests: int = 0
    until: float = 0.0

    def __post_init__(self) -> None:
        self.until = self.until or time.monotonic() + MOST_SECONDS

    def fetch(self, address: str, **more: Any) -> Fetched:
        """One request within what is left."""
        if self.requests:
            time.sleep(PAUSE)
        self.requests += 1
        seconds = self.until - time.monotonic()
        if self.requests > MOST_REQUESTS or seconds <= 0 or self.left <= 0:
            raise FetchFailed(
                f"The release takes more than {MOST_REQUESTS} requests, {MOST_SECONDS:.0f} s or "
                f"{MOST_BYTES:,} bytes. Nothing was taken in."
            )
        fetched = fetch(address, self.folder, max_bytes=self.left, max_seconds=seconds, **more)
        self.left -= fetched.size
        return fetched

    def read(self, address: str, **more: Any) -> bytes:
        """One request's answer, which is not kept by itself."""
        fetched = self.fetch(address, **more)
        if fetched.path is None:
            raise FetchFailed("The publisher answered 304 to a question without conditions.")
        return fetched.path.read_bytes()

    def json(self, address: str, body: object = None) -> dict[str, Any]:
        """One request's answer as an object."""
        content = None if body is None else json.dumps(body, sort_keys=True).encode()
        try:
            said = json.loads(self.read(address, body=content))
        except (ValueError, RecursionError) as error:
            raise FetchFailed("The publisher's answer is not JSON. The last good figures stand.") from error
        if not isinstance(said, dict):
            raise FetchFailed("The publisher's answer is not what its documentation says.")
        return said


def bring(source: SourceDefinition, folder: Path, *, etag: str = "", last_modified: str = "") -> Fetched:
    """Ask for a release; its one file is kept in `folder` by its hash (`path` None: nothing has changed)."""
    how = str(source.asking.get("how", "once"))
    if asked.stand_in() or how == "once":
        return fetch(asked.address_of(source), folder, etag=etag, last_modified=last_modified)
    with scratch.folder_in(folder) as temporary:
        budget = Budget(temporary)
        if how == "nomis":
            return _nomis(source, folder, budget, etag=etag, last_modified=last_modified)
        if how == "ees-api":
            return _ees_api(source, folder, budget, etag)
        return _lg_inform(source, folder, budget)


def _kept(content: bytes, folder: Path, like: Fetched | None = None, *, etag: str = "") -> Fetched:
    """Keep a release by its hash: a temporary name first, then its own."""
    digest = hashlib.sha256(content).hexdigest()
    return Fetched(
        path=scratch.keep(content, folder, digest),
        sha256=digest,
        size=len(content),
        etag=like.etag if like else etag,
        last_modified=like.last_modified if like else "",
        content_type=like.content_type if like else "application/x-ndjson",
    )


# Nomis: the same question from further on, until as many rows came as it says there are.


def _nomis(
    source: SourceDefinition, folder: Path, budget: Budget, *, etag: str, last_modified: str
) -> Fetched:
    first = budget.fetch(source.address, etag=etag, last_modified=last_modified)
    if first.path is None:
        return first
    content = first.path.read_bytes()
    heading, rows, total = _counted(content)
    if total is None or rows >= total:
        return _kept(content, folder, first)  # one answer: its tag is the release's
    while rows < total:
        page = budget.read(f"{source.address}&RecordOffset={rows}")
        page_heading, more, page_total = _counted(page)
        if page_heading != heading or page_total != total or not more:
            raise FetchFailed(
                f"Nomis gave {rows:,} of {total:,} rows and then something else. Nothing was taken in."
            )
        content = content.rstrip(b"\r\n") + b"\n" + page.partition(b"\n")[2]
        rows += more
    return _kept(content, folder)


def _counted(content: bytes) -> tuple[list[str], int, int | None]:
    """The headings of an answer, how many rows it has, and how many it says there are."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    try:
        heading = next(reader, [])
        place = next((n for n, name in enumerate(heading) if name.upper() == "RECORD_COUNT"), None)
        rows, total = 0, None
        for line in reader:
            if line:
                rows += 1
                if place is not None and place < len(line) and line[place].isdigit():
                    total = int(line[place])
    except csv.Error as error:
        raise FetchFailed("Nomis sent something that is not a table. The last good figures stand.") from error
    return heading, rows, total


# Explore Education Statistics: what the ids mean, then every page of one version of the data set.


def _ees_api(source: SourceDefinition, folder: Path, budget: Budget, etag: str) -> Fetched:
    summary = budget.json(source.address)
    version = str(summary.get("latestVersion", {}).get("version", ""))
    mark = f"version {version}" if version else ""
    if mark and mark == etag:
        return Fetched(path=None, sha256="", size=0, etag=mark, last_modified="", content_type="")
    of_version = f"?dataSetVersion={quote(version)}" if version else ""
    said: list[object] = [{"meta": budget.json(f"{source.address}/meta{of_version}")}]
    question = {
        "criteria": source.asking.get("criteria", {}),
        "indicators": list(source.asking.get("indicators", ())),
        "pageSize": EES_PAGE,
    }
    page, pages = 1, 1
    while page <= pages:
        answer = budget.json(f"{source.address}/query{of_version}", {**question, "page": page})
        paging = answer.get("paging", {})
        if not isinstance(paging.get("totalPages"), int):
            raise FetchFailed("The publisher's answer does not say how many pages there are.")
        pages = paging["totalPages"]
        said.append({"page": {"paging": paging, "results": answer.get("results", [])}})
        page += 1
    return _kept(written(said), folder, etag=mark)


# LG Inform: signed, and so many councils at a time.


def _lg_inform(source: SourceDefinition, folder: Path, budget: Budget) -> Fetched:
    key, secret = asked.key_and_secret()
    said = []
    for address in _lg_inform_addresses(source):
        try:
            content = budget.read(signed(address, key, secret))
        except FetchFailed as failure:
            # Without the error it came from, whose words may hold the signed address.
            raise FetchFailed(failure.sentence, retry_after=failure.retry_after) from None
        text = content.decode("utf-8-sig", errors="replace")
        for word in (key, secret):  # an answer may repeat its question
            text = text.replace(word, "") if len(word) >= 8 else text
        try:
            said.append(json.loads(text))
        except (ValueError, RecursionError):
            raise FetchFailed("LG Inform's answer is not JSON. The last good figures stand.") from None
    return _kept(written(said), folder)


def _lg_inform_addresses(source: SourceDefinition) -> Iterator[str]:
    """The questions: every council that stands today, and England, so many at a time."""
    codes = sorted(one.code for one in read_register().councils if one.existed_until_on is None)
    areas = [ENGLAND, *codes]
    metrics = ",".join(str(one) for one in source.asking.get("metric_types", ()))
    period = str(source.asking.get("period", "latest:5"))
    for start in range(0, len(areas), AREAS_AT_ONCE):
        chosen = ",".join(areas[start : start + AREAS_AT_ONCE])
        yield (f"{source.address}?metricType={metrics}&area={chosen}&period={period}&value.valueType=raw")
