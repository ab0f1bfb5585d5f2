"""Figures already held that the file gives otherwise: how many, by how much, beside what usually changes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators import charts
from indicators.plausibility.beside import Beside
from indicators.plausibility.measures import both, likeness, middle, spread

ENOUGH_TO_TELL = 30
MANY = 0.2  # of the councils: more than slips and late returns
LARGE = 0.1  # of the figure
OF_A_YEARS_CHANGE = 2.5
LIKE_ITSELF = 0.8  # the same period's figures, before and after a true revision, stand in the same order


def of_series(one: Beside) -> Iterator[str]:
    """Many figures revised by much, or into another order; one council's in every period."""
    usual = usual_change(one)
    found = []
    for k in range(len(one.periods)):
        said = _of_period(one, k, usual)
        if said:
            found.append((k, said))
    if found:
        k, said = found[0]
        more = f" The same holds of {len(found) - 1} more of its periods." if len(found) > 1 else ""
        yield f"{one.title}: {said}{more}"
    yield from _one_councils(one, usual)


def of_file(found: list[Beside]) -> Iterator[str]:
    """No series gives the very figures that are held of another: two were exchanged."""
    held: dict[tuple[int, float, int], Beside] = {}
    for one in found:
        for k, period in enumerate(one.periods):
            if one.is_held(k):
                held.setdefault(_signature(period.pk, one.held[k]), one)
    for one in found:
        for k, period in enumerate(one.periods):
            other = held.get(_signature(period.pk, one.file[k]))
            far = other is not None and other.series.pk != one.series.pk
            if other and far and one.is_held(k) and one.file_counts.get(period.pk, 0) >= ENOUGH_TO_TELL:
                if _signature(period.pk, one.held[k]) != _signature(period.pk, one.file[k]):
                    yield (
                        f"{one.title}: the figures for {period.label} are those held of {other.title}. Two "
                        f"indicators of the file may be exchanged."
                    )
                break


def _signature(period: int, figures: np.ndarray) -> tuple[int, float, int]:
    """The sum and the count of a period's figures, with their order: as good as the figures themselves."""
    known = ~np.isnan(figures)
    weighed = np.where(known, figures, 0.0) @ np.arange(1, len(figures) + 1)
    return (period, round(float(weighed), 4), int(known.sum()))


def usual_change(one: Beside) -> float:
    """By how much a council's figure usually changes from one period to the next."""
    changes = [np.abs(one.known(k) - one.known(k + 1)) for k in range(len(one.periods) - 1) if one.is_held(k)]
    if changes:
        return middle(np.concatenate(changes))
    return spread(one.known(len(one.periods) - 1)) / 4


def _of_period(one: Beside, k: int, usual: float) -> str:
    mask = both(one.file[k], one.held[k])
    count = int(mask.sum())
    if count < ENOUGH_TO_TELL:
        return ""
    now, then = one.file[k][mask], one.held[k][mask]
    changed = np.abs(now - then) > 1e-9 * np.maximum(1.0, np.abs(then))
    share = changed.mean()
    if share < MANY:
        return ""
    by = middle(np.abs(now - then)[changed])
    relative = middle((np.abs(now - then) / np.where(then == 0, np.nan, np.abs(then)))[changed])
    like = likeness(now, then)
    large = relative > LARGE or (relative > 0.03 and by > OF_A_YEARS_CHANGE * usual)
    if not large and not like < LIKE_ITSELF:
        return ""
    decimals = one.series.indicator.decimals
    said = (
        f"{int(changed.sum())} of {count} figures already held for {one.periods[k].label} would be revised, "
        f"half of them by {charts.figure(by, decimals + 1)} or more ({relative:.0%})"
    )
    if not np.isnan(usual):
        said += (
            f"; from one period to the next a figure usually changes by {charts.figure(usual, decimals + 1)}"
        )
    if like < LIKE_ITSELF:
        said += f". Their order among councils would be another (rank correlation {like:.2f})"
    return said + "."


def _one_councils(one: Beside, usual: float) -> Iterator[str]:
    """A few councils revised in every period, where others are not: rows under the wrong code."""
    given = [k for k in range(len(one.periods)) if one.is_held(k) and one.is_given(k)]
    if not given:
        return
    now, then = one.file[given], one.held[given]
    mask = both(now, then)
    with np.errstate(invalid="ignore"):
        changed = mask & (np.abs(now - then) > 1e-9 * np.maximum(1.0, np.abs(then)))
    every = (changed.sum(axis=0) == mask.sum(axis=0)) & (mask.sum(axis=0) > 0)
    if mask.any(axis=0).sum() < ENOUGH_TO_TELL or not 0 < every.sum() <= 0.05 * mask.any(axis=0).sum():
        return
    england = one.england[given][:, None]
    as_england = every & ((now == england) | ~mask).all(axis=0)
    if as_england.any():
        yield (
            f"{one.title}: the figures of {one.named(as_england)} would be revised to England's, in every "
            f" period of the file."
        )
        return
    far = np.array(
        [middle(np.abs(now - then)[:, a][mask[:, a]]) if every[a] else 0 for a in range(len(every))]
    )
    odd = every & (mask.sum(axis=0) >= 3) & (far > 2 * usual)
    if odd.any():
        yield (
            f"{one.title}: every figure of {one.named(odd)} would be revised, by more than figures usually "
            f" change, while nearly no other council's is."
        )
