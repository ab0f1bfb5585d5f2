"""How a name is found as people write it: in other letters, with another hyphen, over the end of a line."""

import re
from collections.abc import Iterable
from functools import lru_cache

# Names that are ordinary words too count where they are written as names: Reading, not reading.
ALSO_WORDS = {"bury", "craven", "harrow", "hart", "reading", "rugby"}
HYPHENS = "-\u2010\u2011\u2012\u2013"
BETWEEN = rf"[{HYPHENS}\s]+"  # a hard space and the end of a line are space as well
AND = rf"(?:[{HYPHENS}\s]*&[{HYPHENS}\s]*|{BETWEEN}and{BETWEEN})"
APOSTROPHE = re.compile("['’‘ʼ`´]")


def spelt(names: Iterable[str]) -> re.Pattern[str]:
    """What finds each of these names as a word of its own, the longest first; of no names, nothing.

    Nottingham is not found in Nottinghamshire. Capitals, straight and curly apostrophes, "&" and "and",
    hyphens and spaces make no difference.
    """
    return _compiled(
        tuple(sorted({name for name in names if name.strip()}, key=lambda each: (-len(each), each)))
    )


@lru_cache(maxsize=512)
def _compiled(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){_one(name)}(?!\w)" for name in names) or r"(?!)")


def _one(name: str) -> str:
    name = name.strip()
    if name.casefold() in ALSO_WORDS:
        return f"(?:{re.escape(name.capitalize())}|{re.escape(name.upper())})"
    parts = re.split(AND, name, flags=re.IGNORECASE)
    return f"(?i:{AND.join(BETWEEN.join(map(_word, _words(part))) for part in parts)})"


def _words(part: str) -> list[str]:
    return [word for word in re.split(BETWEEN, part) if word]


def _word(word: str) -> str:
    """A word of a name; one may write St. Helens, Kings Lynn, or leave out a comma."""
    if word.rstrip(".").casefold() == "st":
        return r"st\.?"
    letters = f"{APOSTROPHE.pattern}?".join(map(re.escape, APOSTROPHE.split(word.rstrip(","))))
    return f"{letters},?" if word.endswith(",") else letters
