"""The note of decisions, its agreement, the Action Monitor Schedule, and what became of recommendations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from councils.models import Council
from panel import after_access as access
from panel.models import (
    ActionProgress,
    Decision,
    IssuedPaper,
    Meeting,
    Pack,
    RecommendationOutcome,
)
from panel.noting import note_sheet
from panel.queries.notes import (
    actions_to_ask_about,
    agreed_note,
    decisions_of,
    may_be_asked,
    meeting_that_agrees,
    note_of,
    progress_of,
)
from panel.queries.recommendations import recommendations_of
from panel.workflow.freezing import frozen
from papers.paper import day


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line of the note says. `verb`: noted, agreed, or empty where the text is whole by itself."""

    item: str
    text: str
    verb: str = ""
    action_by: str = ""
    asked: User | None = None
    council: Council | None = None


def _locked(meeting: Meeting) -> Meeting:
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    return held.filter(pk=meeting.pk).first() or not_found("The meeting")


def _row(meeting: Meeting, said: Line, by: User, at: datetime, corrects: Decision | None = None) -> Decision:
    if not said.text.strip() or not said.item.strip():
        raise Refused("Enter the item and what was decided.")
    if said.verb not in ("", *Decision.Verb.values):
        raise Refused("Choose whether it was noted or agreed, or leave it open.")
    if said.asked and not may_be_asked(meeting).filter(pk=said.asked.pk).exists():
        raise Refused(f"{said.asked.name} was not at the table or reads no note, so cannot be asked here.")
    return Decision.objects.create(
        meeting=meeting,
        item=said.item.strip(),
        verb=said.verb,
        text=said.text.strip(),
        action_by=said.action_by.strip() or (said.asked.name if said.asked else ""),
        asked=said.asked,
        council=said.council,
        corrects=corrects,
        noted_by=by,
        noted_at=at,
    )


@transaction.atomic
def note_decision(
    *,
    meeting: Meeting,
    item: str,
    text: str,
    by: User,
    at: datetime,
    verb: str = "",
    action_by: str = "",
    asked: User | None = None,
    council: Council | None = None,
) -> Decision:
    """Add a line to the note of the meeting: Item · Decisions and actions · Action by (R192)."""
    meeting = _locked(meeting)
    forbid(access.may_not_note(by))
    refuse(access.may_not_add(agreed_note(meeting)))
    said = Line(item=item, text=text, verb=verb, action_by=action_by, asked=asked, council=council)
    decision = _row(meeting, said, by, at)
    record(by=by, act="note_decision", subject=decision, scope=meeting.audit_scope)
    return decision


@transaction.atomic
def correct_decision(
    *, decision: Decision, said: Line, marking: str, by: User, at: datetime, reason: str = ""
) -> Decision:
    """Put another line in the place of one; of an agreed note, with a `reason`, a version is frozen."""
    meeting = _locked(decision.meeting)
    held = Decision.objects.filter(pk=decision.pk, meeting=meeting).first() or not_found("The line")
    forbid(access.may_not_note(by))
    refuse(access.may_not_correct(held, corrected=Decision.objects.filter(corrects=held).exists()))
    agreed = agreed_note(meeting)
    refuse(access.may_not_correct_without_reason(agreed, reason))
    correction = _row(meeting, said, by, at, corrects=held)
    record(by=by, act="correct_decision", subject=correction, scope=meeting.audit_scope)
    if agreed and agreed.agreed_at_meeting:
        _freeze_note(meeting, agreed.agreed_at_meeting, marking, by, at, agreed, reason)
    return correction


def _freeze_note(
    meeting: Meeting,
    agreeing: Meeting,
    marking: str,
    by: User,
    at: datetime,
    last: IssuedPaper | None,
    reason: str,
) -> IssuedPaper:
    touched = any(line.withheld for line in note_of(meeting, by, timezone.localdate(at)))
    forbid(access.may_not_freeze_of_interest(touched=touched))
    sheet = note_sheet(meeting, marking, agreeing=agreeing, supersedes=last, reason=reason)
    return frozen(
        kind=IssuedPaper.Kind.NOTE,
        sheet=sheet,
        by=by,
        at=at,
        body=meeting.body,
        meeting=meeting,
        agreed_at_meeting=agreeing,
        last=last,
        reason=reason,
    )


