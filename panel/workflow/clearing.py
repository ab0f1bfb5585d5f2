"""Sending a draft to the Chair, opening it, and what the Chair says of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from panel import access
from panel.copies import View, for_reader
from panel.models import ChairDraft, Clearance, Meeting
from panel.queries.clearing import chairs_of, unsaid_of_chairs
from panel.queries.draft_shown import has_an_interest
from panel.queries.drafting import draft_of
from panel.queries.notes import hidden_councils
from panel.report import Imprint, draft_paper
from panel.workflow.locking import locked_meeting
from papers.canonical import digest, to_json
from papers.page import to_page


@transaction.atomic
def send_to_chair(*, meeting: Meeting, marking: str, by: User, at: datetime) -> ChairDraft:
    """Freeze the draft as it stands and tell the Chair, without content, that it waits for them."""
    meeting = locked_meeting(meeting)
    on = timezone.localtime(at).date()
    forbid(access.may_not_send_to_chair(by))
    forbid(access.may_not_freeze(declared=has_an_interest(by, on)))
    draft = draft_of(meeting, by)
    refuse(access.may_not_issue_empty(len(draft.items) + len(draft.off)))
    refuse(access.may_not_send_unsaid(unsaid_of_chairs(draft, on)))
    paper = draft_paper(draft, Imprint(marking, by, 0, "", on))
    frozen = to_json(paper)
    sent = ChairDraft.objects.create(
        meeting=meeting, paper=frozen, sha256=digest(frozen), sent_by=by, sent_at=at
    )
    tell_people(
        people=chairs_of(meeting),
        about=f"chair-draft:{sent.pk}",
        sentence="A draft of the next report waits for you",
        address=sent.get_absolute_url(),
        at=at,
    )
    record(
        by=by, act="send_to_chair", subject=sent, scope=meeting.audit_scope, details={"sha256": sent.sha256}
    )
    return sent


@transaction.atomic
def open_chair_draft(*, draft: ChairDraft, by: User, at: datetime) -> str:
    """The draft as a page for this reader, their interests withheld; the opening is recorded."""
    held = ChairDraft.objects.visible_to(by).select_related("meeting").filter(pk=draft.pk).first()
    draft = held or not_found("The draft")
    councils = hidden_councils(by, timezone.localtime(at).date())
    record(
        by=by,
        act="open_chair_draft",
        subject=draft,
        scope=draft.meeting.audit_scope,
        details={"withheld": len(councils)},
    )
    return to_page(for_reader(draft.paper, f"Draft · {by.name}", View(hidden=tuple(councils))))


@transaction.atomic
def clear_draft(
    *,
    draft: ChairDraft,
    is_cleared: bool,
    remarks: str,
    by: User,
    at: datetime,
    given_by: str = "",
    how: str = "",
) -> Clearance:
    """The Chair clears the draft as it stood, or says in remarks why not yet.

    The secretariat records it for them: who gave it, and how. It holds nothing up.
    """
    locked_meeting(draft.meeting)
    chairs = chairs_of(draft.meeting)
    forbid(access.may_not_clear(by, chairs))
    is_chair = by in chairs
    said = " ".join(given_by.split()) or (by.name if is_chair else "")
    if not said:
        raise Refused("Enter who cleared it, or sent the remarks.")
    if not is_cleared and not remarks.strip():
        raise Refused("Enter what is to be changed before it is cleared.")
    if not is_chair and not how.strip():
        raise Refused("Enter how you were told, for example by telephone.")
    cleared = Clearance.objects.create(
        draft=draft,
        is_cleared=is_cleared,
        given_by=said,
        how=" ".join(how.split()),
        remarks=remarks.strip(),
        recorded_by=by,
        given_at=at,
    )
    record(
        by=by,
        act="clear_draft",
        subject=cleared,
        scope=draft.meeting.audit_scope,
        details={"sha256": draft.sha256, "cleared": is_cleared},
    )
    return cleared
