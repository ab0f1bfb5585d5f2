"""What providers give to the invented councils and to Thurrock, and their Improvement Boards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cases import workflow
from cases.models import BoardAction, Concern, ImprovementBoard, SupportPackage
from cases.workflow import Giving, Sitting
from desk.demonstration.people import content

Row = dict[str, Any]


def load_boards(concerns: dict[str, Concern], *, at: datetime) -> int:
    """Inputs, boards, meetings, actions and reviews; how many boards."""
    rows = content("boards")
    for row in rows:
        package = concerns[row["concern"]].support.order_by("-pk").first()
        if package is None:
            raise RuntimeError(f"The demonstration has no support for {row['concern']}.")
        for given in row["input"]:
            _input(package, given, at)
        _board(package, row["board"], at)
    return len(rows)


def _day(row: Row, at: datetime, name: str = "days") -> date | None:
    """A date of the paper's; or so many days before the loading, or (`…_in`) after it."""
    today = timezone.localdate(at)
    if name == "days" and "on" in row:
        return date.fromisoformat(str(row["on"]))
    if name in row:
        return today - timedelta(days=row[name])
    ahead = row.get(name.replace("days", "in"))
    return today + timedelta(days=ahead) if ahead is not None else None


def _input(package: SupportPackage, row: Row, at: datetime) -> None:
    giving = Giving(
        kind=row["kind"],
        name=row.get("name", ""),
        gives=row["gives"],
        people=row.get("people", ""),
        money=row.get("money"),
        from_on=_day(row, at, "from_days"),
        until_on=_day(row, at, "until_days"),
    )
    workflow.add_input(by=package.by, at=at, package=package, giving=giving, happened_on=_day(row, at))


def _board(package: SupportPackage, row: Row, at: datetime) -> None:
    sitting = Sitting(
        name=row["name"], kind=row["kind"], chair=row.get("chair", ""), members=row.get("members", "")
    )
    board = workflow.form_board(
        by=package.by, at=at, package=package, sitting=sitting, happened_on=_day(row, at)
    )
    for meeting in row.get("meeting", ()):
        board.refresh_from_db()
        workflow.record_board_meeting(
            by=package.by,
            at=at,
            board=board,
            version=board.version,
            text=meeting["text"],
            next_meeting_on=_day(meeting, at, "next_days"),
            happened_on=_day(meeting, at),
        )
    for action in row.get("action", ()):
        _action(board, action, at)


def _action(board: ImprovementBoard, row: Row, at: datetime) -> BoardAction:
    action = workflow.add_board_action(
        by=board.by,
        at=at,
        board=board,
        what=row["what"],
        whose=row["whose"],
        due_on=_day(row, at, "due_days"),
        happened_on=_day(row, at),
    )
    for review in row["review"]:
        workflow.review_action(
            by=board.by,
            at=at,
            action=action,
            word=review["word"],
            text=review["text"],
            due_on=_day(review, at, "due_days"),
            happened_on=_day(review, at),
        )
    return action
