"""One entry of a dated stream, whichever room it comes from (UI.md: ○ note ◆ data ■ decision)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

NOTE, DATA, DECISION = "note", "data", "decision"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happened: when (claimed), when taken in, what, who says so, and where it stands."""

    mark: str
    happened_on: date
    recorded_at: datetime
    title: str
    text: str = ""
    who: str = ""
    labels: tuple[str, ...] = ()
    address: str = ""

    @property
    def signed(self) -> str:
        """Who and when, as the page prints it."""
        when = f"{self.happened_on.day} {self.happened_on:%B %Y}"
        return f"{self.who} · {when}" if self.who else when


def merged(*streams: Iterable[Entry], limit: int | None = None) -> list[Entry]:
    """The streams as one, newest first; what happened on one day stands by when it was taken in."""
    entries = [entry for stream in streams for entry in stream]
    entries.sort(key=lambda entry: (entry.happened_on, entry.recorded_at), reverse=True)
    return entries[:limit]