@transaction.atomic
def agree_note(*, meeting: Meeting, marking: str, by: User, at: datetime) -> IssuedPaper:
    """The body's next meeting agrees the note: it is frozen, and that meeting's own note says so.

    A panel member's access to the packs of earlier meetings ends with it (TRUST section 2).
    """
    meeting = _locked(meeting)
    forbid(access.may_not_note(by))
    agreeing = meeting_that_agrees(meeting, timezone.localdate(at))
    lines = decisions_of(meeting)
    refuse(access.may_not_agree(meeting, agreeing, agreed_note(meeting), lines=len(lines)))
    agreeing = agreeing or not_found("The next meeting")
    paper = _freeze_note(meeting, agreeing, marking, by, at, None, "")
    if agreed_note(agreeing) is None:
        of = f"the note of the meeting on {day(meeting.held_on)}."
        said = Line(item="Notes of the last meeting", text=of, verb=Decision.Verb.AGREED)
        decision = _row(agreeing, said, by, at)
        record(by=by, act="note_decision", subject=decision, scope=agreeing.audit_scope)
    record(
        by=by,
        act="agree_note",
        subject=paper,
        scope=meeting.audit_scope,
        details={"sha256": paper.sha256, "at": agreeing.pk},
    )
    return paper


@transaction.atomic
def report_progress(
    *, decision: Decision, text: str, by: User, at: datetime, is_done: bool = False
) -> ActionProgress:
    """Say what has come of an action; until it is done it is carried to each next meeting (R193)."""
    held = Decision.objects.select_for_update(of=("self",)).select_related("meeting", "corrects")
    decision = held.filter(pk=decision.pk).first() or not_found("The decision")
    done = any(one.is_done for one in progress_of(decision))
    forbid(access.may_not_report(by, decision))
    refuse(access.may_not_report_progress(decision, done=done))
    if not text.strip():
        raise Refused("Enter what has come of it.")
    progress = ActionProgress.objects.create(
        decision=decision, text=text.strip(), is_done=is_done, reported_by=by, reported_at=at
    )
    record(by=by, act="report_progress", subject=progress, scope=decision.meeting.audit_scope)
    return progress


@transaction.atomic
def ask_for_progress(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Ask everybody who was asked to act, and has not done it yet, how it goes; how many were asked now."""
    meeting = _locked(meeting)
    forbid(access.may_not_note(by))
    asked = actions_to_ask_about(meeting, timezone.localdate(at))
    refuse(access.may_not_ask([user for _, user in asked]))
    told = sum(
        tell_people(
            people=[user],
            about=f"progress:{meeting.pk}:{one.pk}",
            sentence="You are asked how an action goes, for the next meeting",
            # Of the meeting that asked them: whoever stood in for a member there may not sit at this one.
            address=f"{one.meeting.get_absolute_url()}/decisions/{one.pk}/progress",
            at=at,
        )
        for one, user in asked
    )
    record(by=by, act="ask_for_progress", subject=meeting, scope=meeting.audit_scope, details={"asked": told})
    return told


@transaction.atomic
def say_what_became(
    *,
    pack: Pack,
    number: int,
    became: str,
    by: User,
    at: datetime,
    text: str = "",
    decision: Decision | None = None,
) -> RecommendationOutcome:
    """Say what became of a recommendation of an issued report; a later account corrects an earlier one."""
    meeting = _locked(pack.meeting)
    forbid(access.may_not_note(by))
    if number not in {int(each.number) for each in recommendations_of(pack)}:
        not_found("The recommendation")
    if became not in RecommendationOutcome.Became.values:
        raise Refused("Choose what became of it.")
    if became == RecommendationOutcome.Became.AMENDED and not text.strip():
        raise Refused("Enter how it was amended.")
    if decision is not None and decision.meeting_id != meeting.pk:
        raise Refused("Choose a line of this meeting's note.")
    outcome = RecommendationOutcome.objects.create(
        pack=pack,
        number=number,
        became=became,
        text=" ".join(text.split()),
        decision=decision,
        said_by=by,
        said_at=at,
    )
    record(by=by, act="say_what_became", subject=outcome, scope=meeting.audit_scope)
    return outcome
