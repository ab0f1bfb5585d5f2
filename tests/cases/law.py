"""The law of stages as WORKFLOW.md sections 1 and 3 write it, by hand: nothing is read from `cases.stages`.

A pair is where a concern stands (`Place`: its stage and, where closed, the stage it had) and where it is to
go. `kind` says by which act it goes there, `NEEDS` what that act must be given, the sentences what is said
where it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

from tests.cases.oracle import CLOSED, S1, S2, S3, S4, S5A, S5B, STAGES

OPEN = STAGES[:6]
EARLY = (S1, S2)

# Section 1, Moves: m the adviser moves it · g government acted: recorded · a a further act of government
# where it stands already: recorded, and it stays · c closed, with reasons · . refused.
_PAIRS = """
          1  2  3  4  5a 5b closed
    1     .  m  .  .  g  g  c
    2     .  .  m  .  g  g  c
    3     .  .  .  m  g  g  c
    4     .  .  m  .  g  g  c
    5a    .  .  m  m  a  g  c
    5b    .  .  m  m  .  a  c
"""
MOVE, GOVERNMENT, AGAIN, CLOSE, REOPEN, REFUSED = "m", "g", "a", "c", "r", "."
_KINDS = {
    (stands, to): kind
    for stands, line in zip(OPEN, _PAIRS.strip().splitlines()[1:], strict=True)
    for to, kind in zip(STAGES, line.split()[1:], strict=True)
}

WORDS = {
    S1: "Stage 1: local intelligence",
    S2: "Stage 2: wider information gathering",
    S3: "Stage 3: discussions with the council",
    S4: "Stage 4: Performance Support Panel",
    S5A: "Stage 5a: inspection, by government",
    S5B: "Stage 5b: intervention, by government",
    CLOSED: "Closed",
}
# What is possible: where an adviser takes it from here.
_POSSIBLE = {
    S1: "From here it can go to Stage 2: wider information gathering.",
    S2: "From here it can go to Stage 3: discussions with the council.",
    S3: "From here it can go to Stage 4: Performance Support Panel.",
    S4: "From here it can go to Stage 3: discussions with the council.",
    S5A: (
        "From here it can go to Stage 3: discussions with the council; or Stage 4: Performance Support Panel."
    ),
    S5B: (
        "From here it can go to Stage 3: discussions with the council; or Stage 4: Performance Support Panel."
    ),
}


@dataclass(frozen=True)
class Place:
    """Where a concern stands; `had` is the stage it had, where it is closed."""

    stage: str
    had: str = ""

    def __str__(self) -> str:
        return f"closed-from-{self.had}" if self.had else self.stage

    @property
    def is_early(self) -> bool:
        return (self.had or self.stage) in EARLY


PLACES = [*(Place(stage) for stage in OPEN), *(Place(CLOSED, had) for had in OPEN)]
PAIRS = list(product(PLACES, STAGES))


def kind(place: Place, to: str) -> str:
    """By which act it goes there. Section 1: "closed → the stage it had, with a reason (reopened)"."""
    if place.stage == CLOSED:
        return REOPEN if to == place.had else REFUSED
    return _KINDS[place.stage, to]


def goes(pair: tuple[Place, str]) -> bool:
    """Whether the concern comes to stand elsewhere."""
    return kind(*pair) not in (REFUSED, AGAIN)


def works(pair: tuple[Place, str]) -> bool:
    """Whether there is an act that leads there, or is recorded there."""
    return kind(*pair) != REFUSED


# Section 3, Gates: what an act must be given, and nothing else. A concern of these tests holds a coming-off
# point from Stage 4 on, and none before.


def needs(place: Place, to: str) -> dict[str, Any]:
    """What the act that leads there must be given, by the names of the pages' fields, filled in."""
    how = kind(place, to)
    said: dict[str, Any] = {}
    if how == REFUSED:
        return said
    if how == MOVE:
        said["basis"] = "It is so."
    elif how == CLOSE:
        said["reason"] = "It is resolved."
    elif how == REOPEN:
        said |= {"reason": "It is back.", "review_on": SOON}
    elif how in (GOVERNMENT, AGAIN):  # "legal basis, body, date"; R162: the department
        said |= {"department": "DCLG", "legal_basis": "Section 15", "body": "The inspectors"}
    if to in (S4, S5A, S5B) and place.stage in (S1, S2, S3):  # "from Stage 4 a coming-off point"
        said["coming_off_point"] = "Two budgets agreed."
    # "Ending Stage 4: reason and lessons, and whether the coming-off point was met"; section 1: 5b "ends,
    # with lessons". Government's act does not end Stage 4: it comes on top of it.
    if (place.stage == S4 and to in (S3, CLOSED)) or (place.stage == S5B and to in (S3, S4, CLOSED)):
        said["lessons"] = "Peers helped most."
    if place.stage in (S4, S5A, S5B) and to in (S3, CLOSED):
        said["coming_off_point_met"] = "met"
    return said


