"""The few statistics the checks use: robust, on whole arrays, NaN left out in pairs."""

from __future__ import annotations

import numpy as np


def both(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Where both have a figure."""
    return ~np.isnan(first) & ~np.isnan(second)


def spread(values: np.ndarray) -> float:
    """From the lower to the upper quartile."""
    values = _sorted(values)
    return _share_up(values, 0.75) - _share_up(values, 0.25) if len(values) else np.nan


def middle(values: np.ndarray) -> float:
    """The median of what there is."""
    values = _sorted(values)
    return _share_up(values, 0.5) if len(values) else np.nan


def _sorted(values: np.ndarray) -> np.ndarray:
    """What there is, in order. A row of councils is sorted ten times as fast as numpy's median takes it."""
    return np.sort(values[~np.isnan(values)])


def _share_up(values: np.ndarray, share: float) -> float:
    """The value `share` of the way up sorted values, linear between its two neighbours."""
    place = share * (len(values) - 1)
    below = int(place)
    low, high = float(values[below]), float(values[min(below + 1, len(values) - 1)])
    return low + (place - below) * (high - low)


def likeness(first: np.ndarray, second: np.ndarray) -> float:
    """The rank correlation of two rows of councils; NaN where either says nothing."""
    mask = both(first, second)
    if mask.sum() < 3:
        return np.nan
    one, two = _ranks(first[mask]), _ranks(second[mask])
    deviations = float(one.std() * two.std())
    if deviations == 0:
        return np.nan
    return float(((one - one.mean()) * (two - two.mean())).mean() / deviations)


def stretched(likeness_of: float) -> float:
    """A correlation on the scale on which its error is the same everywhere (Fisher)."""
    return float(np.arctanh(np.clip(likeness_of, -0.999, 0.999)))


def share_equal(first: np.ndarray, second: np.ndarray) -> float:
    """How many councils have the very same figure in both, of those that have one in both."""
    mask = both(first, second)
    return float((first[mask] == second[mask]).mean()) if mask.any() else 0.0


def share_tied(values: np.ndarray) -> float:
    """How many councils share the commonest figure."""
    values = values[~np.isnan(values)]
    return float(_runs(np.sort(values))[1].max() / len(values)) if len(values) else 0.0


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks, equal figures the mean of theirs."""
    order = np.argsort(values)
    starts, counts = _runs(values[order])
    ranks = np.empty(len(values))
    ranks[order] = np.repeat(starts + (counts + 1) / 2, counts)
    return ranks


def _runs(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of values in order: where each figure begins, and how often it stands there."""
    first = np.ones(len(values), dtype=bool)
    first[1:] = values[1:] != values[:-1]
    starts = np.flatnonzero(first)
    return starts, np.diff(starts, append=len(values))
