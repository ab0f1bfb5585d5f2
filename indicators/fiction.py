"""Figures for the demonstration's fictional councils: drawn round the middle of their type, kept apart.

No comparison, range or export reads them (WORKFLOW §7). The same council always draws the same figures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import transaction

from councils.models import Council
from indicators.models import Comparison, FictionalFigure

NOT_AVAILABLE = 0.04  # of figures are drawn as NA, so that the demonstration shows what NA looks like


@transaction.atomic
def draw(pairs: Iterable[tuple[int, int]] | None = None) -> int:
    """Draw every fictional council's figures for these (series, period) pairs, or for all; how many.

    Figures are drawn for main series where the council's type has a comparison, between its quartiles and
    a little beyond, moving slowly from one period to the next; never outside the type's own range.
    """
    councils = list(Council.objects.filter(is_fictional=True))
    if not councils:
        return 0
    compared = (
        Comparison.objects.as_at(None)
        .filter(
            scope=Comparison.Scope.TYPE,
            member__in={one.kind for one in councils},
            series__is_main=True,
            n__gt=1,
        )
        .select_related("period", "series__indicator")
    )
    if pairs is not None:
        wanted = set(pairs)
        compared = compared.filter(series_id__in={series for series, _ in wanted})
    drawn = [
        FictionalFigure(
            council=council,
            series_id=one.series_id,
            period_id=one.period_id,
            value=_drawn(council, one),
        )
        for one in compared
        if pairs is None or (one.series_id, one.period_id) in wanted
        for council in councils
        if council.kind == one.member
    ]
    FictionalFigure.objects.bulk_create(
        drawn,
        update_conflicts=True,
        unique_fields=["council", "series", "period"],
        update_fields=["value"],
        batch_size=2000,
    )
    return len(drawn)


def _drawn(council: Council, one: Comparison) -> float | None:
    """A value near the type's median; None for a few."""
    slug = one.series.indicator.slug
    if _share(council.key, slug, one.period.label, "na") < NOT_AVAILABLE:
        return None
    if one.median is None or one.lower_quartile is None or one.upper_quartile is None:
        return None
    place = 2 * _share(council.key, slug) - 1  # where the council stands, for all periods
    wobble = 0.5 * (2 * _share(council.key, slug, one.period.label) - 1)
    spread = (one.upper_quartile - one.lower_quartile) / 2
    value = one.median + spread * (1.3 * place + wobble)
    low = one.least if one.least is not None else value
    high = one.greatest if one.greatest is not None else value
    return round(min(high, max(low, value)), one.series.indicator.decimals)


def _share(*words: str) -> float:
    """A number from 0 to 1 that these words always give."""
    return int.from_bytes(hashlib.sha256("|".join(words).encode()).digest()[:6]) / 2**48
