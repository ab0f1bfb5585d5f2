"""What publishers put where a figure should be: kept as a status with its meaning, never as 0 or -1."""

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
}

# GSS shorthand and what ONS and DfE use for the same (FORMATS 0.1); brackets and case are taken off first.
SHORTHAND = {
    "x": Status.NOT_AVAILABLE,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "u": Status.UNRELIABLE,
    "k": Status.ROUNDS_TO_ZERO,
    "low": Status.ROUNDS_TO_ZERO,
    "..": Status.NOT_AVAILABLE,
}


def status_of(marker: str, remark: str, *, has_value: bool) -> Status:
    """The status of one distinct (marker, remark, has a value) of a file.

    A figure that is there stays a figure whatever is noted beside it, except that a low-reliability or
    rounding mark is kept with it. Called once for each distinct combination, not for each row.
    """
    mark = marker.strip().strip("[]").lower()
    said = SHORTHAND.get(mark)
    if has_value:
        return said if said in (Status.UNRELIABLE, Status.ROUNDS_TO_ZERO) else Status.PUBLISHED
    words = f"{marker} {remark}".lower()
    if said is not None:
        return said
    if "combined" in words:
        return Status.COMBINED
    if "suppressed" in words or "disclosure" in words:
        return Status.SUPPRESSED
    if mark:
        return Status.OTHER
    return Status.EXPLAINED if remark.strip() else Status.BLANK
