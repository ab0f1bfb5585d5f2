"""To hold a council's own explanation beside a value."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from councils.models import Council
from indicators.access import may_not_explain
from indicators.models import Indicator, Period, ValueExplanation


@transaction.atomic
def explain_value(
    *,
    by: User,
    at: datetime,
    council: Council,
    indicator: Indicator,
    period: Period,
    text: str,
    given_by: str,
    given_on: date,
) -> ValueExplanation:
    """Keep what the council says about its figure of a period, who said it and when (R111).

    Nothing is overwritten: a later explanation stands beside the earlier one, newest first.
    """
    on = timezone.localdate(at)
    forbid(may_not_explain(by, council, on))
    refuse(None if text.strip() else "Enter what the council says.")
    refuse(None if given_by.strip() else "Enter who at the council said it.")
    refuse(
        f"{given_on.day} {given_on:%B %Y} has not come yet. Enter the day on which the council said it."
        if given_on > on
        else None
    )
    explanation = ValueExplanation.objects.create(
        council=council,
        indicator=indicator,
        period=period,
        text=text.strip(),
        given_by=given_by.strip(),
        given_on=given_on,
        recorded_by=by,
    )
    record(
        by=by,
        act="explain_value",
        subject=explanation,
        scope=council.audit_scope,
        details={"indicator": indicator.slug, "period": period.label},
    )
    return explanation
