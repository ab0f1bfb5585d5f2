"""A period that is new: beside the one before it, as those before stood beside theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from indicators import charts
from indicators.plausibility.beside import Beside
from indicators.plausibility.measures import both, likeness, middle, share_tied, spread, stretched

ENOUGH_TO_TELL = 30
LEVEL = 0.35  # of the level: more is not an ordinary year
OF_THE_SPREAD = 2.0
TIMES_THE_PAST = 1.5
TIMES_THE_USUAL = 2.0
WIDER = np.log(1.8)
LESS_LIKE = 4.0  # standard errors of a correlation
OF_THE_USUAL = 0.7  # of the correlation between earlier periods
LOOSE = 0.5
OF_A_LOOSE_ONE = 0.4  # where that is below `LOOSE`: surveys of few people
TIED = 0.1
RECENT = 6  # steps: a survey that fewer and fewer answer grows looser over the years
AS_THE_NEXT = 1.5  # standard errors by which the order is more like that of the next council in the list
NEAR = 3  # earlier periods that an order is set beside


@dataclass(frozen=True)
class Step:
    """From one period to the next: what the councils' figures did as a whole."""

    level: float
    shift: float
    width: float
    like: float
    count: int


def of_series(one: Beside) -> Iterator[str]:
    """Level, spread and order of the newest period; shifted codes; many councils equal."""
    k = one.newest
    if k is None or one.is_held(k) or k + 1 >= len(one.periods):
        return
    now, then = one.file[k], one.known(k + 1)
    if both(now, then).sum() < ENOUGH_TO_TELL:
        return
    step = _step(now, then)
    past = [
        _step(one.known(j), one.known(j + 1))
        for j in range(k + 1, len(one.periods) - 1)
        if both(one.known(j), one.known(j + 1)).sum() >= ENOUGH_TO_TELL
    ]
    names = f"{one.periods[k + 1].label} to {one.periods[k].label}"
    yield from _level(one, step, past, then, names)
    yield from _width(one, step, past, names)
    yield from _order(one, step, past, now, then, names)
    tied, usual = share_tied(now), max(share_tied(one.known(j)) for j in range(k + 1, len(one.periods)))
    if tied > 2 * usual + TIED:
        yield (
            f"{one.title}: {tied:.0%} of councils have one and the same figure for {one.periods[k].label}; "
            f"before, at most {usual:.0%}."
        )


def _step(now: np.ndarray, then: np.ndarray) -> Step:
    mask = both(now, then)
    one, two = now[mask], then[mask]
    first, second = middle(one), middle(two)
    level = np.log(first / second) if first > 0 and second > 0 else np.nan
    wide, width = spread(one), spread(two)
    return Step(
        level=float(level),
        shift=(first - second) / width if width > 0 else np.nan,
        width=float(np.log(wide / width)) if wide > 0 and width > 0 else np.nan,
        like=likeness(one, two),
        count=int(mask.sum()),
    )


def _like_the_years_before(of: Beside, usual: float) -> bool:
    """Whether the newest period's order is, in the middle, that of the few before it.

    A year of few answers stands in an order of its own, and so the year after it seems to; figures that stand
    against the wrong councils are in the order of no year.
    """
    newest = of.newest or 0
    found = [
        likeness(of.file[newest], of.known(j))
        for j in range(newest + 1, min(newest + NEAR + 1, len(of.periods)))
        if both(of.file[newest], of.known(j)).sum() >= ENOUGH_TO_TELL
    ]
    return len(found) == NEAR and middle(np.array(found)) > OF_THE_USUAL * usual


def _most(past: list[Step], what: str) -> float:
    found = [abs(getattr(step, what)) for step in past if not np.isnan(getattr(step, what))]
    return max(found, default=0.0)


def _usually(past: list[Step], what: str) -> float:
    """The median, so that one extraordinary year does not excuse another."""
    found = [abs(getattr(step, what)) for step in past if not np.isnan(getattr(step, what))]
    return float(np.median(found)) if found else 0.0


