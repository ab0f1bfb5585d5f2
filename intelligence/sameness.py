"""Whether two headings are one story: by the words that say what happened, within a few days.

What is not surely the same stays two: two rows are one glance more, one row too few is a story lost. So other
numbers, another stage of an event (it faces a vote; it survives the vote) or other councils keep two apart.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

SAME_HEADING = timedelta(days=3)  # a week later the same heading is the next of a series
SAME_WORDS = timedelta(days=3)
LEAST_WORDS = 3
ALIKE, EXCERPT_ALIKE = 0.6, 0.7
SHINGLE, LEAST_SHINGLES = 4, 10
MOST_WORDS = 24
DASH = re.compile(r"\s+[-–—|•·]\s+")
OPENING = re.compile(
    r"^(?:breaking(?: news)?|live|update(?:d|s)?|exclusive|latest|video|watch|opinion|just in)\s*[:|–-]\s*",
    re.I,
)
PAPER = re.compile(
    r"\b(?:press|news|post|gazette|times|echo|mail|star|herald|chronicle|telegraph|guardian|express|live|online|"
    r"standard|observer|journal|mercury|advertiser|independent|sentinel|examiner|courier|argus|citizen|bbc|itv|"
    r"sky|mj|lgc|today|world|review|reporter|messenger|record|leader|democrat|informer|tv|radio|fm|\w+\.\w{2,})\b",
    re.I,
)
# fmt: off
LEFT_OUT = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "he", "her",
    "his", "how", "in", "into", "is", "it", "its", "new", "no", "not", "of", "off", "on", "one", "or",
    "out", "over", "s", "says", "said", "set", "she", "that", "the", "their", "them", "they", "this",
    "to", "up", "was", "we", "were", "what", "when", "who", "why", "will", "with", "after", "before",
    "amid", "could", "may", "might", "more", "most", "now", "than", "then", "there", "under", "about",
    "again", "all", "also", "go", "goes", "going", "get", "gets", "make", "makes", "council",
    "councils", "councillor", "councillors", "borough", "county", "city", "district", "town", "local",
    "authority", "bos", "boss",
})
# fmt: on
# Stages of one matter: a heading with a word of one group is not the same as one with a word of another.
STAGES = (
    ("approve agree back pass adopt accept sign", "reject refuse block defer delay postpone oppose throw"),
    ("rise increase up soar climb grow", "fall cut drop down fell freeze frozen shrink"),
    ("resign quit leave depart step", "appoint name hire join welcome", "stay remain return reinstate"),
    ("face loom await threaten", "survive win won", "lose lost oust topple"),
    ("open launch begin start unveil", "close end halt scrap axe drop pause"),
    ("deny denies denied", "admit confirm concede"),
    ("suspend", "reinstate clear", "sack dismiss"),
    ("warn predict expect", "reveal publish"),
    ("plan propose consult consider", "complete finish deliver approve reject"),
)


@dataclass(frozen=True)
class Said:
    """What a copy says, as it is compared: `stems` without the names of places, `about` keys of councils.

    `places` are the names of those councils, `words` all the words of the heading.
    """

    title_key: str
    stems: frozenset[str]
    numbers: frozenset[str]
    shingles: frozenset[int]
    about: frozenset[int]
    words: frozenset[str]
    places: tuple[frozenset[str], ...]
    at: datetime


def heading(title: str, publisher: str = "") -> tuple[str, str]:
    """The heading without its publisher at the end and “Breaking:” at its beginning, and the publisher.

    “… – Barchester Free Press” is taken off where it is the publisher's name, or reads like a paper's.
    """
    shown = OPENING.sub("", title).strip() or title
    dashes = list(DASH.finditer(shown))
    if dashes:
        last = shown[dashes[-1].end() :].strip()
        named = bool(publisher) and _bare(last) == _bare(publisher)
        paper = len(last.split()) <= 5 and last[:1].isupper() and bool(PAPER.search(last))
        if named or (paper and not publisher):
            return shown[: dashes[-1].start()].rstrip() or shown, publisher or last
    return shown, publisher


def title_key(title: str) -> str:
    """A hash of the heading as it is compared: case, accents, marks and spaces shed."""
    return hashlib.sha256(_bare(title).encode()).hexdigest()


def said(
    title: str, excerpt: str, *, names: Iterable[str] = (), about: Iterable[int] = (), at: datetime
) -> Said:
    """A copy as it is compared. `names`: words that name a place, which say nothing of what happened."""
    words = _bare(title).split()
    places = {word for name in names for word in _bare(name).split()}
    told = _bare(excerpt).split()
    return Said(
        title_key=title_key(title),
        stems=frozenset(stems(words, places)),
        numbers=frozenset(word for word in words if any(one.isdigit() for one in word)),
        shingles=frozenset(
            hash_of(" ".join(told[place : place + SHINGLE])) for place in range(len(told) - SHINGLE + 1)
        ),
        about=frozenset(about),
        words=frozenset(words),
        places=tuple(frozenset(_bare(name).split()) for name in names),
        at=at,
    )


def stems(words: Iterable[str], places: Iterable[str] = ()) -> list[str]:
    """What the words say, shorn of endings, in order, each once; none that says nothing."""
    without = set(places)
    kept = (stem(word) for word in words if word not in LEFT_OUT and word not in without)
    return list(dict.fromkeys(one for one in kept if one and one not in LEFT_OUT))[:MOST_WORDS]


def stem(word: str) -> str:
    """A word without its commonest endings: enough to meet another form of it."""
    if any(one.isdigit() for one in word) or len(word) < 4:
        return word
    if len(word) == 4:  # rise beside rises, gap beside gaps
        return word if word.endswith("ss") else word.removesuffix("s").removesuffix("e")
    for ending in ("ings", "ing", "edly", "ed", "ers", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word


def are_one(one: Said, other: Said) -> bool:
    """Whether two copies without a link in common are one story."""
    if one.about and other.about and not one.about & other.about:
        return False
    apart = abs(one.at - other.at)
    if one.title_key == other.title_key:
        return apart <= SAME_HEADING and len(one.stems) >= LEAST_WORDS
    if apart > SAME_WORDS or not _of_one_place(one, other) or _differ(one, other):
        return False
    common = one.stems & other.stems
    alike = len(common) / max(1, len(one.stems | other.stems))
    if len(common) >= LEAST_WORDS and alike >= ALIKE:
        return True
    fewest = min(len(one.shingles), len(other.shingles))
    same = len(one.shingles & other.shingles)
    of_one_council = bool(one.about & other.about)
    return fewest >= LEAST_SHINGLES and same / fewest >= EXCERPT_ALIKE and (of_one_council or bool(common))


def _of_one_place(one: Said, other: Said) -> bool:
    """Both of a council, or both of none; or the one's place stands in the other's heading all the same."""
    if bool(one.about) == bool(other.about):
        return True
    matched, bare = (one, other) if one.about else (other, one)
    return any(place and place <= bare.words for place in matched.places)


def _differ(one: Said, other: Said) -> bool:
    """Other numbers, or another stage of the matter."""
    if one.numbers and other.numbers and not (one.numbers <= other.numbers or other.numbers <= one.numbers):
        return True
    for groups in _stages():
        mine = {place for place, group in enumerate(groups) if _any(one.stems, group)}
        theirs = {place for place, group in enumerate(groups) if _any(other.stems, group)}
        if mine and theirs and not mine & theirs:
            return True
    return False


@cache
def _stages() -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(
        tuple(frozenset(stem(word) for word in group.split()) for group in groups) for groups in STAGES
    )


def _any(words: frozenset[str], group: frozenset[str]) -> bool:
    return bool(words & group) or any(word.startswith(one) for word in words for one in group if len(one) > 4)


def hash_of(text: str) -> int:
    """The same number for the same text in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(one for one in folded if not unicodedata.combining(one))
    folded = re.sub(r"(?<=\w)['’](?=s\b)", " ", folded).replace("'", "").replace("’", "")
    folded = re.sub(r"(?<=\d),(?=\d{3})", "", folded)
    folded = re.sub(r"(?<=\d)\s?(?:million|mn|m)\b", "m", re.sub(r"(?<=\d)\s?(?:billion|bn)\b", "bn", folded))
    folded = re.sub(r"(?<=\d)\s?(?:per cent|percent|pc|%)", "pc", folded)
    return " ".join(re.findall(r"\d+\.\d+\w*|\w+", folded))
