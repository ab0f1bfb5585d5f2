"""A person's name as it may have been written: misheard, mistyped, shortened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import OSA, JaroWinkler

SHORTEST = 3
MOST = 60
SOUNDS_NEAR = 0.82
LOOKS_NEAR = 0.93
DIGITS = {
    **dict.fromkeys("bfpv", "1"),
    **dict.fromkeys("cgjkqsxz", "2"),
    **dict.fromkeys("dt", "3"),
    "l": "4",
}
DIGITS |= {**dict.fromkeys("mn", "5"), "r": "6"}
# Letters that sound alike at the beginning of an English name.
BEGINS = [pair.split(">") for pair in ["ph>f", "kn>n", "gn>n", "wr>r", "wh>w", "ps>s", "c>k", "q>k", "z>s"]]
# First names and what people are called for short; each line one name.
SHORT_FORMS = [
    "alexander alex sandy", "alexandra alex sandra", "andrew andy drew", "anthony tony", "benjamin ben",
    "catherine katherine kathryn kate cathy kathy", "charles charlie", "christine christina chris tina",
    "christopher chris", "daniel dan danny", "david dave", "deborah debbie deb", "edward ed eddie ted",
    "elizabeth liz beth betty lizzie", "frederick fred", "gerald gerry jerry", "gregory greg", "harold harry",
    "henry harry", "james jim jimmy jamie", "jennifer jenny jen", "joanna jo joanne", "john jack johnny",
    "jonathan jon", "joseph joe", "judith judy", "kenneth ken", "lawrence laurence larry", "leonard len",
    "margaret maggie meg peggy", "matthew matt", "michael mike mick", "mohammed muhammad mohamed mohammad",
    "nicholas nick", "nicola nicky", "pamela pam", "patricia pat trish", "patrick pat paddy", "peter pete",
    "philip phillip phil", "raymond ray", "rebecca becky", "richard rick dick", "robert rob bob bobby",
    "ronald ron", "samuel samantha sam", "stephen steven steve", "susan sue", "theresa teresa terry",
    "thomas tom", "timothy tim", "victoria vicky", "vincent vince", "william will bill billy",
]  # fmt: skip


def plain(words: str) -> str:
    """In small letters and without accents."""
    parted = unicodedata.normalize("NFKD", words)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).casefold().replace("’", "'")


def tokens(name: str) -> list[str]:
    """The parts of a name that can be looked for: O'Brien is one, a double name its parts."""
    parts = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", plain(name))
    titles = {"mr", "mrs", "ms", "miss", "dr", "cllr", "councillor", "sir", "dame", "lord", "lady", "prof"}
    return [part.replace("'", "") for part in parts if part not in titles and len(part) >= 2]


def sound(word: str) -> str:
    """How a word sounds, roughly: Soundex, without its care for the first letter's spelling."""
    word = re.sub(r"[^a-z]", "", plain(word))
    for written, heard in BEGINS:
        if word.startswith(written):
            word = heard + word[len(written) :]
            break
    code, before = word[:1], DIGITS.get(word[:1], "")
    for letter in word[1:]:
        digit = DIGITS.get(letter, "")
        if digit and digit != before:
            code += digit
        if letter not in "hw":
            before = digit
    return (code + "000")[:4]


def near(token: str, vocabulary: Iterable[str]) -> list[str]:
    """Those of the words that may be the name, the likeliest first; the name itself too, if it stands."""
    short = {other for line in SHORT_FORMS if token in line.split() for other in line.split()}
    sounds = sound(token)
    scored = []
    for word in vocabulary:
        if abs(len(word) - len(token)) > 4 and word not in short:
            continue
        score = _nearness(token, plain(word), sounds, short)
        if score:
            scored.append((score, word))
    return [word for _, word in sorted(scored, key=lambda one: (-one[0], one[1]))[:MOST]]


def _nearness(token: str, word: str, sounds: str, short: set[str]) -> float:
    if word == token:
        return 2.0
    if word in short:
        return 1.5
    if len(token) < SHORTEST or len(word) < SHORTEST:
        return 0.0
    apart = OSA.distance(token, word)
    looks = JaroWinkler.similarity(token, word)
    if apart <= (1 if len(token) <= 5 else 2) or looks >= LOOKS_NEAR:
        return 1.0 + looks / 4
    return looks if looks >= SOUNDS_NEAR and sound(word) == sounds else 0.0
