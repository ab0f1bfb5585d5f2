"""Whose figures they are: codes that nobody knows, England's own figure, one type or region apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators import charts
from indicators.plausibility.beside import Beside
from indicators.plausibility.measures import both, middle, spread
from indicators.sifting import Sifted

MOST_UNKNOWN = 0.05  # of the councils: more is another register, or a shifted column
ENOUGH_TO_TELL = 30
ENOUGH_OF_A_TYPE = 10
APART = 1.5  # spreads
MOVED = 0.15


def unknown(sifted: Sifted) -> Iterator[str]:
    """The register knows the codes."""
    count, known = len(sifted.unknown_codes), sifted.councils
    if count > MOST_UNKNOWN * (count + known):
        yield (
            f"{count} of {count + known} council codes are not in the register "
            f"({', '.join(sifted.unknown_codes[:3])}…)."
        )


def of_series(one: Beside) -> Iterator[str]:
    """England is given as before and stands where it did among councils; no type of council moves alone."""
    k = one.newest
    if k is None:
        return
    before = k if one.is_held(k) else k + 1
    if before >= len(one.periods):
        return
    yield from _england(one, k, before)
    yield from _types(one, k, before)


def _england(one: Beside, k: int, before: int) -> Iterator[str]:
    now, then = float(one.england[k]), one.england_known(before)
    decimals = one.series.indicator.decimals
    label = one.periods[k].label
    if np.isnan(now):
        if not np.isnan(then) and (one.is_held(before) or before != k):
            yield f"{one.title}: the file gives no figure for England for {label}, as it did before."
        return
    given = one.file[k][~np.isnan(one.file[k])]
    if len(given) < ENOUGH_TO_TELL:
        return
    if not given.min() <= now <= given.max():
        yield (
            f"{one.title}: England's figure for {label}, {charts.figure(now, decimals)}, lies outside its "
            f"councils', {charts.figure(float(given.min()), decimals)} to "
            f"{charts.figure(float(given.max()), decimals)}."
        )
        return
    place = float(given.mean()) - now
    past = [
        float(np.nanmean(one.known(j))) - one.england_known(j)
        for j in range(before, len(one.periods))
        if not np.isnan(one.england_known(j)) and not np.isnan(one.known(j)).all()
    ]
    if not past:
        return
    width = spread(given)
    off = min(abs(place - p) for p in past)
    if width > 0 and off > max(0.5 * width, MOVED * abs(now), 2 * (max(past) - min(past))):
        yield (
            f"{one.title}: for {label} England's figure, {charts.figure(now, decimals)}, stands apart from "
            f"the mean of councils, {charts.figure(float(given.mean()), decimals)}, as it did not before."
        )


def _types(one: Beside, k: int, before: int) -> Iterator[str]:
    """One type of council moves by much, and the others do not."""
    now, then = one.file[k], one.known(before)
    mask = both(now, then)
    width = spread(then[mask])
    if mask.sum() < ENOUGH_TO_TELL or not width > 0:
        return
    moves = {
        kind: middle((now - then)[mask & (one.kinds == kind)])
        for kind in np.unique(one.kinds[mask])
        if (mask & (one.kinds == kind)).sum() >= ENOUGH_OF_A_TYPE
    }
    if len(moves) < 2:
        return
    centre = float(np.median(list(moves.values())))
    for kind, move in moves.items():
        if abs(move - centre) > APART * width:
            yield (
                f"{one.title}: for {one.periods[k].label} councils of the type “{kind}” move by "
                f"{charts.figure(move, one.series.indicator.decimals)}, the others by "
                f"{charts.figure(centre, one.series.indicator.decimals)}. Their unit may be another."
            )
