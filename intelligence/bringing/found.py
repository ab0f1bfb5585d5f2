"""What is found in a file, before anybody has looked at it: plain words, and where each stood."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

MOST = 3000
LONGEST_CELL = 20_000
NOTE, PERSON = "note", "person"


@dataclass
class Found:
    """Items as they were written (`kind`: note or person; `where`: “row 4 of Notes”), and what was not read.

    The words of an item: council, day, text, source, who, known, and of a person office, name, title.
    """

    items: list[dict[str, Any]] = field(default_factory=list)
    unread: list[dict[str, str]] = field(default_factory=list)
    left_out: int = 0

    def add(self, kind: str, where: str, **said: str) -> None:
        """One item; past the cap it is only counted."""
        if len(self.items) >= MOST:
            self.left_out += 1
            return
        plain = {name: tidy(words) for name, words in said.items() if tidy(words)}
        self.items.append({"kind": kind, "where": where, "said": plain})

    def pass_over(self, where: str, why: str, words: str = "") -> None:
        """Something that was not understood, and why."""
        if len(self.unread) >= MOST:
            self.left_out += 1
            return
        self.unread.append({"where": where, "why": why, "words": tidy(words)[:300]})

    def written(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


def tidy(words: str) -> str:
    """Without null characters and the spaces around."""
    return str(words).replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST_CELL]
