"""What waits for an answer of ours, for Today, the calendar and its feed (R082): silence is shown."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Role, User
from cases.queries import Due
from liaison.queries.inbound import Inbound, inbound_waiting

# Our reading: the sources say no day by which; "without waiting for a meeting" is the next day.
ANSWER_WITHIN, ANSWER_AT_ONCE = timedelta(days=7), timedelta(days=1)


def inbound_due(user: User, on: date) -> list[Due]:
    """What waits in an adviser's own inbox; to the secretariat what has waited too long, in any region."""
    if not user.is_adviser and not user.has_role(Role.SECRETARIAT):
        return []
    found = [_due(one, on) for one in inbound_waiting(user, on)]
    return [one for one in found if user.is_adviser or one.is_late]


def _due(held: Inbound, on: date) -> Due:
    by = _by(held)
    return Due(
        what=f"Answer {held.number} from {held.inbound.organisation.short_name}",
        about=f"{_silence(held)}{'; sent without waiting for a meeting' if held.last.is_urgent else ''}",
        council=held.inbound.council,
        on=by,
        is_late=by < on,
        address=held.inbound.get_absolute_url(),
        plainly="Answer to government due",
    )


def _by(held: Inbound) -> date:
    """A week after it came to wait; the next day after it was said that it does not wait for a meeting."""
    days = [timezone.localdate(held.unanswered[0].recorded_at) + ANSWER_WITHIN]
    if held.last.is_urgent:
        first = next(one for one in held.unanswered if one.is_urgent)
        days.append(timezone.localdate(first.recorded_at) + ANSWER_AT_ONCE)
    return min(days)


def _silence(held: Inbound) -> str:
    silent = held.silent_for or 0
    days = f"{silent} day{'' if silent == 1 else 's'}"
    if held.corrected_since:
        return f"Corrected {days} ago, after our answer" if silent else "Corrected today, after our answer"
    return f"Unanswered for {days}" if silent else "It came today"
