"""What may be done with a concern now: each act with its address, or the sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Role, User
from cases.access import (
    CLOSING,
    CONCLUDING,
    GOVERNMENTS,
    SUPPORTING,
    is_closed,
    is_too_early,
    may_not_decide,
    may_not_keep,
    may_not_move,
    may_not_propose_sharing,
    may_not_tell_members,
    may_not_work_on,
)
from cases.models import Concern
from cases.stages import MOVES, Kind, Origin, Stage
from councils.queries import holds_region_of


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
    not_conclude: str | None
    talks: Act
    explain: Act
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
    sharing: Act

    @property
    def open_moves(self) -> list[Act]:
        """The moves that may be made."""
        return [act for act in self.moves if not act.sentence]

    @property
    def barred(self) -> list[tuple[str, list[str]]]:
        """The moves that may not be made, under the sentence that says why not."""
        found: dict[str, list[str]] = {}
        for act in self.moves:
            if act.sentence:
                found.setdefault(act.sentence, []).append(act.text)
        return list(found.items())


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
        moves=_moves(user, concern, on, address),
        not_conclude=may_not_decide(user, concern, on, CONCLUDING) or closed,
        talks=act(
            "Record a discussion",
            "discussions/new",
            works,
            closed,
            early("Discussions with the council are kept"),
        ),
        explain=act("Add an explanation", "explanations/new", works, closed),
        awareness=act("Record that the council was told", "awareness/new", works),
        support=act(
            "Agree support",
            "support/new",
            may_not_decide(user, concern, on, SUPPORTING),
            closed,
            early("Support is agreed with the council"),
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
        sharing=Act(
            text="Propose to share it with government",
            address=f"/sharing/propose?concern={concern.number}",
            sentence=may_not_propose_sharing(user, concern, on),
        ),
        open_to=act("Open it to a member peer", "open-to", keeps),
    )


def brought_at(user: User, concern: Concern, on: date) -> str:
    """Where this person reads what a department brought and the concern was opened from; empty where not."""
    if concern.origin != Origin.DEPARTMENT:
        return ""
    offices = (Role.SECRETARIAT, Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE)
    if user.has_role(*offices) or (user.is_adviser and holds_region_of(user, concern.council, on)):
        return f"/inbound?concern={concern.number}"
    return ""


def _moves(user: User, concern: Concern, on: date, address: str) -> list[Act]:
    """Every move there is from here; a senior adviser proposes where the principal adviser moves."""
    decides = may_not_move(user, concern, on)
    closes = may_not_decide(user, concern, on, CLOSING)
    records = may_not_decide(user, concern, on, GOVERNMENTS)
    proposes = decides is not None and may_not_work_on(user, concern, on) is None
    acts = []
    for to, kind in MOVES[concern.at_stage].items():
        if kind is Kind.ADVISERS:
            verb = "Propose" if proposes else "Move to"
            sentence = None if proposes else decides
            acts.append(
                Act(text=f"{verb} {to.numbered}", address=f"{address}/move/{to.value}", sentence=sentence)
            )
        elif kind is Kind.GOVERNMENTS:
            acts.append(_governments(to, address, records))
        elif kind is Kind.CLOSING:
            acts.append(Act(text="Close the concern", address=f"{address}/close", sentence=closes))
    if not concern.is_open:
        acts.append(
            Act(text=f"Reopen at {concern.held_stage.numbered}", address=f"{address}/reopen", sentence=closes)
        )
    elif concern.at_stage.is_governments:
        acts.append(_governments(concern.at_stage, address, records))
    return acts


def _governments(step: Stage, address: str, decides: str | None) -> Act:
    return Act(
        text=f"Record {_OF_GOVERNMENT[step]}", address=f"{address}/government/{step.value}", sentence=decides
    )


_OF_GOVERNMENT = {
    Stage.INSPECTION: "an inspection by government",
    Stage.INTERVENTION: "an intervention by government",
}
