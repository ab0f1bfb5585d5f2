"""What a text that looks like a code is, before anybody looks for the council it belongs to.

Pure functions on text. FORMATS 0.3 of the shared data lists where each form was seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a text could not be resolved to a council; a data page groups what was turned away by it."""

    EMPTY = "empty"
    UNKNOWN_CODE = "unknown code"
    UNKNOWN_NAME = "unknown name"
    AGGREGATE = "aggregate"
    ANOTHER_GEOGRAPHY = "another geography"
    ANOTHER_COUNTRY = "another country"
    AMBIGUOUS = "ambiguous"
    COMBINED = "more than one council"
    NOT_YET = "not yet there"
    ABOLISHED = "abolished"
    FICTIONAL = "fictional"


GSS = re.compile(r"^[A-Z]\d{8}$")
CLASS_ALONE = re.compile(r"^[A-Z]\d{2}$")
SNAC = re.compile(r"^\d{2}[A-Z]{0,2}$")
DFE = re.compile(r"^\d{3}$")
ECODE = re.compile(r"^E\d{4}$")
INSIDE = re.compile(r"^E\d{8}:\w+$", re.IGNORECASE)
GROUP = re.compile(r"^All[A-Z]\w*_\w+$")
SPREADSHEET_NUMBER = re.compile(r"^(\d+)\.0+$")
COUNCIL_CLASSES = frozenset({"E06", "E07", "E08", "E09", "E10"})

CLASSES = {
    "E11": "a former metropolitan county",
    "E12": "a region of England",
    "E13": "Inner or Outer London",
    "E23": "a police force area",
    "E26": "a national park",
    "E31": "a fire and rescue authority",
    "E47": "a combined authority",
    "E50": "a waste authority",
    "E61": "the Greater London Authority",
    "E67": "an area of two councils taken together",
    "E92": "England",
}
COUNTRIES = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland"}
AGGREGATE_CLASSES = frozenset({"E11", "E12", "E13", "E92"})
COMBINED_CLASSES = frozenset({"E67"})
# Names of totals that are no place of their own; reduced (councils.spelling).
TOTALS = {
    "england": "England",
    "all england": "England",
    "england total": "England",
    "total england": "England",
    "rest of england": "England outside London",
    "england and wales": "England and Wales",
    "great britain": "Great Britain",
    "united kingdom": "the United Kingdom",
    "uk": "the United Kingdom",
    "inner london": "Inner London",
    "outer london": "Outer London",
    "london inner": "Inner London",
    "london outer": "Outer London",
    "total": "a total",
    "all": "a total",
    "shire counties": "a class of councils",
    "shire districts": "a class of councils",
    "unitary authorities": "a class of councils",
    "metropolitan districts": "a class of councils",
    "london boroughs": "a class of councils",
    "english authorities": "a class of councils",
}


@dataclass(frozen=True, slots=True)
class NotACouncil:
    """Why a code or a total cannot be a council, as a reason and as a sentence."""

    why: Why
    sentence: str


def as_code(text: str) -> str | None:
    """The text as a code in capitals, or None where it has no code's form: `e08000017`, `371.0`, `00bn`."""
    number = SPREADSHEET_NUMBER.match(text)
    code = (number.group(1) if number else text).upper()
    if any(form.match(code) for form in (GSS, CLASS_ALONE, SNAC, DFE, ECODE)):
        return code
    return None


def not_a_council(code: str) -> NotACouncil | None:
    """Why this code belongs to no English council by its very form; None where it might."""
    if CLASS_ALONE.match(code):
        return NotACouncil(Why.AGGREGATE, f"{code} stands for a whole class of areas, not for a council.")
    if not GSS.match(code):
        return None
    if code[0] in COUNTRIES:
        place = COUNTRIES[code[0]]
        return NotACouncil(Why.ANOTHER_COUNTRY, f"{code} is the code of a place in {place}, not in England.")
    if code[0] == "X":
        sentence = f"{code} is the code of a fictional council: no published file can speak of it."
        return NotACouncil(Why.FICTIONAL, sentence)
    if code[0] != "E":
        sentence = f"{code} is the code of more than England, or of no place, not of a council."
        return NotACouncil(Why.AGGREGATE, sentence)
    return None if code[:3] in COUNCIL_CLASSES else _by_class(code)


def _by_class(code: str) -> NotACouncil:
    what = CLASSES.get(code[:3], "another kind of area")
    if code[:3] in AGGREGATE_CLASSES:
        why = Why.AGGREGATE
    elif code[:3] in COMBINED_CLASSES:
        why = Why.COMBINED
    else:
        why = Why.ANOTHER_GEOGRAPHY
    return NotACouncil(why, f"{code} is the code of {what}, not of a council.")


def group_of_areas(text: str) -> NotACouncil | None:
    """Why a publisher's own identifier of several areas is no council; None where it is not one."""
    if INSIDE.match(text) or GROUP.match(text):
        return NotACouncil(Why.AGGREGATE, f"“{text}” stands for a group of areas, not for a council.")
    return None
