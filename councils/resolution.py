"""What a text was taken to mean: the answer of `councils.lookup`, and the sentences it is given in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.code_forms import Why
from councils.models import Council


class How(StrEnum):
    """By what a council was recognised."""

    CODE = "code"
    OLD_CODE = "former code"
    NAME = "name"
    FORMER_NAME = "former name"
    NEAR = "near spelling"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text was taken to mean.

    `council` is the council, or None; then `why` is the reason, `sentence` says it, and `meant` holds the
    councils it may have meant: both of an ambiguous name, the one abolished, the nearest spelling.
    """

    text: str
    council: Council | None
    how: How | None
    sentence: str
    why: Why | None = None
    meant: tuple[Council, ...] = ()


def unresolved(text: str, why: Why, sentence: str, meant: Iterable[Council] = ()) -> Resolution:
    """A text that means no council, and why."""
    return Resolution(text, None, None, sentence, why, tuple(meant))


def combined(text: str, councils: list[Council]) -> Resolution:
    """A text that means several councils together."""
    sentence = f"“{text}” is more than one council: {listed(councils, 'and')}."
    return unresolved(text, Why.COMBINED, sentence, councils)


def ambiguous(text: str, meant: list[Council]) -> Resolution:
    """A text that may mean any of several councils."""
    return unresolved(
        text, Why.AMBIGUOUS, f"“{text}” may mean {listed(meant, 'or')}. Write it in full.", meant
    )


def listed(councils: Iterable[Council], word: str) -> str:
    """Councils' names in a sentence: “A, B and C”."""
    names = [council.name for council in councils]
    return f" {word} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def said_day(day: date) -> str:
    """A day in words: 2 November 2012."""
    return f"{day.day} {day:%B %Y}"
