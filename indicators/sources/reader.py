"""What the child process runs: one adapter on one file, its rows left where it was told."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..rows import Rows
from . import described, ees, ees_api, fingertips, lait, lg_inform, nomis, ons_els

# Each takes the file and its source's options (`SourceDefinition.how_to_read`).
ADAPTERS: dict[str, Callable[[Path, Mapping[str, Any]], Rows]] = {
    "ons-els": ons_els.parse,
    "fingertips": fingertips.parse,
    "nomis": nomis.parse,
    "lait": lait.parse,
    "ees": ees.parse,
    "described-table": described.parse,
    "ees-api": ees_api.parse,
    "lg-inform": lg_inform.parse,
}


def read(out: str, path: str, wire_format: str, options: Mapping[str, Any]) -> None:
    """Read a publisher's file and save its rows; a file that cannot be used raises with a sentence."""
    ADAPTERS[wire_format](Path(path), options).save(Path(out))
