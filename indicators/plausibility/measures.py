"""The few statistics the checks use: robust, on whole arrays, NaN left out in pairs."""

from __future__ import annotations

import numpy as np


def both(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Where both have a figure."""
    return ~np.isnan(first) & ~np.isnan(second)


def spread(values: np.ndarray) -> float:
    """From the lower to the upper quartile."""
    values = values[~np.isnan(values)]
    if not len(values):
        return np.nan
    low, high = np.percentile(values, (25, 75))
    return float(high - low)


def middle(values: np.ndarray) -> float:
    """The median of what there is."""
    values = values[~np.isnan(values)]
    return float(np.median(values)) if len(values) else np.nan


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
    return float(np.unique(values, return_counts=True)[1].max() / len(values)) if len(values) else 0.0


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks, equal figures the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place.reshape(-1)]
