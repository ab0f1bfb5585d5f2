"""What the child process runs: one adapter on one file, its rows left where it was told."""

from collections.abc import Callable
from pathlib import Path

from ..rows import Rows
from . import fingertips, ons_els

ADAPTERS: dict[str, Callable[[Path, str], Rows]] = {"ons-els": ons_els.parse, "fingertips": fingertips.parse}


def read(out: str, path: str, wire_format: str, year: str) -> None:
    """Read a publisher's file and save its rows; a file that cannot be used raises with a sentence."""
    ADAPTERS[wire_format](Path(path), year).save(Path(out))