SOON = "soon"  # put for a day that is to come
GATES = [(place, to, name) for place, to in PAIRS for name in needs(place, to)]
# What is said where it is missing: by the act, and by its page.
MISSING = {
    "basis": ("Enter why it moves. One line will do.", "Enter why it moves. One line will do"),
    "coming_off_point": ("Enter the coming-off point: what will be so when this is no longer needed.",) * 2,
    "lessons": (
        "Enter the lessons: what helped, what did not. They inform the support of others.",
        "Enter the lessons: what helped, what did not",
    ),
    "coming_off_point_met": (
        "Choose whether the coming-off point was met. “Not known” is an answer.",
        "Was the coming-off point met?: choose met, not met or not known",
    ),
    "review_on": ("Enter when it is next looked at.",) * 2,
    "department": ("Enter the department that acted.",) * 2,
    "legal_basis": ("Enter the legal basis, for example the section and the Act.",) * 2,
    "body": ("Enter the body that inspects, or that takes functions over.",) * 2,
}
REASON_MISSING = {
    CLOSE: "Enter the reasons for which it is closed.",
    REOPEN: "Enter why it is reopened.",
}


def missing(place: Place, to: str, name: str) -> tuple[str, str]:
    """The sentence of the act and that of its page, where `name` is not given."""
    said = (REASON_MISSING[kind(place, to)],) * 2 if name == "reason" else MISSING[name]
    return said[0], said[1].rstrip(".")


# The refusals.


def refused_move(place: Place, to: str, about: str) -> str:
    """What is said where somebody would move it there, and that is not the adviser's move."""
    stands = standing(place, about)
    how = kind(place, to)
    if place.stage == CLOSED:
        if how == REOPEN:
            return f"{stands} To open it again, give a reason on the page for reopening it."
        first = f"{stands[:-1]} already." if to == CLOSED else f"{stands} It cannot go to {WORDS[to]}."
        return f"{first} It can be reopened at {WORDS[place.had]}."
    if how == CLOSE:
        return f"{stands} To close it, give the reasons on the page for closing it."
    if how == GOVERNMENT:
        return f"{stands} {WORDS[to]}, is government's act: record what government did, and it moves there."
    if to == place.stage:
        return f"{stands[:-1]} already. {_POSSIBLE[place.stage]}"
    return f"{stands} It cannot go to {WORDS[to]}. {_POSSIBLE[place.stage]}"


def refused_government(place: Place, step: str, about: str) -> str:
    """What is said where somebody would record an act of government that is none, or not from here."""
    if step not in (S5A, S5B):
        return f"{WORDS[step]} is not an act of government. Move the concern instead."
    if place.stage == CLOSED:
        return f"{standing(place, about)} Reopen it first."
    return f"{standing(place, about)} It cannot go to {WORDS[step]}. {_POSSIBLE[place.stage]}"


def standing(place: Place, about: str) -> str:
    """ "Concern 14 about Barchester is at Stage 2: wider information gathering."; `about` its beginning."""
    where = "closed" if place.stage == CLOSED else f"at {WORDS[place.stage]}"
    return f"{about} is {where}."


# Section 1: "A concern begins at 1; at 3 (the council's self-referral, a department's concern); at 4 (a
# Programme Board); at 5a or 5b (government acted)."
BEGINS = {
    "intelligence": (S1,),
    "council": (S1, S3),
    "department": (S1, S3),
    "programme_board": (S1, S4),
    "government": (S5A, S5B),
}
CANNOT_BEGIN = {
    "intelligence": "what we heard and what the figures say. It can begin at Stage 1: local intelligence.",
    "council": (
        "the council itself came to us. It can begin at Stage 1: local intelligence; or Stage 3: discussions "
        "with the council."
    ),
    "department": (
        "a government department raised it. It can begin at Stage 1: local intelligence; or Stage 3: "
        "discussions with the council."
    ),
    "programme_board": (
        "a Programme Board fed it through. It can begin at Stage 1: local intelligence; or Stage 4: "
        "Performance Support Panel."
    ),
    "government": (
        "government acted. It can begin at Stage 5a: inspection, by government; or Stage 5b: intervention, "
        "by government."
    ),
}

# TRUST section 2: who is neither the principal adviser of the region nor the named deputy. An early concern
# is the advisers' alone; from Stage 3 the secretariat reads it, and the group offices that were told.
READS, FROM_THREE, NEVER = "reads", "reads from Stage 3", "never finds it"
OTHERS = {
    "a senior adviser of the region": READS,
    "a principal adviser of elsewhere": READS,
    "a senior adviser of elsewhere": READS,
    "a member peer to whom it was opened": READS,
    "a group office that was told": FROM_THREE,
    "a head of a group office that was told": FROM_THREE,
    "the secretariat": FROM_THREE,
    "a member peer": NEVER,
    "a group office": NEVER,
    "a head of a group office": NEVER,
    "a panel member": NEVER,
    "an invited member": NEVER,
    "an analyst": NEVER,
    "the DCLG liaison": NEVER,
    "a governance officer": NEVER,
    "an administrator": NEVER,
    "a principal adviser of the region with an interest": NEVER,
    "somebody without a role": NEVER,
}


def finds(who: str, place: Place) -> bool:
    """Whether that person may read a concern that stands there."""
    return OTHERS[who] == READS or (OTHERS[who] == FROM_THREE and not place.is_early)
