"""To write down which figures to ask about, to mute one, and to ask about it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, refuse
from councils.models import Council
from indicators.access import may_not_mute
from indicators.models import FigureToAsk, MutedFigure
from indicators.queries.asking import found_among

LONGEST = timedelta(days=366)


@transaction.atomic
def note_figures_to_ask(*, by: None, at: datetime, series: Sequence[int]) -> int:
    """Write down what the rules find now among these series, each once and for good; how many were new.

    The system does it (`by` None), after figures were taken in or rolled back. What is already written down
    stays as it is, so doing it again changes nothing.
    """
    found = found_among(series)
    for one in found:
        one.found_at = at
    held = FigureToAsk.objects.filter(series_id__in=series).count()
    FigureToAsk.objects.bulk_create(found, ignore_conflicts=True, batch_size=1000)
    return FigureToAsk.objects.filter(series_id__in=series).count() - held


@transaction.atomic
def mute_figure(*, by: User, at: datetime, figure: FigureToAsk, reason: str, until_on: date) -> MutedFigure:
    """Not to ask the council about this figure until a day, newer periods of it among them."""
    council = Council.objects.select_for_update(of=("self",)).get(pk=figure.council_id)
    on = timezone.localdate(at)
    forbid(may_not_mute(by, council, on))
    refuse(None if reason.strip() else "Enter why it need not be asked about.")
    refuse("It has to be muted until a day to come. Enter a later day." if until_on <= on else None)
    refuse(
        "A figure can be muted for a year at most; then it is looked at again. Enter an earlier day."
        if until_on > on + LONGEST
        else None
    )
    standing = _standing(council, figure.series_id).filter(until_on__gte=on).first()
    refuse(
        f"It is muted already, until {standing.until_on.day} {standing.until_on:%B %Y}." if standing else None
    )
    muted = MutedFigure.objects.create(
        council=council,
        series_id=figure.series_id,
        reason=reason.strip(),
        until_on=until_on,
        muted_by=by,
        muted_at=at,
    )
    record(
        by=by,
        act="mute_figure_to_ask",
        subject=muted,
        scope=council.audit_scope,
        details={"series": figure.series_id, "until_on": until_on.isoformat()},
    )
    return muted


@transaction.atomic
def ask_again(*, by: User, at: datetime, figure: FigureToAsk) -> None:
    """To ask the council about a muted figure again; a figure that is not muted is asked about already."""
    council = Council.objects.select_for_update(of=("self",)).get(pk=figure.council_id)
    forbid(may_not_mute(by, council, timezone.localdate(at)))
    for muted in _standing(council, figure.series_id):
        muted.ended_at, muted.ended_by = at, by
        muted.save(update_fields=["ended_at", "ended_by"])
        record(by=by, act="ask_again_about_figure", subject=muted, scope=council.audit_scope)


def _standing(council: Council, series: int) -> QuerySet[MutedFigure]:
    return MutedFigure.objects.filter(council=council, series_id=series, ended_at__isnull=True)
