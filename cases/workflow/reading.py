"""To read a concern: who did is part of the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.models import Concern


@transaction.atomic
def read_concern(*, by: User, at: datetime, concern: Concern) -> None:
    """That the person read it; `concern` comes from the queries, so they may see it."""
    record(by=by, act="read_concern", subject=concern, scope=concern.council.audit_scope)
