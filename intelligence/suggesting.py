"""Which signs the words of a story suggest, with those words: a suggestion that a person takes or leaves."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

REVIEWED = Path(__file__).resolve().parent / "sign_words.toml"
MOST_WORDS = 3


def suggested(title: str, excerpt: str = "") -> dict[str, tuple[str, ...]]:
    """A sign's slug → the words that suggest it, as the story writes them; {} where none do."""
    found: dict[str, tuple[str, ...]] = {}
    for slug, pattern in _patterns().items():
        words = [match[0].strip() for text in (title, excerpt) for match in pattern.finditer(text)]
        once = {word.casefold(): word for word in reversed(words)}
        if once:
            found[slug] = tuple(reversed(once.values()))[:MOST_WORDS]
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    said = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))
    return {
        slug: re.compile(
            r"\b(?:" + "|".join(_pattern(words) for words in one["words"]) + r")\b", re.IGNORECASE
        )
        for slug, one in said.items()
    }


def _pattern(words: str) -> str:
    parts = [r"\s+".join(re.escape(word) for word in part.split(" ") if word) for part in words.split("*")]
    middle = r"\w*\s(?:\w+\s){0,3}" if len(parts) > 1 and all(parts) else r"\w*"
    return middle.join(parts)
