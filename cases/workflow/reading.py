"""To read a concern, or the paragraph for the Panel: who did is part of the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import may_not_work_on
from cases.models import Concern, PanelParagraph
from cases.workflow.locking import day_of
from common.errors import forbid


@transaction.atomic
def read_concern(*, by: User, at: datetime, concern: Concern) -> None:
    """That the person read it; `concern` comes from the queries, so they may see it."""
    record(by=by, act="read_concern", subject=concern, scope=concern.council.audit_scope)


@transaction.atomic
def read_paragraph(*, by: User, at: datetime, paragraph: PanelParagraph, form: str = "page") -> None:
    """That the person read the paragraph; as a file it is taken by those who work on the concern."""
    if form != "page":
        forbid(may_not_work_on(by, paragraph.concern, day_of(at)))
    record(
        by=by,
        act="read_paragraph",
        subject=paragraph.concern,
        scope=paragraph.concern.council.audit_scope,
        details={"paragraph": paragraph.pk, "form": form},
    )
