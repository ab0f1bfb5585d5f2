"""The published figures the demonstration carries, taken in before the concerns whose evidence they are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from django.db import connection

from indicators import catalogue
from indicators.demonstration.publisher import published
from indicators.ingest import sync_catalogue
from indicators.sources.pulling import pull


def load_figures(wanted: Collection[str] | None, *, at: datetime) -> int:
    """Take in the extracts that these indicators come from (None: all); returns how many sources that were.

    The workers then ask the demonstration's publisher for the same files, and find nothing new.
    """
    sync_catalogue()
    slugs = [
        slug
        for slug in catalogue.sources()
        if wanted is None or {one.slug for one in catalogue.indicators_of(slug).values()} & set(wanted)
    ]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return sum(pool.map(lambda slug: _taken(slug, Path(folder), at), slugs))


def _taken(slug: str, folder: Path, at: datetime) -> bool:
    """Whether the source's extract went in; each in a connection of its own thread."""
    held = published(f"{slug}.csv")
    if held is None:
        return False
    path = folder / f"{slug}.csv"
    path.write_bytes(held[0])
    try:
        return pull(slug, at=at, file=path).went_well
    finally:
        connection.close()
