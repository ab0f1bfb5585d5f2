"""What may be done with a concern now: each act with its address, or the sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from cases.access import (
    is_closed,
    is_too_early,
    may_not_keep,
    may_not_move,
    may_not_tell_members,
    may_not_work_on,
)
from cases.models import Concern
from cases.stages import MOVES, Kind, Stage


@dataclass(frozen=True, kw_only=True)
class Act:
    """A link where it may be done; where not, `sentence` stands in its place."""

    text: str
    address: str
    sentence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Acts:
    """The acts of a page, by what they are about. `none`: one sentence for those who may do none of it."""

    none: str | None
    moves: list[Act]
    talks: Act
    awareness: Act
    support: Act
    political: Act
    narrative: Act
    evidence: Act
    panel_line: Act
    group_office: Act
    review: Act
    owner: Act
    deputy: Act
    open_to: Act

    @property
    def no_moves(self) -> str | None:
        """The one sentence where none of the moves may be made."""
        sentences = {act.sentence for act in self.moves}
        return sentences.pop() if len(sentences) == 1 else None


def acts_on(user: User, concern: Concern, on: date) -> Acts:
    """The acts, in the order of the page."""
    address = concern.get_absolute_url()
    closed = is_closed(concern)
    works, decides = may_not_work_on(user, concern, on), may_not_move(user, concern, on)
    tells, keeps = may_not_tell_members(user, concern, on), may_not_keep(user, concern, on)

    def act(text: str, path: str, *sentences: str | None) -> Act:
        sentence = next((one for one in sentences if one), None)
        return Act(text=text, address=f"{address}/{path}", sentence=sentence)

    def early(doing: str) -> str | None:
        return is_too_early(concern, doing)

    return Acts(
        none=works if works and decides and tells and keeps else None,
        moves=_moves(concern, address, works, decides),
        talks=act(
            "Record a discussion",
            "discussions/new",
            works,
            closed,
            early("Discussions with the council are kept"),
        ),
        awareness=act("Record that the council was told", "awareness/new", works),
        support=act(
            "Agree support", "support/new", decides, closed, early("Support is agreed with the council")
        ),
        political=act(
            "Record political action", "political-action", works, closed, early("Political action is kept")
        ),
        narrative=act("Add to the story", "narrative/new", works),
        evidence=act("Add evidence", "evidence/new", works, closed),
        panel_line=act(
            "Give a line to the Panel", "panel-line", tells, closed, early("A line goes to the Panel")
        ),
        group_office=act(
            "Tell a group office", "group-office", tells, closed, early("Group offices are told")
        ),
        review=act("Change the next date", "review", works, closed),
        owner=act("Hand it on", "owner", keeps, closed),
        deputy=act("Name a deputy", "deputy", keeps, closed),
        open_to=act("Open it to a member peer", "open-to", keeps),
    )


def _moves(concern: Concern, address: str, works: str | None, decides: str | None) -> list[Act]:
    """Every move there is from here; a senior adviser proposes where the principal adviser moves."""
    proposes = decides is not None and works is None
    acts = []
    for to, kind in MOVES[concern.at_stage].items():
        if kind is Kind.ADVISERS:
            verb = "Propose" if proposes else "Move to"
            sentence = None if proposes else decides
            acts.append(
                Act(text=f"{verb} {to.numbered}", address=f"{address}/move/{to.value}", sentence=sentence)
            )
        elif kind is Kind.GOVERNMENTS:
            acts.append(_governments(to, address, decides))
        elif kind is Kind.CLOSING:
            acts.append(Act(text="Close", address=f"{address}/close", sentence=decides))
    if not concern.is_open:
        acts.append(
            Act(
                text=f"Reopen at {concern.held_stage.numbered}", address=f"{address}/reopen", sentence=decides
            )
        )
    elif concern.at_stage.is_governments:
        acts.append(_governments(concern.at_stage, address, decides))
    return acts


def _governments(step: Stage, address: str, decides: str | None) -> Act:
    return Act(
        text=f"Record {_OF_GOVERNMENT[step]}", address=f"{address}/government/{step.value}", sentence=decides
    )


_OF_GOVERNMENT = {
    Stage.INSPECTION: "an inspection by government",
    Stage.INTERVENTION: "an intervention by government",
}
