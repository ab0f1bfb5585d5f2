"""What WORKFLOW.md lets happen to one concern, written from that text alone and from nothing of `cases`.

A history is a list of acts. The oracle says of each whether it works, and if not, which faults it has; and it
keeps where the concern then stands. `tests/cases/test_histories.py` and `script/drill histories` put the
same acts to the application and compare.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

S1, S2, S3, S4, S5A, S5B, CLOSED = (
    "local-intelligence",
    "wider-information",
    "council-discussion",
    "panel-support",
    "inspection",
    "intervention",
    "closed",
)
STAGES = (S1, S2, S3, S4, S5A, S5B, CLOSED)
GOVERNMENT = (S5A, S5B)
# Section 1, Moves: what advisers move, what government does, what is closed.
ADVISERS = {S1: {S2}, S2: {S3}, S3: {S4}, S4: {S3}, S5A: {S3, S4}, S5B: {S3, S4}, CLOSED: set()}
GOVERNMENTS = {stage: {S5A, S5B} for stage in (S1, S2, S3, S4)} | {S5A: {S5A, S5B}, S5B: {S5B}, CLOSED: set()}
# Section 1: "A concern begins at 1; at 3 (the council's self-referral, a department's concern); at 4 (a
# Programme Board); at 5a or 5b (government acted)".
BEGINNINGS = {
    "intelligence": {S1},
    "council": {S1, S3},
    "department": {S1, S3},
    "programme_board": {S1, S4},
    "government": {S5A, S5B},
}
# TRUST section 2: the principal adviser of the region decides, and the named deputy in the owner's place; a
# senior adviser of the region works on it; an adviser of elsewhere reads; to all others it is not there.
DECIDES, WORKS, READS, STRANGER = "decides", "works", "reads", "stranger"

NOT_FOUND, NOT_PERMITTED, STALE, REFUSED = "NotFound", "NotPermitted", "Stale", "Refused"


@dataclass(frozen=True)
class Act:
    """One act as somebody tries it: `who` is one of the four above, `said` what they filled in."""

    name: str
    who: str = DECIDES
    is_late: bool = False  # the page was opened before somebody else's change
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """Where the concern stands: `talks` are discussions without a conclusion, by their order."""

    stage: str
    closed_from: str = ""
    has_coming_off_point: bool = False
    talks: tuple[int, ...] = ()
    talked: int = 0
    packages: tuple[tuple[str, bool], ...] = ()  # weight, and whether it goes on
    has_line: bool = False
    has_told_office: bool = False
    moves: int = 1

    @property
    def is_early(self) -> bool:
        return (self.closed_from or self.stage) in (S1, S2)

    @property
    def is_open(self) -> bool:
        return self.stage != CLOSED


def begun(origin: str, stage: str, *, has_coming_off_point: bool) -> Held | None:
    """Where it stands once begun; None where it cannot begin so."""
    if stage not in BEGINNINGS[origin]:
        return None
    if stage in (S4, S5A, S5B) and not has_coming_off_point:  # section 3: "from Stage 4 a coming-off point"
        return None
    return Held(stage=stage, has_coming_off_point=has_coming_off_point)


def judged(held: Held, act: Act) -> tuple[set[str], Held]:
    """The faults the act has, any of which may be the answer, and where the concern stands after it."""
    if act.who == STRANGER:
        return {NOT_FOUND}, held
    faults, after = _JUDGES[act.name](held, act)
    if act.who not in _WHO[act.name]:
        faults.add(NOT_PERMITTED)
    if act.is_late and act.name in _VERSIONED:
        faults.add(STALE)
    return faults, held if faults else after


_WHO = {
    "move": {DECIDES},
    "close": {DECIDES},
    "reopen": {DECIDES},
    "government": {DECIDES},
    "conclude": {DECIDES},
    "agree_support": {DECIDES},
    "end_support": {DECIDES},
    "tell_panel": {DECIDES},
    "discuss": {DECIDES, WORKS},
    "narrate": {DECIDES, WORKS},
    "explain": {DECIDES, WORKS},
    "paragraph": {DECIDES, WORKS},
    "tell_office": {DECIDES},
    "take_back_office": {DECIDES},
}
_VERSIONED = {"move", "close", "reopen", "government", "conclude"}


def _says(act: Act) -> bool:
    return bool(act.said["basis"].strip())


def _judge_move(held: Held, act: Act) -> tuple[set[str], Held]:
    to = act.said["to"]
    if to not in ADVISERS[held.stage] or not _says(act):
        return {REFUSED}, held
    return _changed(held, to, act)


def _judge_close(held: Held, act: Act) -> tuple[set[str], Held]:
    if not held.is_open or not _says(act):  # every open stage may end; section 1, "closed"
        return {REFUSED}, held
    return _changed(held, CLOSED, act)


def _judge_reopen(held: Held, act: Act) -> tuple[set[str], Held]:
    # "the stage it had, with a reason", and section 3: "every open concern has a next review date".
    if held.is_open or not _says(act) or not act.said["has_date"]:
        return {REFUSED}, held
    return set(), replace(held, stage=held.closed_from, closed_from="", moves=held.moves + 1)


def _judge_government(held: Held, act: Act) -> tuple[set[str], Held]:
    to = act.said["to"]
    if to not in GOVERNMENTS[held.stage] or not _says(act):  # section 3: "legal basis, body, date"
        return {REFUSED}, held
    if to == held.stage:  # a further act of the same kind: recorded, and nothing moves
        return set(), held
    return _changed(held, to, act)


def _changed(held: Held, to: str, act: Act) -> tuple[set[str], Held]:
    needs = (S4, S5A, S5B)
    has_point = held.has_coming_off_point or act.said.get("coming_off_point", False)
    if to in needs and not has_point:
        return {REFUSED}, held
    # Section 3: "Ending Stage 4: reason and lessons, and whether the coming-off point was met". Section 1:
    # 5b "ends, with lessons". Government's act does not end Stage 4, it comes on top of it.
    ends_four = held.stage == S4 and to not in GOVERNMENT
    ends_five_b = held.stage == S5B and to not in GOVERNMENT
    if (ends_four or ends_five_b) and not act.said["lessons"]:
        return {REFUSED}, held
    if held.stage in needs and to not in needs and held.has_coming_off_point and not act.said["met"]:
        return {REFUSED}, held
    packages = held.packages
    if to == CLOSED:
        packages = tuple((weight, False) for weight, _ in packages)
    elif held.stage == S4 and to == S3:  # "support done, discussion goes on": light support is Stage 3's own
        packages = tuple((weight, goes and weight == "light") for weight, goes in packages)
    after = replace(
        held,
        stage=to,
        closed_from=held.stage if to == CLOSED else "",
        has_coming_off_point=has_point,
        packages=packages,
        moves=held.moves + 1,
    )
    return set(), after


def _judge_discuss(held: Held, act: Act) -> tuple[set[str], Held]:
    # Stage 3's own work, from Stage 3 on; section 1: "discussions may repeat".
    if not held.is_open or held.is_early:
        return {REFUSED}, held
    return set(), replace(held, talks=(*held.talks, held.talked), talked=held.talked + 1)


def _judge_conclude(held: Held, act: Act) -> tuple[set[str], Held]:
    said = act.said
    if said["talk"] not in held.talks or not held.is_open:
        return {STALE, REFUSED}, held  # concluded by somebody, or the concern is closed
    kind = said["kind"]
    if _lacks(act) or (said["closes"] and not _may_close(kind, said["why"])):
        return {REFUSED}, held
    after = replace(held, talks=tuple(talk for talk in held.talks if talk != said["talk"]))
    if said["support"]:
        weight = "light" if kind == "found_in_conversation" else "full"
        after = replace(after, packages=(*after.packages, (weight, True)))
    if kind == "bigger_support" or said["line"]:  # 4: "PSP is told"; the others: "a line to PSP", asked
        after = replace(after, has_line=True)
    return _changed(after, CLOSED, act) if said["closes"] else (set(), after)


def _lacks(act: Act) -> bool:
    """5: "why the views differ, in the council's own words"; 3: "a light support record"."""
    said = act.said
    if said["kind"] == "not_accepted" and not (said["why"] and said["view"]):
        return True
    if said["kind"] == "found_in_conversation" and not said["support"]:
        return True
    return not _says(act)


def _may_close(kind: str, why: str) -> bool:
    """2 "closes when the steps have worked", 3 "when done", 4 has support; 5 by local choice."""
    if kind == "not_accepted":
        return why in ("not_a_priority", "no_local_demand")
    return kind in ("satisfactory_explanation", "another")


def _judge_agree(held: Held, act: Act) -> tuple[set[str], Held]:
    if not held.is_open or held.is_early or not _says(act):
        return {REFUSED}, held
    return set(), replace(held, packages=(*held.packages, (act.said["weight"], True)))


def _judge_end(held: Held, act: Act) -> tuple[set[str], Held]:
    place = act.said["package"]
    if place >= len(held.packages):
        return {NOT_FOUND}, held
    weight, goes_on = held.packages[place]
    if not goes_on or not _says(act):
        return {REFUSED}, held
    packages = (*held.packages[:place], (weight, False), *held.packages[place + 1 :])
    return set(), replace(held, packages=packages)


def _judge_tell_panel(held: Held, act: Act) -> tuple[set[str], Held]:
    # Section 2: a line to PSP follows a conclusion, and so a discussion; it stands once.
    if not held.is_open or held.is_early or not _says(act):
        return {REFUSED}, held
    return set(), replace(held, has_line=True)


def _judge_narrate(held: Held, act: Act) -> tuple[set[str], Held]:
    # Section 3: "Narrative is appended, dated and signed"; a closed concern's story may still be told.
    return ({REFUSED} if not _says(act) else set()), held


def _judge_explain(held: Held, act: Act) -> tuple[set[str], Held]:
    # Section 3: "appended, dated and signed"; what would explain it is asked while the concern is open.
    return (set() if held.is_open and _says(act) else {REFUSED}), held


def _judge_paragraph(held: Held, act: Act) -> tuple[set[str], Held]:
    # Section 1: a pack "says no more of a concern at 1 or 2 than its one-line summary".
    return (set() if held.is_open and not held.is_early and _says(act) else {REFUSED}), held


def _judge_tell_office(held: Held, act: Act) -> tuple[set[str], Held]:
    # Section 2: "tell the group office" follows a discussion; TRUST section 2 lets it read from Stage 3 on.
    if not held.is_open or held.is_early:
        return {REFUSED}, held
    return set(), replace(held, has_told_office=True)


def _judge_take_back_office(held: Held, act: Act) -> tuple[set[str], Held]:
    if not held.is_open or not held.has_told_office or not _says(act):
        return {REFUSED}, held
    return set(), replace(held, has_told_office=False)


_JUDGES = {
    "move": _judge_move,
    "close": _judge_close,
    "reopen": _judge_reopen,
    "government": _judge_government,
    "discuss": _judge_discuss,
    "conclude": _judge_conclude,
    "agree_support": _judge_agree,
    "end_support": _judge_end,
    "tell_panel": _judge_tell_panel,
    "narrate": _judge_narrate,
    "explain": _judge_explain,
    "paragraph": _judge_paragraph,
    "tell_office": _judge_tell_office,
    "take_back_office": _judge_take_back_office,
}
