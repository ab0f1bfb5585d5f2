"""The published figures the demonstration carries, taken in where evidence rests on them."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from indicators import catalogue
from indicators.demonstration.publisher import published
from indicators.ingest import sync_catalogue
from indicators.sources.pulling import pull


def load_figures(wanted: set[str], *, at: datetime) -> int:
    """Take in the extracts that these indicators come from; returns how many sources that were.

    The workers pull the others from the demonstration's publisher within a minute of the start, and find
    nothing new in these.
    """
    sync_catalogue()
    taken = 0
    with tempfile.TemporaryDirectory() as folder:
        for slug in catalogue.sources():
            held = published(f"{slug}.csv")
            if held and wanted & {one.slug for one in catalogue.indicators_of(slug).values()}:
                path = Path(folder) / f"{slug}.csv"
                path.write_bytes(held[0])
                taken += pull(slug, at=at, file=path).went_well
    return taken
