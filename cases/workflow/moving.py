"""To move a concern between stages, to close it and to reopen it (WORKFLOW sections 1 and 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import CLOSING, may_not_decide, may_not_move
from cases.models import Concern, Ending, Met, StageChange
from cases.stages import (
    NEEDS_COMING_OFF_POINT,
    Stage,
    asks_for_lessons,
    cannot_be_moved,
    cannot_move,
    ends_support,
)
from cases.workflow.locking import (
    check_version,
    coming,
    day_of,
    in_words,
    kept,
    line,
    locked,
    signed_by_decider,
    wanted,
)
from common.errors import forbid, refuse


@dataclass(frozen=True, kw_only=True)
class Left:
    """What the end of Stage 4 or 5b leaves behind (R151). `look_back`: wanted, twelve months on."""

    lessons: str = ""
    coming_off_point_met: str = ""
    look_back: bool = False


@transaction.atomic
def move(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    version: int,
    to: Stage,
    basis: str,
    happened_on: date | None = None,
    told: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    review_on: date | None = None,
    coming_off_point: str = "",
    soft_absent: str = "",
    hard_absent: str = "",
    left: Left | None = None,
) -> StageChange:
    """Move the concern to the stage `to`, one of the moves of `cases.stages`.

    `version` is the one the mover had before them. What is left empty stays as the concern has it: only the
    basis is always wanted, a coming-off point from Stage 4, lessons where Stage 4 or 5b ends. Raises Stale,
    NotPermitted, Refused.
    """
    held = locked(concern, by)
    forbid(may_not_move(by, held, day_of(at)))
    check_version(held, version, basis)
    refuse(cannot_be_moved(held.standing, to))
    basis = wanted(basis, "Enter why it moves. One line will do.")
    change = change_stage(
        held,
        to,
        by=by,
        at=at,
        happened_on=happened_on,
        basis=basis,
        told=told,
        next_step=next_step,
        next_step_on=next_step_on,
        review_on=review_on,
        coming_off_point=coming_off_point,
        soft_absent=soft_absent,
        hard_absent=hard_absent,
        left=left,
    )
    record_move(change, act="move", by=by)
    return change


@transaction.atomic
def close(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    version: int,
    reason: str,
    happened_on: date | None = None,
    told: str = "",
    left: Left | None = None,
) -> StageChange:
    """Close it with its reasons (R072, R084). Support that still goes on ends with it."""
    held = locked(concern, by)
    forbid(may_not_decide(by, held, day_of(at), CLOSING))
    check_version(held, version, reason)
    change = close_held(held, by=by, at=at, reason=reason, happened_on=happened_on, told=told, left=left)
    record_move(change, act="close", by=by)
    return change


@transaction.atomic
def reopen(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    version: int,
    reason: str,
    review_on: date | None,
    happened_on: date | None = None,
) -> StageChange:
    """Open it again at the stage it had, with a reason and a date on which it is looked at."""
    held = locked(concern, by)
    forbid(may_not_decide(by, held, day_of(at), CLOSING))
    check_version(held, version, reason)
    to = held.held_stage
    refuse(cannot_move(held.standing, to))
    reason = wanted(reason, "Enter why it is reopened.")
    if review_on is None:
        refuse("Enter when it is next looked at.")
    change = change_stage(held, to, by=by, at=at, happened_on=happened_on, basis=reason, review_on=review_on)
    record_move(change, act="reopen", by=by)
    return change


# What the acts share; the caller has locked the concern and asked who may.


def close_held(
    held: Concern,
    *,
    by: User,
    at: datetime,
    reason: str,
    happened_on: date | None = None,
    told: str = "",
    left: Left | None = None,
) -> StageChange:
    """Close a locked concern."""
    refuse(cannot_move(held.standing, Stage.CLOSED))
    reason = wanted(reason, "Enter the reasons for which it is closed.")
    return change_stage(
        held, Stage.CLOSED, by=by, at=at, happened_on=happened_on, basis=reason, told=told, left=left
    )


def change_stage(
    held: Concern,
    to: Stage,
    *,
    by: User,
    at: datetime,
    basis: str,
    happened_on: date | None = None,
    told: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    review_on: date | None = None,
    coming_off_point: str = "",
    soft_absent: str = "",
    hard_absent: str = "",
    left: Left | None = None,
) -> StageChange:
    """Put a locked concern at another stage, and keep how it came there."""
    stood = held.at_stage
    signature = signed_by_decider(held, by, at, happened_on)
    refuse(_before_the_last_move(held, signature["happened_on"]))
    left = left or Left()
    refuse(_wants_lessons(stood, to, left, held))
    held.coming_off_point = kept(coming_off_point) or held.coming_off_point
    if to in NEEDS_COMING_OFF_POINT and not held.coming_off_point:
        refuse("Enter the coming-off point: what will be so when this is no longer needed.")
    held.next_step = line(next_step, 300, "The next step")
    held.next_step_on = coming(next_step_on, at, "The next step")
    held.review_on = coming(review_on, at, "The next review") or held.review_on
    held.stage, held.version = to, held.version + 1
    _close_or_open(held, stood, to, by=by, at=at, on=signature["happened_on"])
    held.save()
    change = StageChange.objects.create(
        **signature,
        from_stage=stood,
        to_stage=to,
        version=held.version,
        basis=basis,
        told=kept(told),
        next_step=held.next_step,
        next_step_on=held.next_step_on,
        soft_absent=kept(soft_absent),
        hard_absent=kept(hard_absent),
    )
    _leave_behind(change, stood, to, left, signature)
    _end_support(held, stood, to, by=by, at=at, on=signature["happened_on"], reason=basis)
    return change


def record_move(change: StageChange, *, act: str, by: User) -> None:
    """The audit row of a move: codes only."""
    record(
        by=by,
        act=act,
        subject=change.concern,
        scope=change.concern.council.audit_scope,
        details={"from": change.from_stage, "to": change.to_stage, "change": change.pk},
    )


def _before_the_last_move(held: Concern, happened_on: date) -> str | None:
    last = held.stage_changes.order_by("-happened_on", "-id").first()
    if last is None or happened_on >= last.happened_on:
        return None
    return (
        f"It came to {last.came_to.numbered} on {in_words(last.happened_on)}. Enter that day or a later one."
    )


def _wants_lessons(stood: Stage, to: Stage, left: Left, held: Concern) -> str | None:
    if asks_for_lessons(stood, to) and not left.lessons.strip():
        return "Enter the lessons: what helped, what did not. They inform the support of others."
    if ends_support(stood, to) and held.coming_off_point and left.coming_off_point_met not in Met.values:
        return "Choose whether the coming-off point was met. “Not known” is an answer."
    return None


def _close_or_open(held: Concern, stood: Stage, to: Stage, *, by: User, at: datetime, on: date) -> None:
    if to is Stage.CLOSED:
        held.closed_from, held.closed_at, held.closed_by, held.closed_on = stood, at, by, on
        held.review_on = held.next_step_on = None
        held.next_step = ""
    elif stood is Stage.CLOSED:
        held.closed_from, held.closed_at, held.closed_by, held.closed_on = "", None, None, None


def _leave_behind(
    change: StageChange, stood: Stage, to: Stage, left: Left, signature: dict[str, Any]
) -> None:
    ends = asks_for_lessons(stood, to) or ends_support(stood, to) or to is Stage.CLOSED
    if not ends or not (left.lessons.strip() or left.coming_off_point_met or left.look_back):
        return
    Ending.objects.create(
        **signature,
        change=change,
        lessons=kept(left.lessons),
        coming_off_point_met=left.coming_off_point_met,
        look_back_on=a_year_after(signature["happened_on"]) if left.look_back else None,
    )


def a_year_after(day: date) -> date:
    """The same day twelve months on; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _end_support(
    held: Concern, stood: Stage, to: Stage, *, by: User, at: datetime, on: date, reason: str
) -> None:
    """Closing ends all support; going back from Stage 4 to discussions ends the packages alone."""
    going = held.support.filter(ended_at__isnull=True)
    if stood is Stage.PANEL_SUPPORT and to is Stage.COUNCIL_DISCUSSION:
        going = going.filter(weight="full")
    elif to is not Stage.CLOSED:
        return
    for package in going.select_for_update():
        package.ended_on, package.ended_at = on, at
        package.ended_by, package.ended_reason = by, reason
        package.version += 1
        package.save()
