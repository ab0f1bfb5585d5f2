"""From which day on a closed concern need be kept no longer (TRUST section 2, Decided here)."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import DateField, F, Func, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from cases.models import Concern, Ending


class _After(Func):
    """The same day some years on, as PostgreSQL adds years: 29 February becomes 28."""

    template = "((%(expressions)s) + make_interval(years => %(years)s))::date"
    output_field = DateField()


def with_kept_until(concerns: QuerySet[Concern]) -> Any:
    """With `kept_until`: two years after closing, or one after the last look-back, whichever is later.

    It counts from the moments at which the closing and the look-back were taken in, not from the days
    claimed for them. A look-back that nobody made counts from the day for which it was meant, put off or
    not. An open concern is left out: its time does not run.
    """
    looked = Coalesce(
        TruncDate(cast(Any, Min("look_backs__recorded_at"))), F("put_off__until_on"), F("look_back_on")
    )
    endings = Ending.objects.filter(concern=OuterRef("pk")).order_by().values("pk").annotate(day=looked)
    latest = Subquery(endings.order_by(F("day").desc(nulls_last=True)).values("day")[:1])
    closed = _After(TruncDate("closed_at"), years=2)
    return concerns.filter(closed_at__isnull=False).annotate(
        kept_until=Greatest(closed, _After(latest, years=1), output_field=DateField())
    )


def kept_until(concern: Concern) -> date | None:
    """The day until which this concern is kept; None while it is open: its time does not run."""
    held = with_kept_until(Concern.objects.filter(pk=concern.pk)).values_list("kept_until", flat=True)
    return cast("date | None", held.first())


def past_keeping(on: date) -> QuerySet[Concern]:
    """The closed concerns whose time had run out by the day, for the retention review alone."""
    held = with_kept_until(Concern.objects.all()).filter(kept_until__lte=on)
    return cast("QuerySet[Concern]", held.order_by("kept_until", "number"))
