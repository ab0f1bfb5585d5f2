"""What the report takes from live concerns, and no more: the one place where it reads the cases room.

A paper names allow-listed fields only (TRUST section 3, 13): never a note, a source or a discussion's words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from councils.models import Council

# From this stage on a concern is spoken of in full; below it, by its one-line summary (WORKFLOW section 1).
SPOKEN_OF_IN_FULL = ("3", "4", "5a", "5b")


@dataclass(frozen=True)
class LiveSupport:
    """A support package as the Panel is told of it (R147): what, by whom, how it goes."""

    what: str
    by_whom: str = ""
    progress: str = ""
    progress_on: date | None = None
    asks_for_attention: bool = False


@dataclass(frozen=True)
class LiveConcern:
    """One open concern: `stage` is the digit as printed ("3", "5a"), `line` its line to the Panel."""

    id: int
    council: Council
    stage: str
    stage_name: str
    summary: str
    stage_since_on: date | None = None
    conclusion: str = ""
    next_review_on: date | None = None
    line: str = ""
    support: tuple[LiveSupport, ...] = field(default=())

    @property
    def in_full(self) -> bool:
        """Whether the paper may say more than the one-line summary."""
        return self.stage in SPOKEN_OF_IN_FULL

    @property
    def reported(self) -> bool:
        """Whether it is before the Panel: it has a line to PSP, or its support is monitored there."""
        return bool(self.line) or self.stage in {"4", "5a", "5b"}


def open_concerns(on: date, council_ids: Iterable[int] | None = None) -> list[LiveConcern]:
    """Every open concern (of these councils), by council's name and number."""
    return []
