"""What publishers put where a figure should be: kept as a status with its meaning, never as 0 or -1."""

import re
from collections.abc import Mapping
from enum import IntEnum


class Status(IntEnum):
    """Why a value is, or is not, there. The number is stored; the words are what a reader sees."""

    PUBLISHED = 0
    NOT_AVAILABLE = 1
    NOT_APPLICABLE = 2
    SUPPRESSED = 3
    UNRELIABLE = 4
    ROUNDS_TO_ZERO = 5
    EXPLAINED = 6
    BLANK = 7
    COMBINED = 8
    OTHER = 9
    PROVISIONAL = 10
    ESTIMATED = 11
    IN_WORDS = 12


MEANINGS = {
    Status.PUBLISHED: "published",
    Status.NOT_AVAILABLE: "not available from the publisher",
    Status.NOT_APPLICABLE: "does not apply to this council",
    Status.SUPPRESSED: "withheld by the publisher to protect confidentiality",
    Status.UNRELIABLE: "too unreliable for the publisher to give",
    Status.ROUNDS_TO_ZERO: "small: it rounds to zero but is not zero",
    Status.EXPLAINED: "not presented by the publisher, with a note",
    Status.BLANK: "left blank by the publisher",
    Status.COMBINED: "published with another area, not for this council alone",
    Status.OTHER: "marked by the publisher in a way not yet in our list",
    Status.PROVISIONAL: "provisional: the publisher may revise it",
    Status.ESTIMATED: "estimated by the publisher",
    Status.IN_WORDS: "given in words, not as a figure",
}

# What is said of a figure that is there; any other status is of one that is not.
OF_A_FIGURE = (
    Status.UNRELIABLE, Status.ROUNDS_TO_ZERO, Status.PROVISIONAL, Status.ESTIMATED, Status.COMBINED
)  # fmt: skip

# GSS shorthand and what ONS and DfE use for the same (FORMATS 0.1); brackets and case are taken off first.
# What one publisher's sign means only there ("-", ".", "M") is said by its definition.
SHORTHAND = {
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "u": Status.UNRELIABLE,
    "k": Status.ROUNDS_TO_ZERO,
    "low": Status.ROUNDS_TO_ZERO,
    "..": Status.NOT_AVAILABLE,
    "n": Status.NOT_AVAILABLE,
    "w": Status.NOT_AVAILABLE,
    "y": Status.NOT_APPLICABLE,
    "na": Status.NOT_AVAILABLE,
    "n/a": Status.NOT_AVAILABLE,
    "null": Status.BLANK,
    "none": Status.BLANK,
    "p": Status.PROVISIONAL,
    "prov": Status.PROVISIONAL,
    "provisional": Status.PROVISIONAL,
    "e": Status.ESTIMATED,
    "est": Status.ESTIMATED,
    "estimated": Status.ESTIMATED,
    "f": Status.ESTIMATED,
    "forecast": Status.ESTIMATED,
    "budget": Status.ESTIMATED,
}
# Beside a figure these say nothing against it: revised, final, outturn, a break in the series.
OF_NO_MATTER = frozenset({"r", "rev", "revised", "final", "ot", "outturn", "b", "a", "", "normal value"})
NOTE = re.compile(r"\[?note ?\d*\]?|\[r\d+\]", re.IGNORECASE)


def status_of(
    marker: str, remark: str, *, has_value: bool, signs: Mapping[str, Status] | None = None
) -> Status:
    """The status of one distinct (marker, remark, has a value) of a file.

    A figure that is there stays a figure whatever is noted beside it, except that a low-reliability,
    rounding, provisional, estimated or combined mark is kept with it. `signs` are what this publisher's
    own signs mean, before ours. Called once for each distinct combination, not for each row.
    """
    said = meaning_of(marker, signs)
    words = f"{marker} {remark}".lower()
    if has_value:
        if said in OF_A_FIGURE:
            return said
        return Status.COMBINED if "combined" in remark.lower() else Status.PUBLISHED
    if said is not None and said not in (Status.PROVISIONAL, Status.ESTIMATED):
        return said
    if "combined" in words:
        return Status.COMBINED
    if "suppressed" in words or "disclosure" in words:
        return Status.SUPPRESSED
    if NOTE.search(marker):
        return Status.EXPLAINED
    if marker.strip() and said is None and _bare(marker) not in OF_NO_MATTER:
        return Status.OTHER
    return Status.EXPLAINED if remark.strip() else Status.BLANK


def meaning_of(marker: str, signs: Mapping[str, Status] | None = None) -> Status | None:
    """What one sign, or several beside one another ("[r1] [u]"), say; None where they say nothing known."""
    mark = marker.strip()
    if signs and mark in signs:
        return signs[mark]
    if _bare(mark) in SHORTHAND:
        return SHORTHAND[_bare(mark)]
    parts = [_bare(part) for part in mark.split()]
    found = [SHORTHAND[part] for part in parts if part in SHORTHAND] if len(parts) > 1 else []
    return found[0] if found and all(_known(part) for part in mark.split()) else None


def _known(part: str) -> bool:
    return _bare(part) in SHORTHAND or _bare(part) in OF_NO_MATTER or bool(NOTE.fullmatch(part))


def _bare(mark: str) -> str:
    return mark.strip().strip("[]()").strip().lower()
