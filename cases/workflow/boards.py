"""To form an Improvement Board, change it, stand it down; meetings, actions, reviews (R128-R129, R149)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import SUPPORTING, may_not_decide, may_not_work_on
from cases.models import (
    ActionReview,
    Board,
    BoardAction,
    BoardMeeting,
    Concern,
    ImprovementBoard,
    OnTrack,
    SupportPackage,
)
from cases.workflow.locking import coming, day_of, in_words, kept, line, signed, signed_by_decider, wanted
from cases.workflow.supporting import has_ended, keep_package, locked_package
from common.errors import Stale, forbid, not_found, refuse

KINDS = frozenset({Board.VOLUNTARY.value, Board.FORMAL.value})


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Its name, kind, chair and who sits on it, a line each; when it meets next (None: not planned)."""

    name: str
    kind: str
    chair: str = ""
    members: str = ""
    next_meeting_on: date | None = None


@transaction.atomic
def form_board(
    *, by: User, at: datetime, package: SupportPackage, sitting: Sitting, happened_on: date | None = None
) -> ImprovementBoard:
    """An Improvement Board, voluntary or formal; one stands over a package at a time."""
    concern, held = locked_package(package, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(has_ended(held))
    if standing := held.boards.filter(ended_at__isnull=True).first():
        refuse(f"{standing.name} stands over this support. Change it, or stand it down first.")
    signature = signed_by_decider(concern, by, at, happened_on)
    next_on = coming(sitting.next_meeting_on, at, "The next meeting")
    board = ImprovementBoard.objects.create(
        **signature, package=held, **_said(sitting), next_meeting_on=next_on
    )
    held.board = board.kind
    keep_package(held, concern, "form_board", by)
    _record(board, concern, "form_board", by)
    return board


@transaction.atomic
def change_board(
    *, by: User, at: datetime, board: ImprovementBoard, version: int, sitting: Sitting
) -> ImprovementBoard:
    """The board as it is now, its next meeting too; every version is kept. Raises Stale."""
    concern, held = _locked(board, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(_is_over(held))
    _first(held, version, "\n".join(one for one in (sitting.name, sitting.chair, sitting.members) if one))
    if sitting.next_meeting_on != held.next_meeting_on:
        coming(sitting.next_meeting_on, at, "The next meeting")
    for name, value in _said(sitting).items():
        setattr(held, name, value)
    held.next_meeting_on = sitting.next_meeting_on
    _keep(held, concern, "change_board", by)
    if held.package.board != held.kind:
        held.package.board = held.kind
        keep_package(held.package, concern, "change_board", by)
    return held


@transaction.atomic
def stand_board_down(
    *, by: User, at: datetime, board: ImprovementBoard, reason: str, happened_on: date | None = None
) -> ImprovementBoard:
    """The board is stood down with a reason; the support goes on without one."""
    concern, held = _locked(board, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(_is_over(held))
    signature = signed_by_decider(concern, by, at, happened_on)
    refuse(_before(held.happened_on, signature["happened_on"], "The board was formed"))
    held.ended_on, held.ended_at, held.ended_by = signature["happened_on"], at, by
    held.ended_reason = wanted(reason, "Enter why it is stood down.")
    held.next_meeting_on = None
    _keep(held, concern, "stand_board_down", by)
    held.package.board = Board.NONE
    keep_package(held.package, concern, "stand_board_down", by)
    return held


@transaction.atomic
def record_board_meeting(
    *,
    by: User,
    at: datetime,
    board: ImprovementBoard,
    version: int,
    text: str,
    next_meeting_on: date | None = None,
    happened_on: date | None = None,
) -> BoardMeeting:
    """A meeting that was held, what was said, and when the next one is. Raises Stale.

    A planned day that has come is kept with the meeting: it may have been held on another.
    """
    concern, held = _locked(board, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    refuse(_is_over(held))
    _first(held, version, text)
    planned, signature = held.next_meeting_on, signed(concern, by, at, happened_on)
    refuse(_before(held.happened_on, signature["happened_on"], "The board was formed"))
    meeting = BoardMeeting.objects.create(
        **signature,
        board=held,
        planned_on=planned if planned and planned <= day_of(at) else None,
        text=wanted(text, "Enter what was said."),
    )
    held.next_meeting_on = coming(next_meeting_on, at, "The next meeting")
    _keep(held, concern, "record_board_meeting", by, meeting=meeting.pk)
    return meeting


@transaction.atomic
def add_board_action(
    *,
    by: User,
    at: datetime,
    board: ImprovementBoard,
    what: str,
    whose: str,
    due_on: date | None = None,
    happened_on: date | None = None,
) -> BoardAction:
    """What is to be done, whose it is, and by when."""
    concern, held = _locked(board, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    refuse(_is_over(held))
    action = BoardAction.objects.create(
        **signed(concern, by, at, happened_on),
        board=held,
        what=line(wanted(what, "Enter what is to be done."), 300, "What is to be done"),
        whose=line(wanted(whose, "Enter who does it."), 200, "Who does it"),
        due_on=due_on,
    )
    _record(held, concern, "add_board_action", by, action=action.pk)
    return action


@transaction.atomic
def review_action(
    *,
    by: User,
    at: datetime,
    action: BoardAction,
    word: str,
    text: str,
    due_on: date | None = None,
    happened_on: date | None = None,
) -> ActionReview:
    """How an action goes: a word and a line. Earlier reviews stay as they are."""
    concern, board = _locked(action.board, by)
    held = board.actions.filter(pk=action.pk).first() or not_found("The action")
    forbid(may_not_work_on(by, concern, day_of(at)))
    refuse(_is_over(board))
    if word not in OnTrack.values:
        refuse("Choose how the action goes.")
    signature = signed(concern, by, at, happened_on)
    refuse(_before(held.happened_on, signature["happened_on"], "The action was agreed"))
    review = ActionReview.objects.create(
        **signature,
        action=held,
        word=OnTrack(word),
        text=line(wanted(text, "Enter a line on how it goes."), 500, "The line"),
        due_on=due_on,
    )
    _record(board, concern, "review_action", by, action=held.pk, review=review.pk)
    return review


def _before(began: date, day: date, what: str) -> str | None:
    if day >= began:
        return None
    return f"{what} on {in_words(began)}. Enter that day or a later one."


def _said(sitting: Sitting) -> dict[str, Any]:
    if sitting.kind not in KINDS:
        refuse("Choose whether the board is voluntary or formal.")
    return {
        "name": line(wanted(sitting.name, "Enter what the board is called."), 200, "Its name"),
        "kind": Board(sitting.kind),
        "chair": line(sitting.chair, 200, "The chair"),
        "members": kept(sitting.members),
    }


def _first(held: ImprovementBoard, version: int, typed: str) -> None:
    """Raise Stale, with both texts, where another writer came first."""
    if held.version == version:
        return
    meeting = held.meetings.order_by("-id").first()
    lines = [held.name, held.chair, held.members]
    if held.next_meeting_on:
        lines.append(f"Next meeting: {in_words(held.next_meeting_on)}")
    if meeting:
        lines.append(f"Meeting of {in_words(meeting.happened_on)}: {meeting.text}")
    raise Stale(
        "Somebody else wrote about this board while you were writing. Your text is kept below.",
        held="\n".join(one for one in lines if one),
        typed=typed,
    )


def _locked(board: ImprovementBoard, by: User) -> tuple[Concern, ImprovementBoard]:
    """The concern, its package and the board, all locked."""
    concern, package = locked_package(board.package, by)
    held = (
        ImprovementBoard.objects.select_for_update(of=("self",)).filter(pk=board.pk, package=package).first()
    )
    if held is None:
        not_found("The board")
    found = cast(ImprovementBoard, held)
    found.package = package
    return concern, found


def _is_over(held: ImprovementBoard) -> str | None:
    if held.ended_on:
        return f"This board was stood down on {in_words(held.ended_on)}. Form another instead."
    return has_ended(held.package)


def _keep(held: ImprovementBoard, concern: Concern, act: str, by: User, **ids: int) -> None:
    held.version += 1
    held.save()
    _record(held, concern, act, by, **ids)


def _record(held: ImprovementBoard, concern: Concern, act: str, by: User, **ids: int) -> None:
    details = {"support": held.package_id, "board": held.pk, "version": held.version, **ids}
    record(by=by, act=act, subject=concern, scope=concern.council.audit_scope, details=details)
