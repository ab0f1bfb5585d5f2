"""To say that one spoke with a council, or about it, and that there was nothing to note."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from councils.models import Council
from intelligence.access import may_not_say_spoken
from intelligence.models import Spoken


@transaction.atomic
def log_spoken(*, by: User, at: datetime, council: Council, happened_on: date | None = None) -> Spoken:
    """The adviser spoke with the council or about it that day (the day of `at`, in London, unless said).

    Once a day: a second time is the first one. Raises NotPermitted or Refused.
    """
    on = timezone.localdate(at)
    day = happened_on or on
    forbid(may_not_say_spoken(by, council, on))
    refuse(f"{day.day} {day:%B %Y} has not come yet. Enter the day on which you spoke." if day > on else None)
    spoken, is_new = Spoken.objects.get_or_create(council=council, by=by, happened_on=day)
    if is_new:
        record(
            by=by,
            act="log_spoken",
            subject=spoken,
            scope=council.audit_scope,
            details={"happened_on": str(day)},
        )
    return spoken


@transaction.atomic
def take_back_spoken(*, by: User, at: datetime, council: Council) -> None:
    """What was said today was a slip of the finger; a day later it stands."""
    today = Spoken.objects.visible_to(by).filter(council=council, by=by, happened_on=timezone.localdate(at))
    spoken = today.select_for_update(of=("self",)).first()
    if spoken is None:
        not_found("What you said today")
    record(by=by, act="take_back_spoken", subject=spoken, scope=council.audit_scope)
    spoken.delete()
