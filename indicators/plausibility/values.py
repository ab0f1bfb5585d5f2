"""Single figures: far outside all that was held, noughts and sentinels where nothing stood."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators import charts
from indicators.plausibility.beside import Beside
from indicators.plausibility.measures import both

ENOUGH_TO_TELL = 30
STANDS_OUT = 4.0  # times the greatest change of any council before
FEW = 2


def of_series(one: Beside) -> Iterator[str]:
    """One figure that stands out; figures where only markers stood; noughts where there were none."""
    k = one.newest
    if k is None:
        return
    yield from _stands_out(one)
    yield from _out_of_nothing(one)
    yield from _noughts(one)


def _stands_out(one: Beside) -> Iterator[str]:
    """A figure that changes by several times the greatest change there was, and leaves the whole range."""
    known = [one.known(j) for j in range(len(one.periods)) if one.is_held(j)]
    if not known:
        known = [one.file[j] for j in range(1, len(one.periods))]
    if not known:
        return
    range_of = np.concatenate(known)
    range_of = range_of[~np.isnan(range_of)]
    if len(range_of) < ENOUGH_TO_TELL:
        return
    low, high = float(range_of.min()), float(range_of.max())
    changes = [np.abs(known[j] - known[j + 1]) for j in range(len(known) - 1)]
    usual = (
        np.nanmax(np.concatenate(changes)) if changes and not all(np.isnan(c).all() for c in changes) else 0.0
    )
    out: list[str] = []
    for k in range(len(one.periods)):
        then = one.held[k] if one.is_held(k) else one.known(min(k + 1, len(one.periods) - 1))
        now = one.file[k]
        far = both(now, then) & (np.abs(now - then) > max(STANDS_OUT * usual, (high - low)))
        far &= (now < low - (high - low)) | (now > high + (high - low))
        for a in np.flatnonzero(far)[:3]:
            decimals = one.series.indicator.decimals
            out.append(
                f"{one.names[a]} goes from {charts.figure(float(then[a]), decimals)} to "
                f"{charts.figure(float(now[a]), decimals)} in {one.periods[k].label}"
            )
    if out:
        decimals = one.series.indicator.decimals
        yield (
            f"{one.title}: {'; '.join(out[:3])}. All that is held lies between "
            f"{charts.figure(low, decimals)} and {charts.figure(high, decimals)}."
        )


def _out_of_nothing(one: Beside) -> Iterator[str]:
    """Where a marker stood, and for several councils, the same figure now."""
    blank = one.held_has & np.isnan(one.held) & ~np.isnan(one.file)
    filled = one.file[blank]
    if len(filled) < FEW:
        return
    figures, counts = np.unique(filled, return_counts=True)
    figure, count = figures[counts.argmax()], int(counts.max())
    before = one.held[~np.isnan(one.held)]
    usual = float((before == figure).mean()) if len(before) else 0.0
    if count >= FEW and count >= 0.5 * len(filled) and usual < 0.05:
        yield (
            f"{one.title}: {count} figures that the publisher did not give now read {figure:g}. A marker may "
            f"have been turned into a figure."
        )


def _noughts(one: Beside) -> Iterator[str]:
    """More noughts in a period than any had before."""
    k = one.newest
    if k is None or (len(one.periods) == 1 and not one.is_held(k)):
        return  # nothing came before: there is nothing to say it against
    for what in (0.0, -1.0):
        now = int((one.file[k] == what).sum())
        before = max(
            (int((one.known(j) == what).sum()) for j in range(len(one.periods)) if j != k or one.is_held(j)),
            default=0,
        )
        if now > 2 * before + FEW:
            yield (
                f"{one.title}: {now} councils have {what:g} for {one.periods[k].label}; before, at most "
                f"{before}. A marker may have been turned into a figure."
            )
            return
