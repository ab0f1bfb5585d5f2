"""Inviting a member of another board for one council's item, and withdrawing it (R146)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from councils.access import recused_council_ids
from councils.models import Council
from panel import meeting_access as access
from panel.models import Invitation, InvitationEnd, Meeting
from panel.workflow.planning import locked


@transaction.atomic
def invite(*, meeting: Meeting, user: User, council: Council, by: User, at: datetime) -> Invitation:
    """Ask a member of another board in for one council's item; they find the meeting, that item, no more."""
    meeting = locked(meeting)
    on = timezone.localtime(at).date()
    forbid(access.may_not_invite(by))
    refuse(access.is_over(meeting, on))
    refuse(access.cannot_be_invited(user))
    recused = council.pk in recused_council_ids(user, max(on, meeting.held_on))
    refuse(access.has_interest(user, council.short_name, recused=recused))
    if meeting.invitations.standing().filter(user=user, council=council).exists():
        raise Refused(f"{user.name} is invited for {council.short_name} already.")
    invitation = Invitation.objects.create(
        meeting=meeting, user=user, council=council, invited_by=by, invited_at=at
    )
    record(by=by, act="invite", subject=invitation, scope=council.audit_scope, details={"user": user.pk})
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, reason: str, by: User, at: datetime) -> InvitationEnd:
    """From the next request on the person finds nothing of the meeting."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("user", "council", "end")
    invitation = rows.filter(pk=invitation.pk).first() or not_found("The invitation")
    forbid(access.may_not_invite(by))
    refuse(access.is_withdrawn(invitation))
    if not reason.strip():
        raise Refused("Enter why the invitation is withdrawn.")
    end = InvitationEnd.objects.create(invitation=invitation, reason=reason.strip(), ended_by=by, ended_at=at)
    record(by=by, act="withdraw_invitation", subject=end, scope=invitation.council.audit_scope)
    return end
