"""Two wordings beside one another: what went and what came, by the word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A run of words; `moved`: it stands in one of the two wordings alone."""

    text: str
    moved: bool


@dataclass(frozen=True)
class Wordings:
    """The wording before and the one now, each in pieces that come to the whole of it."""

    before: tuple[Piece, ...]
    now: tuple[Piece, ...]


def beside(before: str, now: str) -> Wordings:
    """What differs, by the word: nothing of either wording is left out."""
    old, new = WORD.findall(before), WORD.findall(now)
    went: list[Piece] = []
    came: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = kind == "equal"
        if a < b:
            went.append(Piece("".join(old[a:b]), moved=not same))
        if c < d:
            came.append(Piece("".join(new[c:d]), moved=not same))
    return Wordings(tuple(went), tuple(came))