def _level(one: Beside, step: Step, past: list[Step], then: np.ndarray, names: str) -> Iterator[str]:
    far = abs(step.level) > max(LEVEL, TIMES_THE_USUAL * _usually(past, "level"))
    off = abs(step.shift) > max(OF_THE_SPREAD, TIMES_THE_USUAL * _usually(past, "shift"))
    if not far and not off:
        return
    usual = middle(then)
    decimals = one.series.indicator.decimals + 1
    k = one.newest or 0
    said = (
        f"{one.title}: from {names} the middle council goes from {charts.figure(usual, decimals)} to "
        f"{charts.figure(middle(one.file[k]), decimals)}"
    )
    if past and _most(past, "level"):
        said += f"; between earlier periods it usually changed by {np.expm1(_usually(past, 'level')):.0%}"
    yield said + ". The unit, or what is counted, may have changed."


def _width(one: Beside, step: Step, past: list[Step], names: str) -> Iterator[str]:
    if abs(step.width) > max(WIDER, TIMES_THE_PAST * _most(past, "width")):
        yield (
            f"{one.title}: from {names} the spread between councils becomes {np.exp(step.width):.2g} times "
            f"what it was; between earlier periods at most {np.expm1(_most(past, 'width')):.0%} more or less."
        )


def _order(
    one: Beside, step: Step, past: list[Step], now: np.ndarray, then: np.ndarray, names: str
) -> Iterator[str]:
    """Whether councils stand among one another much as they did, or as their neighbours in the list did."""
    error = 1 / np.sqrt(max(1, step.count - 3))
    likes = [s.like for s in past[:RECENT] if not np.isnan(s.like)]
    usual = float(np.median(likes)) if likes else np.nan
    least = stretched(usual) - LESS_LIKE * error if likes else stretched(0.3)
    share = OF_A_LOOSE_ONE if usual < LOOSE else OF_THE_USUAL
    moved = _shifted(now, then) or _all_shifted(one)
    if moved:
        yield (
            f"{one.title}: the figures for {one.periods[one.newest or 0].label} stand beside those of "
            f"{moved} in the list rather than the council's own. Codes may be shifted by one row."
        )
    elif not np.isnan(step.like) and stretched(step.like) < least and not step.like > share * usual:
        if usual >= LOOSE and _like_the_years_before(one, usual):
            return
        beside = f"; between earlier periods usually {usual:.2f}" if likes else ""
        yield (
            f"{one.title}: councils stand in another order than before (rank correlation of {names}: "
            f"{step.like:.2f}{beside}). Figures may stand against the wrong councils."
        )


def _shifted(now: np.ndarray, then: np.ndarray) -> str:
    """Whether a long run of councils has, near enough, what the next or the last in the list had before."""
    mask = both(now, then)
    one, two = now[mask], then[mask]
    if len(one) < ENOUGH_TO_TELL:
        return ""
    scale = spread(two) or 1.0
    one, two = (one - middle(one)) / scale, (two - middle(two)) / scale
    own = np.minimum(np.abs(one - two), 2.0)
    for by, name in ((-1, "the next council"), (1, "the council before")):
        other = np.minimum(np.abs(one - np.roll(two, by)), 2.0)
        nearer = own - other
        # The run in which it pays most: the greatest sum of neighbours (Kadane), against chance.
        total = np.cumsum(nearer)
        best = float((total - np.minimum.accumulate(np.minimum(total, 0.0))).max())
        if best > 4.0 * float(nearer.std()) * np.sqrt(len(one)):
            return name
    return ""


def _all_shifted(one: Beside) -> str:
    """Whether the councils' order, over the few periods before, is that of the next or the last in the list.

    A loose survey shows it in no one council and in no one period: in all of them it stands out.
    """
    newest = one.newest or 0
    listed = one.file_has[newest]
    now = one.file[newest][listed]
    past = [one.known(j)[listed] for j in range(newest + 1, min(newest + NEAR + 1, len(one.periods)))]
    past = [then for then in past if both(now, then).sum() >= ENOUGH_TO_TELL]
    if not past:
        return ""
    own = np.mean([likeness(now, then) for then in past])
    for by, name in ((-1, "the next council"), (1, "the council before")):
        other = np.mean([likeness(now, np.roll(then, by)) for then in past])
        if (other - own) * np.sqrt(both(now, past[0]).sum()) > AS_THE_NEXT:
            return name
    return ""
