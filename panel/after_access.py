"""Who may do what after a meeting and with the boards' own papers: None, or the sentence why not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Role, User
from panel.models import Decision, IssuedPaper, Meeting
from papers.paper import day

READERS = (
    Role.PRINCIPAL_ADVISER,
    Role.SENIOR_ADVISER,
    Role.SECRETARIAT,
    Role.PANEL_MEMBER,
    Role.HEAD_OF_GROUP_OFFICE,
)


def may_not_note(by: User) -> str | None:
    """The note of decisions and the Action Monitor Schedule are kept by the secretariat."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat keeps the note of decisions."


def may_not_add(agreed: IssuedPaper | None) -> str | None:
    """What was agreed gets no new line; a line of it can be corrected."""
    if agreed is None or agreed.agreed_at_meeting is None:
        return None
    on = day(agreed.agreed_at_meeting.held_on)
    return f"The note was agreed on {on}. Correct a line of it instead; the note then says so."


def may_not_correct(decision: Decision, *, corrected: bool) -> str | None:
    """A line is corrected once; then its correction is."""
    if corrected:
        return f"Somebody has corrected “{decision.item}” already. Correct what stands there now."
    return None


def may_not_correct_without_reason(agreed: IssuedPaper | None, reason: str) -> str | None:
    """A further version of an agreed note says why it takes the other's place."""
    if agreed is None or reason.strip():
        return None
    return "The note was agreed, so a further version takes its place. Enter why; it will say so."


def may_not_agree(
    meeting: Meeting, agreeing: Meeting | None, agreed: IssuedPaper | None, *, lines: int
) -> str | None:
    """A note is agreed once, at the body's next meeting, when that has begun."""
    if agreed is not None and agreed.agreed_at_meeting is not None:
        return f"The note was agreed at the meeting on {day(agreed.agreed_at_meeting.held_on)}."
    if not lines:
        return "Nothing is noted yet, so there is no note to agree."
    if agreeing is None:
        return (
            f"The note of {day(meeting.held_on)} is agreed at the next meeting, which has not been held yet."
        )
    return None


def may_not_freeze_of_interest(*, touched: bool) -> str | None:
    """Whoever freezes a paper has to be able to read all of it (R052)."""
    if not touched:
        return None
    return (
        "You have a declared interest in a council that this paper may speak of. Ask a colleague in the "
        "secretariat to do it."
    )


def may_not_report(by: User, decision: Decision) -> str | None:
    """The secretariat, and whoever was asked, say how an action goes."""
    if by.has_role(Role.SECRETARIAT) or decision.asked_id == by.pk:
        return None
    return "Only the secretariat and the person who was asked say how an action goes."


def may_not_report_progress(decision: Decision, *, done: bool) -> str | None:
    """Progress is reported on what somebody was asked to do and is not done."""
    if not decision.action_by:
        return "Nobody was asked to do anything here, so there is no progress to report."
    if done:
        return "This action is done already."
    return None


def may_not_ask(people: Sequence[User]) -> str | None:
    """There has to be somebody to ask."""
    if people:
        return None
    return "No action that goes on names somebody who signs in here, so there is nobody to ask."


def may_not_issue_paper(by: User) -> str | None:
    """Schedules and the boards' papers are issued by the secretariat."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat issues this paper."


def may_not_issue_paper_again(last: IssuedPaper | None, reason: str) -> str | None:
    """A further version says why it supersedes the one before."""
    if last is None or reason.strip():
        return None
    on = day(timezone.localdate(last.issued_at))
    return f"Version {last.version} was issued on {on}. Enter why another version is needed; it will say so."


def may_not_read_paper(by: User) -> str | None:
    """The governance officer checks that a paper is whole, and does not read it (as with packs)."""
    if by.has_role(*READERS):
        return None
    return "You can check that this paper is whole. Its words are not yours to read."


def may_not_name(named: Sequence[str]) -> str | None:
    """A board's paper on its remit and the process measures name no council (R165, R167)."""
    if not named:
        return None
    return f"This paper names no council. Take out: {', '.join(named)}."


def may_not_take_up(by: User) -> str | None:
    """A political action is kept on a concern by an adviser's hand."""
    if by.is_adviser:
        return None
    return "Only an adviser keeps a political action on a concern."
