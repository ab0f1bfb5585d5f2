"""What waits for an answer of ours, for Today, the calendar and its feed (R082): silence is shown."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Role, User
from cases.queries import Due
from liaison.models import InboundConcern, InboundVersion

# Our reading: the sources say no day by which; "without waiting for a meeting" is the next day.
ANSWER_WITHIN, ANSWER_AT_ONCE = timedelta(days=7), timedelta(days=1)


def inbound_due(user: User, on: date) -> list[Due]:
    """What waits in an adviser's own inbox; to the secretariat what has waited too long, in any region."""
    if not user.is_adviser and not user.has_role(Role.SECRETARIAT):
        return []
    held = InboundConcern.objects
    rows = held.triaged_by(user) if user.is_adviser else held.visible_to(user)
    found = [_due(one, on) for one in rows.waiting().select_related("council__region", "organisation")]
    return [one for one in found if user.is_adviser or one.is_late]


def _due(inbound: InboundConcern, on: date) -> Due:
    came_on = timezone.localdate(inbound.recorded_at)
    urgent = InboundVersion.objects.filter(inbound=inbound).order_by("-version").first()
    at_once = urgent is not None and urgent.is_urgent
    by, silent = came_on + (ANSWER_AT_ONCE if at_once else ANSWER_WITHIN), (on - came_on).days
    said = f"Unanswered for {silent} day{'' if silent == 1 else 's'}" if silent > 0 else "It came today"
    return Due(
        what=f"Answer {inbound.number} from {inbound.organisation.short_name}",
        about=f"{said}{'; sent without waiting for a meeting' if at_once else ''}",
        council=inbound.council,
        on=by,
        is_late=by < on,
        address=inbound.get_absolute_url(),
        plainly="Answer to government due",
    )
