"""Which cells of a file speak of a council, a region or England: the committed register, without a database.

For finding the column of areas in a file nobody has described yet. What a row means in the end is decided
by the sifting, with the database's register; here a cell is only recognised.
"""

from __future__ import annotations

import re
from functools import cache

from councils.code_forms import not_a_council
from councils.register import read_register
from councils.spelling import reduce_name

CODE = re.compile(r"[EKNSW]\d{8}")
E_CODE = re.compile(r"E\d{4}")
FOOTNOTE = re.compile(r"(?<=[a-z.)])\s?\d{1,2}$")
ENGLAND = "E92000001"


@cache
def codes() -> dict[str, str]:
    """Every council's codes, old and new → its key."""
    register = read_register()
    return {one.code: one.key for one in register.codes} | {one.code: one.key for one in register.councils}


@cache
def _names() -> dict[str, str]:
    """Every council's names, reduced → its key."""
    register = read_register()
    held: dict[str, str] = {}
    for key, name in [
        *((one.key, one.name) for one in register.names),
        *((one.key, one.short_name) for one in register.councils),
        *((one.key, one.name) for one in register.councils),
    ]:
        spelling = reduce_name(name)
        held.setdefault(spelling.core, key)
        held[spelling.full] = key
    return held


@cache
def _region_names() -> frozenset[str]:
    return frozenset(reduce_name(one.name).full for one in read_register().regions)


@cache
def council_of_code(text: str) -> str:
    """The key of the council whose code this is; empty where it is none of one."""
    code = text.strip().upper()
    return codes().get(code, "") if CODE.fullmatch(code) or E_CODE.fullmatch(code) else ""


@cache
def council_of_name(text: str) -> str:
    """The key of the council whose name this is; empty where it is none of one."""
    if not any(letter.isalpha() for letter in text) or len(text) > 60:
        return ""
    spelling = reduce_name(FOOTNOTE.sub("", text))
    return _names().get(spelling.full) or _names().get(spelling.core, "")


@cache
def is_area(text: str) -> bool:
    """Whether a cell speaks of a place: a council, a region, England, or another area by its code's form."""
    if council_of_code(text) or council_of_name(text) or is_england(text):
        return True
    code = text.strip().upper()
    if CODE.fullmatch(code):
        return not_a_council(code) is not None
    return bool(text) and len(text) < 40 and reduce_name(text).full in _region_names()


@cache
def is_england(text: str) -> bool:
    """Whether a cell names England as a whole."""
    said = text.strip()
    return said.upper() == ENGLAND or reduce_name(said).full in ("england", "england total", "total england")
