"""How a council's name is written, reduced so that the usual spellings of one name meet.

Pure functions on text; the register's index (`councils.lookup`) and its compiler both use them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

PREFIX = re.compile(r"^(?:ualad|uacc|district|county|lad|ltla|utla|la)\d*\s*:\s*", re.IGNORECASE)
NOTE = re.compile(r"\s*[\[(]\s*(?:notes?|note\s+ref)?\s*[\d,\s]*[a-z]?\s*[\])]\s*$", re.IGNORECASE)
BEFORE_CHANGE = re.compile(
    r"\s*[\[(]\s*(?:pre[\s-]*(?:lgr?|20\d\d|reorganisation)|former|old|abolished|obsolete)\s*[\])]\s*$",
    re.IGNORECASE,
)
GLUED_DIGITS = re.compile(r"(?<=[a-z.)])\s?\d{1,2}$", re.IGNORECASE)
APOSTROPHES = str.maketrans("", "", "'’‘`´.")
NOT_WORD = re.compile(r"[\W_]+")

# Words that say what kind of council it is, longest first, and the hint each leaves.
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("metropolitan borough council", "metropolitan"),
    ("metropolitan district council", "metropolitan"),
    ("metropolitan borough", "metropolitan"),
    ("metropolitan district", "metropolitan"),
    ("london borough council", "london"),
    ("london borough", "london"),
    ("london boro", "london"),
    ("royal borough", ""),
    ("city and district council", ""),
    ("city and county", ""),
    ("unitary authority", "unitary"),
    ("unitary council", "unitary"),
    ("county council", "county"),
    ("district council", "district"),
    ("borough council", ""),
    ("city council", ""),
    ("unitary", "unitary"),
    ("district", ""),
    ("borough", ""),
    ("council", ""),
    ("county", "county"),
    ("city", ""),
    ("corporation", ""),
    ("lbc", "london"),
    ("mbc", "metropolitan"),
    ("mdc", "metropolitan"),
    ("cbc", ""),
    ("ua", "unitary"),
    ("cc", "cc"),
    ("dc", "district"),
    ("bc", ""),
    ("lb", "london"),
    ("mb", "metropolitan"),
)
LEADING: tuple[tuple[str, str], ...] = (
    ("metropolitan borough of", "metropolitan"),
    ("london borough of", "london"),
    ("royal borough of", ""),
    ("city and county of the", ""),
    ("borough council of", ""),
    ("council of the", ""),
    ("council of", ""),
    ("district of", ""),
    ("borough of", ""),
    ("corporation of", ""),
    ("county of", ""),
    ("city of", ""),
    ("the", ""),
)
TRAILING_OF: tuple[str, ...] = ("city of", "county of", "borough of", "royal borough of", "london borough of")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name reduced: `full` keeps the words for the kind of council, `core` has shed them."""

    full: str
    core: str
    hints: frozenset[str]
    before_change: bool = False


@lru_cache(maxsize=10_000)  # the register's own names are read anew for each file
def reduce_name(text: str) -> Spelling:
    """The reduced spelling of a name as a file or a person wrote it; empty `full` for nothing at all.

    Sheds case, accents, hyphens, full stops, apostrophes, no-break spaces, "&", a footnote's digits glued
    to the end, "[note 3]", a publisher's "ualad09:" prefix and "(Pre LG)", which it remembers.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    text = PREFIX.sub("", text)
    shorter = BEFORE_CHANGE.sub("", text)
    before_change = shorter != text
    text = NOTE.sub("", shorter)
    text = GLUED_DIGITS.sub("", text)
    full = _words(text)
    core, hints = _shed_kind(full)
    return Spelling(full=full, core=core, hints=hints, before_change=before_change)


def _words(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold()).translate(APOSTROPHES).replace("&", " and ")
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    words = NOT_WORD.sub(" ", text).split()
    return " ".join("st" if word == "saint" else word for word in words)


def _shed_kind(full: str) -> tuple[str, frozenset[str]]:
    """The words that name the place, and hints of kind from the words shed."""
    core, hints = full, set[str]()
    while True:
        shed = _shed_once(core)
        if shed is None:
            return core, frozenset(hints)
        core, hint = shed
        if hint:
            hints.add(hint)


def _shed_once(core: str) -> tuple[str, str] | None:
    for words in TRAILING_OF:  # "bristol city of"
        if core.endswith(" " + words):
            return core[: -len(words) - 1], ""
    for words, hint in KIND_WORDS:
        if core.endswith(" " + words):
            return core[: -len(words) - 1], hint
    for words, hint in LEADING:
        if core.startswith(words + " "):
            return core[len(words) + 1 :], hint
    return None
