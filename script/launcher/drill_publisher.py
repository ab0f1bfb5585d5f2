"""The drill's publisher: sources whose releases follow one another, each with a few figures revised.

What it serves is its own oracle: the figures that ought to be held once a release is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SOURCES = {
    "ons-els-cigarette-smokers": "Cigarette smokers",
    "ons-els-claimant-count": "Claimant Count",
    "ons-els-gcses-in-english-and-maths": "GCSEs in English and Maths",
    "ons-els-gigabit-capable-broadband": "Gigabit capable broadband",
    "ons-els-modelled-unemployment": "Modelled unemployment rate",
    "ons-els-persistent-absences-for-all-pupils": "Persistent absences for all pupils",
    "ons-els-preventable-cardiovascular-mortality-england": "Preventable cardiovascular mortality (England)",
    "ons-els-pupils-at-expected-standards-by-end-of-primary-school": (
        "Pupils meeting the expected standard in reading, writing and maths"
    ),
}
YEARS = (2022, 2023, 2024)
REVISED = 9  # figures in each release
Figures = dict[tuple[int, int], float]  # council's id and year → value


@dataclass(frozen=True)
class Version:
    """One release: its bytes, their hash, the figures in it."""

    content: bytes
    sha256: str
    figures: Figures


@dataclass
class Offer:
    """A source's releases, and which of them is given out now (-1: none yet)."""

    slug: str
    versions: list[Version]
    now: int = -1
    served: set[str] = field(default_factory=set)

    @property
    def current(self) -> Version:
        """The release given out now."""
        return self.versions[self.now]

    @property
    def is_last(self) -> bool:
        """Whether no other follows."""
        return self.now == len(self.versions) - 1


def offers(loads: int, seed: int) -> list[Offer]:
    """`loads` releases shared out among the sources."""
    from councils.models import Council

    held = Council.objects.filter(is_fictional=False, existed_until_on__isnull=True).order_by("code")
    councils = [
        (one.pk, one.code, one.short_name)
        for one in held
        if one.existed_from_on is None or one.existed_from_on <= date(min(YEARS), 1, 1)
    ]
    drawn = random.Random(seed)  # noqa: S311 a drill's own
    shares = [loads // len(SOURCES) + (n < loads % len(SOURCES)) for n in range(len(SOURCES))]
    return [
        Offer(slug, _versions(name, councils, share, drawn))
        for (slug, name), share in zip(SOURCES.items(), shares, strict=True)
    ]


def _versions(
    name: str, councils: list[tuple[int, str, str]], count: int, drawn: random.Random
) -> list[Version]:
    from tests.factories.indicators import els

    figures: Figures = {}
    for pk, _, _ in councils:
        level = drawn.uniform(20, 60)
        for year in YEARS:
            figures[pk, year] = round(level + drawn.uniform(-2, 2), 2)
    made = []
    for _ in range(count):
        for cell in drawn.sample(sorted(figures), REVISED):
            figures[cell] = round(figures[cell] + drawn.choice((-0.21, -0.13, 0.13, 0.21)), 2)
        content = els(
            {
                "areacd": code,
                "areanm": called,
                "indicator": name,
                "period": f"{year}-01-01/P1Y",
                "observation": f"{figures[pk, year]:.2f}",
            }
            for pk, code, called in councils
            for year in YEARS
        )
        made.append(Version(content, hashlib.sha256(content).hexdigest(), dict(figures)))
    return made


@contextlib.contextmanager
def publishing(given: list[Offer], seed: int) -> Iterator[str]:
    """Serves them on the loopback, slowly at times, so that a fetch can be cut; gives the base address."""
    by_path = {f"/{offer.slug}.csv": offer for offer in given}
    drawn = random.Random(seed + 1)  # noqa: S311 a drill's own

    class Handler(BaseHTTPRequestHandler):
        timeout = 20

        def do_GET(self) -> None:
            offer = by_path.get(self.path)
            if offer is None or offer.now < 0:
                self.send_response(404)
                self.end_headers()
                return
            version = offer.current
            if self.headers.get("If-None-Match") == f'"{version.sha256}"':
                self.send_response(304)
                self.end_headers()
                return
            with contextlib.suppress(OSError):  # the asker was killed
                self._give(version)
                offer.served.add(version.sha256)

        def _give(self, version: Version) -> None:
            self.send_response(200)
            self.send_header("ETag", f'"{version.sha256}"')
            self.send_header("Content-Length", str(len(version.content)))
            self.end_headers()
            half = len(version.content) // 2
            self.wfile.write(version.content[:half])
            time.sleep(drawn.choice((0.0, 0.0, 0.1, 0.3)))
            self.wfile.write(version.content[half:])

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
