"""To issue a schedule or a board's own paper, and to read one: withheld where the reader has an interest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from panel import after_access as access
from panel.copies import rendered, without
from panel.models import Body, IssuedPaper, Meeting
from panel.noting import schedule_sheet
from panel.queries.house import bytes_of
from panel.queries.notes import action_monitor, hidden_councils, issued_schedule
from panel.queries.yearly import last_paper_of, names_in, year_of
from panel.workflow.freezing import frozen
from panel.yearly import YearPaper, year_paper
from papers.canonical import paper_or_sheet


@transaction.atomic
def issue_schedule(
    *, meeting: Meeting, marking: str, by: User, at: datetime, reason: str = ""
) -> IssuedPaper:
    """Freeze the Action Monitor Schedule as it is carried to the meeting; again only with a reason."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body")
    meeting = held.filter(pk=meeting.pk).first() or not_found("The meeting")
    forbid(access.may_not_issue_paper(by))
    touched = any(line.withheld for line in action_monitor(meeting, by, timezone.localdate(at)))
    forbid(access.may_not_freeze_of_interest(touched=touched))
    last = issued_schedule(meeting)
    refuse(access.may_not_issue_paper_again(last, reason))
    sheet = schedule_sheet(meeting, marking, supersedes=last, reason=reason)
    paper = frozen(
        kind=IssuedPaper.Kind.SCHEDULE,
        sheet=sheet,
        by=by,
        at=at,
        body=meeting.body,
        meeting=meeting,
        last=last,
        reason=reason,
    )
    _recorded(paper, by)
    return paper


@transaction.atomic
def issue_year_paper(
    *,
    kind: str,
    body: Body,
    year: int,
    said: YearPaper,
    marking: str,
    by: User,
    at: datetime,
    reason: str = "",
) -> IssuedPaper:
    """Freeze a board's annual report on its remit, or the process measures; no council is named in either."""
    held = Body.objects.select_for_update(of=("self",))
    body = held.filter(pk=body.pk).first() or not_found("The board")
    forbid(access.may_not_issue_paper(by))
    on = timezone.localdate(at)
    told = year_of(kind, body, year, by, on)
    forbid(access.may_not_freeze_of_interest(touched=told.leaves_out))
    refuse(access.may_not_name(names_in([said.considered, *said.lessons, reason])))
    last = last_paper_of(kind, body, year)
    refuse(access.may_not_issue_paper_again(last, reason))
    sheet = year_paper(told, said, marking, by, supersedes=last, reason=reason)
    paper = frozen(kind=kind, sheet=sheet, by=by, at=at, body=body, year=year, last=last, reason=reason)
    _recorded(paper, by)
    return paper


def _recorded(paper: IssuedPaper, by: User) -> None:
    record(
        by=by,
        act="issue_paper",
        subject=paper,
        scope=paper.audit_scope,
        details={"kind": paper.kind, "version": paper.version, "sha256": paper.sha256},
    )


@transaction.atomic
def open_paper(*, paper: IssuedPaper, form: str, by: User, at: datetime) -> bytes:
    """One format of an issued paper for this reader, made of its frozen words; each opening is recorded."""
    paper = IssuedPaper.objects.visible_to(by).filter(pk=paper.pk).first() or not_found("The paper")
    forbid(access.may_not_read_paper(by))
    hidden = hidden_councils(by, timezone.localdate(at))
    own = without(replace(paper_or_sheet(paper.paper), copy_line=f"Copy of {by.name}"), hidden)
    made = rendered(own, form, bytes_of(paper.house_template))
    record(
        by=by,
        act="open_paper",
        subject=paper,
        scope=paper.audit_scope,
        details={"format": form, "withheld": len(hidden)},
    )
    return made
