"""Who says they will attend, who came, who declared an interest there and who withdrew (R191, R052)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from councils.models import Council, Interest
from councils.workflow import declare_interest
from panel import meeting_access as access
from panel.models import Answer, Meeting, Membership, Presence, Withdrawal
from panel.queries.agenda import FIRST_OWN, in_order
from panel.queries.attending import at_the_table, presences_of, seats_of, standing_answers, substitutes_for
from panel.queries.notes import agreed_note
from panel.workflow.planning import locked


@transaction.atomic
def answer_for(
    *,
    meeting: Meeting,
    seat: Membership,
    attends: bool,
    by: User,
    at: datetime,
    substitute: Membership | None = None,
) -> Answer:
    """Say that a member attends, or sends apologies, perhaps with a substitute of the same group."""
    meeting = locked(meeting)
    seat = next((each for each in seats_of(meeting) if each == seat), None) or not_found("The seat")
    forbid(access.may_not_answer(by, seat))
    refuse(access.is_over(meeting, timezone.localtime(at).date()))
    if substitute is not None:
        if attends:
            raise Refused(
                f"{seat.user.name} attends, so nobody stands in. Say apologies, or take no substitute."
            )
        if substitute not in substitutes_for(meeting, seat):
            raise Refused(f"{substitute.user.name} is not a substitute of {seat.user.name}'s group that day.")
        if any(
            answer.substitute_id == substitute.pk and answer.membership_id != seat.pk
            for answer in standing_answers(meeting).values()
        ):
            raise Refused(f"{substitute.user.name} stands in for another member at this meeting already.")
    answer = Answer.objects.create(
        meeting=meeting, membership=seat, attends=attends, substitute=substitute, said_by=by, said_at=at
    )
    record(by=by, act="answer_for_member", subject=answer, scope=meeting.audit_scope)
    return answer


def _register(meeting: Meeting, by: User, at: datetime) -> Meeting:
    meeting = locked(meeting)
    forbid(access.may_not_keep_register(by))
    refuse(access.is_ahead(meeting, timezone.localtime(at).date()))
    refuse(access.may_not_change_register(agreed_note(meeting)))
    return meeting


@transaction.atomic
def record_presence(*, meeting: Meeting, came: Collection[User], by: User, at: datetime) -> list[Presence]:
    """Keep the attendance register: of everybody at the table, who came; a later register corrects it."""
    meeting = _register(meeting, by, at)
    known, here = presences_of(meeting), {user.pk for user in came}
    rows = [
        Presence.objects.create(meeting=meeting, user=user, came=user.pk in here, noted_by=by, noted_at=at)
        for user in at_the_table(meeting)
        if known.get(user.pk) != (user.pk in here)
    ]
    record(
        by=by, act="record_presence", subject=meeting, scope=meeting.audit_scope, details={"rows": len(rows)}
    )
    return rows


def _of_table(meeting: Meeting, user: User, item: int) -> None:
    if user not in at_the_table(meeting):
        raise Refused(f"{user.name} does not sit at this meeting. Choose somebody who does.")
    last = FIRST_OWN + len(in_order(meeting))
    if not 1 <= item <= last:
        raise Refused(f"The agenda has items 1 to {last}. Enter one of them.")


@transaction.atomic
def declare_at_meeting(
    *, meeting: Meeting, user: User, council: Council, nature: str, item: int, by: User, at: datetime
) -> Withdrawal:
    """Take down an interest that a person declared at the meeting, and that they withdrew for the item.

    From the meeting's day they see the council's published figures and nothing else of it (R052). An
    interest that they had declared before is not declared twice.
    """
    meeting = _register(meeting, by, at)
    _of_table(meeting, user, item)
    held = Interest.objects.filter(user=user, council=council).holding_on(timezone.localtime(at).date())
    interest = held.first() or declare_interest(
        by=by,
        at=at,
        user=user,
        council=council,
        nature=nature,
        since_on=meeting.held_on,
        at_meeting=True,
    )
    return _withdrew(meeting, user, item, interest, by, at)


@transaction.atomic
def record_withdrawal(*, meeting: Meeting, user: User, item: int, by: User, at: datetime) -> Withdrawal:
    """Somebody left the room for an item, for a reason of their own."""
    meeting = _register(meeting, by, at)
    _of_table(meeting, user, item)
    return _withdrew(meeting, user, item, None, by, at)


def _withdrew(
    meeting: Meeting, user: User, item: int, interest: Interest | None, by: User, at: datetime
) -> Withdrawal:
    row = Withdrawal.objects.create(
        meeting=meeting, user=user, item=item, interest=interest, noted_by=by, noted_at=at
    )
    record(by=by, act="record_withdrawal", subject=row, scope=meeting.audit_scope, details={"item": item})
    return row


@transaction.atomic
def correct_withdrawal(*, withdrawal: Withdrawal, by: User, at: datetime) -> Withdrawal:
    """It was taken down by mistake: they did not leave. A declared interest is not ended by this."""
    meeting = _register(withdrawal.meeting, by, at)
    same = {"meeting": meeting, "user": withdrawal.user, "item": withdrawal.item}
    last = Withdrawal.objects.filter(**same, interest=withdrawal.interest).order_by("-pk").first()
    if last is None or not last.stands:
        raise Refused("This was corrected already.")
    row = Withdrawal.objects.create(
        **same, interest=withdrawal.interest, stands=False, noted_by=by, noted_at=at
    )
    record(by=by, act="correct_withdrawal", subject=row, scope=meeting.audit_scope)
    return row
