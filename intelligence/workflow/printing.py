"""A council's briefing leaves on paper, with the reason it leaves for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from councils.models import Council
from intelligence.access import may_not_print_briefing
from intelligence.models import BriefingPrint

MOST = 200


@transaction.atomic
def print_briefing(*, by: User, at: datetime, council: Council, entries: int, reason: str) -> BriefingPrint:
    """Say why a briefing on the council is printed, and with how many entries.

    The reason may name somebody: it is a row of its own, which can be redacted; the record has its number.
    """
    forbid(may_not_print_briefing(by, council, timezone.localdate(at)))
    if not reason.strip():
        refuse("Enter what it is for.")
    if entries > MOST:
        refuse(f"At most {MOST} entries leave at a time.")
    printed = BriefingPrint.objects.create(
        council=council, entries=entries, reason=reason.strip(), printed_by=by
    )
    details = {"entries": entries, "print": printed.pk}
    record(by=by, act="print_briefing", subject=council, scope=council.audit_scope, details=details)
    return printed
