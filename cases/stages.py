"""The stages of a concern, how it may begin and move, and the sentences that say so (WORKFLOW section 1).

Only this file holds numbers. A stage belongs to a concern, never to a council.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from django.db import models


class Stage(models.TextChoices):
    """Where a concern stands. The value is also the word in addresses; the digit is only ever printed."""

    LOCAL_INTELLIGENCE = "local-intelligence", "Local intelligence"
    WIDER_INFORMATION = "wider-information", "Wider information gathering"
    COUNCIL_DISCUSSION = "council-discussion", "Discussions with the council"
    PANEL_SUPPORT = "panel-support", "Support, reported to the Performance Support Panel"
    INSPECTION = "inspection", "Inspection"
    INTERVENTION = "intervention", "Intervention"
    CLOSED = "closed", "Closed"

    @property
    def digit(self) -> str:
        """The digit as printed: "1" to "4", "5a", "5b"; empty where the concern is closed (R163)."""
        return _DIGITS[self]

    @property
    def numbered(self) -> str:
        """As a heading says it: "Stage 2: wider information gathering"; "Closed"."""
        return f"Stage {self.digit}: {_IN_A_SENTENCE[self]}" if self.digit else str(self.label)

    @property
    def is_open(self) -> bool:
        """Whether a concern here is still open."""
        return self is not Stage.CLOSED

    @property
    def is_governments(self) -> bool:
        """Whether it is something government does, which is only recorded here (R155-R163)."""
        return self in GOVERNMENTS


_DIGITS: Mapping[Stage, str] = {
    Stage.LOCAL_INTELLIGENCE: "1",
    Stage.WIDER_INFORMATION: "2",
    Stage.COUNCIL_DISCUSSION: "3",
    Stage.PANEL_SUPPORT: "4",
    Stage.INSPECTION: "5a",
    Stage.INTERVENTION: "5b",
    Stage.CLOSED: "",
}
_IN_A_SENTENCE: Mapping[Stage, str] = {
    Stage.LOCAL_INTELLIGENCE: "local intelligence",
    Stage.WIDER_INFORMATION: "wider information gathering",
    Stage.COUNCIL_DISCUSSION: "discussions with the council",
    Stage.PANEL_SUPPORT: "Performance Support Panel",
    Stage.INSPECTION: "inspection, by government",
    Stage.INTERVENTION: "intervention, by government",
    Stage.CLOSED: "closed",
}

OPEN_STAGES: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.CLOSED)
GOVERNMENTS = frozenset({Stage.INSPECTION, Stage.INTERVENTION})
# Before the council is talked to, a concern is the advisers' alone (TRUST section 2).
EARLY = frozenset({Stage.LOCAL_INTELLIGENCE, Stage.WIDER_INFORMATION})
WITH_THE_COUNCIL = frozenset(OPEN_STAGES) - EARLY
# From Stage 4 a concern has a coming-off point (WORKFLOW section 3).
NEEDS_COMING_OFF_POINT = frozenset({Stage.PANEL_SUPPORT, Stage.INSPECTION, Stage.INTERVENTION})


class Origin(models.TextChoices):
    """How a concern came to us."""

    INTELLIGENCE = "intelligence", "What we heard and what the figures say"
    COUNCIL = "council", "The council itself came to us"
    DEPARTMENT = "department", "A government department raised it"
    PROGRAMME_BOARD = "programme_board", "A Programme Board fed it through"
    GOVERNMENT = "government", "Government acted"


# Where a concern may begin, by how it came (WORKFLOW section 1, Moves).
BEGINNINGS: Mapping[Stage, frozenset[Origin]] = MappingProxyType(
    {
        Stage.LOCAL_INTELLIGENCE: frozenset(set(Origin) - {Origin.GOVERNMENT}),
        Stage.COUNCIL_DISCUSSION: frozenset({Origin.COUNCIL, Origin.DEPARTMENT}),
        Stage.PANEL_SUPPORT: frozenset({Origin.PROGRAMME_BOARD}),
        Stage.INSPECTION: frozenset({Origin.GOVERNMENT}),
        Stage.INTERVENTION: frozenset({Origin.GOVERNMENT}),
    }
)


class Kind(Enum):
    """What sort of move it is: by which act it is made."""

    ADVISERS = "the adviser moves it"
    GOVERNMENTS = "government acted: recorded"
    CLOSING = "closed, with reasons"
    REOPENING = "reopened, with a reason, at the stage it had"


_ON, _RECORDED, _CLOSE, _REOPEN = Kind.ADVISERS, Kind.GOVERNMENTS, Kind.CLOSING, Kind.REOPENING
_BY_GOVERNMENT = {Stage.INSPECTION: _RECORDED, Stage.INTERVENTION: _RECORDED}

# Every move there is, from → to. Reopening leads only to the stage the concern had.
MOVES: Mapping[Stage, Mapping[Stage, Kind]] = MappingProxyType(
    {
        Stage.LOCAL_INTELLIGENCE: {Stage.WIDER_INFORMATION: _ON, **_BY_GOVERNMENT, Stage.CLOSED: _CLOSE},
        Stage.WIDER_INFORMATION: {Stage.COUNCIL_DISCUSSION: _ON, **_BY_GOVERNMENT, Stage.CLOSED: _CLOSE},
        Stage.COUNCIL_DISCUSSION: {Stage.PANEL_SUPPORT: _ON, **_BY_GOVERNMENT, Stage.CLOSED: _CLOSE},
        Stage.PANEL_SUPPORT: {Stage.COUNCIL_DISCUSSION: _ON, **_BY_GOVERNMENT, Stage.CLOSED: _CLOSE},
        Stage.INSPECTION: {
            Stage.COUNCIL_DISCUSSION: _ON,
            Stage.PANEL_SUPPORT: _ON,
            Stage.INTERVENTION: _RECORDED,
            Stage.CLOSED: _CLOSE,
        },
        Stage.INTERVENTION: {
            Stage.COUNCIL_DISCUSSION: _ON,
            Stage.PANEL_SUPPORT: _ON,
            Stage.CLOSED: _CLOSE,
        },
        Stage.CLOSED: dict.fromkeys(OPEN_STAGES, _REOPEN),
    }
)


def kind_of_move(stands: Stage, to: Stage, *, closed_from: Stage | None = None) -> Kind | None:
    """By which act a concern goes from one stage to the other; None: it cannot.

    `closed_from` is the stage it had when it was closed, the only one to which it is reopened.
    """
    kind = MOVES[stands].get(to)
    if kind is Kind.REOPENING and to is not closed_from:
        return None
    return kind


def onward(stands: Stage) -> list[Stage]:
    """The stages to which an adviser moves it from here, in order."""
    return [to for to in OPEN_STAGES if MOVES[stands].get(to) is Kind.ADVISERS]


def asks_for_lessons(stands: Stage, to: Stage) -> bool:
    """Whether this ends Stage 4 or 5b, which leave lessons behind (WORKFLOW sections 1 and 3, R151)."""
    if stands is Stage.PANEL_SUPPORT:
        return to in (Stage.COUNCIL_DISCUSSION, Stage.CLOSED)
    return stands is Stage.INTERVENTION and not to.is_governments


def ends_support(stands: Stage, to: Stage) -> bool:
    """Whether this ends the time that has a coming-off point: then whether it was met is said."""
    return stands in NEEDS_COMING_OFF_POINT and to not in NEEDS_COMING_OFF_POINT


@dataclass(frozen=True)
class Standing:
    """What the sentences need to know of a concern."""

    number: int
    council: str
    stage: Stage
    closed_from: Stage | None = None

    @property
    def sentence(self) -> str:
        """ "Concern 14 about Barchester is at Stage 2: wider information gathering." """
        where = f"at {self.stage.numbered}" if self.stage.is_open else "closed"
        return f"Concern {self.number} about {self.council} is {where}."


def cannot_move(standing: Standing, to: Stage) -> str | None:
    """Why the concern cannot go there, and where it can; None where it can."""
    if kind_of_move(standing.stage, to, closed_from=standing.closed_from):
        return None
    stands = standing.sentence
    if standing.stage is Stage.CLOSED:
        back = f"It can be reopened at {standing.closed_from.numbered}." if standing.closed_from else ""
        first = (
            f"{stands[:-1]} already." if to is Stage.CLOSED else f"{stands} It cannot go to {to.numbered}."
        )
        return f"{first} {back}".strip()
    if standing.stage is to:
        return f"{stands[:-1]} already. {_from_here(standing.stage)}"
    return f"{stands} It cannot go to {to.numbered}. {_from_here(standing.stage)}"


def cannot_be_moved(standing: Standing, to: Stage) -> str | None:
    """Why an adviser does not move it there: it cannot go, or it is another act that takes it there."""
    kind = kind_of_move(standing.stage, to, closed_from=standing.closed_from)
    stands = standing.sentence
    if kind is Kind.CLOSING:
        return f"{stands} To close it, give the reasons on the page for closing it."
    if kind is Kind.GOVERNMENTS:
        return f"{stands} {to.numbered}, is government's act: record what government did, and it moves there."
    if kind is Kind.REOPENING:
        return f"{stands} To open it again, give a reason on the page for reopening it."
    return cannot_move(standing, to)


def cannot_begin(stage: Stage, origin: Origin) -> str | None:
    """Why a concern that came so cannot begin there, and where it can; None where it can."""
    if origin in BEGINNINGS.get(stage, frozenset()):
        return None
    where = [begins.numbered for begins, origins in BEGINNINGS.items() if origin in origins]
    return (
        f"A concern cannot begin at {stage.numbered} where it came like this: "
        f"{_lower_first(str(origin.label))}. It can begin at {either(where)}."
    )


def _from_here(stands: Stage) -> str:
    return f"From here it can go to {either([to.numbered for to in onward(stands)])}."


def either(words: list[str]) -> str:
    """ "a", "a or b", "a, b or c"; stages hold colons and commas, so longer lists part by semicolons."""
    if len(words) < 2:
        return "".join(words)
    return f"{'; '.join(words[:-1])}; or {words[-1]}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# The document docs/stages.md, drawn from the tables above; a test compares the two.


def drawn() -> str:
    """docs/stages.md: how a concern begins, moves and ends."""
    lines = [
        "# The stages of a concern",
        "",
        "Drawn by `manage.py draw_stages` from `cases/stages.py`; do not edit by hand.",
        "A stage belongs to a concern, never to a council.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f'  state "{stage.numbered.replace(":", " ·")}" as {stage.name}' for stage in OPEN_STAGES]
    lines += [f"  [*] --> {stage.name}" for stage in BEGINNINGS]
    for stage, moves in MOVES.items():
        for to, kind in moves.items():
            if kind is not Kind.REOPENING:
                lines.append(f"  {stage.name} --> {'[*]' if to is Stage.CLOSED else to.name}")
    lines += ["```", "", "## How it may begin", "", "| at | where it came like this |", "|---|---|"]
    for stage, origins in BEGINNINGS.items():
        came = "; ".join(str(origin.label) for origin in Origin if origin in origins)
        lines.append(f"| {stage.numbered} | {came} |")
    lines += ["", "## How it may move", "", "| from | to | how |", "|---|---|---|"]
    for stage, moves in MOVES.items():
        if stage is Stage.CLOSED:
            lines.append(f"| Closed | the stage it had | {Kind.REOPENING.value} |")
            continue
        lines += [f"| {stage.numbered} | {to.numbered} | {kind.value} |" for to, kind in moves.items()]
    lines += ["", "Every other pair is refused with a sentence that says what is possible.", ""]
    return "\n".join(lines)
