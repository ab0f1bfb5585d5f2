"""A decision of the Panel as political action on a concern: by an adviser's hand alone (R150)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.models import Concern, PoliticalAction
from cases.workflow import record_political_action
from common.errors import Refused, forbid
from panel import after_access as access
from panel.models import Decision


@transaction.atomic
def take_up_politically(
    *,
    decision: Decision,
    concern: Concern,
    blockage: str,
    action: str,
    whose: str,
    by: User,
    at: datetime,
    happened_on: date | None = None,
) -> PoliticalAction:
    """Keep on a concern of the council the line is about what politicians decided to do."""
    forbid(access.may_not_take_up(by))
    if concern.council_id != decision.council_id:
        raise Refused("Choose a concern about the council that the line names.")
    done = record_political_action(
        by=by,
        at=at,
        concern=concern,
        blockage=blockage,
        action=action,
        whose=whose,
        happened_on=happened_on,
    )
    record(
        by=by,
        act="take_up_politically",
        subject=decision,
        scope=decision.meeting.audit_scope,
        details={"political_action": done.pk},
    )
    return done
