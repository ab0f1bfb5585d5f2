"""The acts about declared interests."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from councils import access
from councils.models import Council, Interest
from councils.resolution import said_day
from councils.workflow.rules import ends_too_soon, locked


@transaction.atomic
def declare_interest(
    *,
    by: User | None,
    at: datetime,
    user: User,
    council: Council,
    nature: str,
    since_on: date,
    at_meeting: bool = False,
) -> Interest:
    """From this day the person sees the council's published figures and nothing else of it (R052).

    `at_meeting`: it was declared there, and the secretariat takes it down.
    """
    council = locked(council)
    forbid(access.may_not_declare_for(by, user, at_meeting=at_meeting))
    if not nature.strip():
        refuse("Say what the interest is, for example “Councillor of the council”.")
    if Interest.objects.filter(user=user, council=council, until_on__isnull=True).exists():
        refuse(f"{user.name}'s interest in {council.name} is declared already.")
    interest = Interest.objects.create(user=user, council=council, nature=nature.strip(), since_on=since_on)
    details = {"user": user.pk, "since_on": str(since_on)}
    record(by=by, act="declare_interest", subject=interest, scope=council.audit_scope, details=details)
    return interest


@transaction.atomic
def end_interest(*, by: User | None, at: datetime, interest: Interest, until_on: date) -> Interest:
    """The interest is held until this day, included. Never by the person whose interest it is."""
    interest = Interest.objects.select_for_update(of=("self",)).select_related("council").get(pk=interest.pk)
    forbid(access.may_not_end_interest(by, interest))
    if interest.until_on is not None:
        refuse(f"This interest ended on {said_day(interest.until_on)} already.")
    refuse(ends_too_soon(interest.since_on, until_on))
    interest.until_on = until_on
    interest.save(update_fields=["until_on"])
    details = {"user": interest.user_id, "until_on": str(until_on)}
    scope = interest.council.audit_scope
    record(by=by, act="end_interest", subject=interest, scope=scope, details=details)
    return interest
