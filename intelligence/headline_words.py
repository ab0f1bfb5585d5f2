"""The words of a headline and what stands around a name in it, with the reviewed lists they are read by."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from councils.register import read_beyond
from councils.spelling import reduce_name

REVIEWED = Path(__file__).resolve().parent / "names_in_news.toml"
WORD = re.compile(r"&|[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
ENDS = re.compile(r"[.!?:;|–—“\"‘(]")
KINDS = tuple(
    tuple(words.split())
    for words in (
        "metropolitan borough council", "metropolitan district council", "london borough council",
        "city and county council", "county borough council", "county council", "borough council",
        "district council", "city council", "unitary council", "unitary authority", "council",
        "mbc", "mdc", "lbc", "cbc", "bc", "dc",
    )
)  # fmt: skip
LOCAL = ("town council", "parish council", "community council", "village council", "neighbourhood council")


@dataclass(frozen=True)
class Word:
    """A word of a text, as written and as compared."""

    raw: str
    plain: str  # without apostrophes
    bare: str  # without a genitive
    gap: str  # what stands between it and the word before
    at: int


@dataclass(frozen=True)
class Reviewed:
    """The lists of names_in_news.toml, ready to be asked."""

    also: dict[str, tuple[str, ...]]
    ordinary: frozenset[str]
    verbs: frozenset[str]
    abroad: dict[str, str]
    words: dict[str, frozenset[str]]
    not_this: frozenset[str]
    cues: dict[str, re.Pattern[str]]


@cache
def reviewed() -> Reviewed:
    """The reviewed lists, read once a process."""
    said = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))
    beyond = {reduce_name(name).full for name, _ in read_beyond().places}
    return Reviewed(
        also={reduce_name(name).full: tuple(names) for name, names in said["also"].items()},
        ordinary=frozenset(word.casefold() for word in said["ordinary"]["words"]),
        verbs=frozenset(said["ordinary"]["verbs"]),
        abroad={name.casefold(): where for name, where in said["abroad"].items()},
        words={name: frozenset(words) for name, words in said["words"].items()},
        not_this=frozenset(reduce_name(one["name"]).full for one in said["not_this"]) | beyond,
        cues={name: _any_of(said["cues"][name]) for name in ("abroad", "here", "council")},
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(re.escape(word).replace("'", "['’]") for word in words)
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])", re.IGNORECASE)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    before = 0
    for number, found in enumerate(WORD.finditer(text)):
        raw = found[0]
        folded = unicodedata.normalize("NFKD", raw.casefold())
        folded = "".join(one for one in folded if not unicodedata.combining(one))
        bare = re.sub(r"['’](?:s)?$", "", folded)
        plain = "and" if raw == "&" else folded.replace("'", "").replace("’", "")
        yield Word(raw, plain, bare.replace("'", "").replace("’", ""), text[before : found.start()], number)
        before = found.end()


def joins(words: list[Word], at: int) -> bool:
    """Whether the word goes on with a name: after a space, a hyphen, a comma, or the stop of “St.”."""
    gap = words[at].gap
    return bool(re.fullmatch(r"\s+|\s?-\s?|,\s+", gap)) or (
        words[at - 1].plain == "st" and bool(re.fullmatch(r"\.?\s*", gap))
    )


def kind_after(words: list[Word], at: int) -> tuple[tuple[str, ...], int]:
    """The words for a kind of council that follow a name, and where they end."""
    for kind in KINDS:
        following = words[at : at + len(kind)]
        fits = len(following) == len(kind) and all(
            word.bare == one and not ENDS.search(word.gap) for word, one in zip(following, kind, strict=True)
        )
        if fits and (len(kind[0]) > 3 or following[0].raw[:2].isupper()):
            return kind, at + len(kind)
    return (), at


def follows(words: list[Word], at: int, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases of two words stands there."""
    said = " ".join(word.bare for word in words[at : at + 2])
    return said in phrases


def comes_before(words: list[Word], begin: int, phrase: str) -> bool:
    """Whether the phrase stands right before."""
    parts = phrase.split()
    return [word.plain for word in words[max(0, begin - len(parts)) : begin]] == parts


def is_about_homes(words: list[Word], at: int) -> bool:
    """“Bury council tax”, “Bury council house”: not the body itself."""
    following = words[at : at + 1]
    return bool(following) and following[0].plain in reviewed().words["homes"] and words[at - 1].raw.islower()


def is_another_thing(words: list[Word], end: int, kind: tuple[str, ...]) -> bool:
    """Doncaster Rovers, Lancaster University: something else of the place."""
    following = words[end : end + 1]
    return not kind and bool(following) and following[0].bare in reviewed().words["other_things"]


def may_be_verb(words: list[Word], begin: int, end: int) -> bool:
    """“Reading council papers is a chore”: a word at the beginning that small letters follow."""
    if begin and not ENDS.search(words[begin].gap):
        return False
    following = words[end : end + 1]
    return bool(following) and following[0].raw.islower()


def is_read(words: list[Word], at: int) -> bool:
    """“Reading council papers”: what is read, and nobody's council."""
    following = words[at : at + 1]
    return bool(following) and following[0].plain in reviewed().words["papers"]


def is_style(words: list[Word], begin: int) -> bool:
    """The Duke of Westminster, the University of Leicester."""
    if begin < 2 or words[begin - 1].plain != "of":
        return False
    return words[begin - 2].plain in reviewed().words["styles"]


def is_part_of_place(word: Word) -> bool:
    """A word that may belong to a place's name, and is nobody's first name."""
    return word.plain in {"north", "south", "east", "west", "mid", "greater", "central", "council"}
