"""What a file would change: its councils' figures beside those held, counted, and the greatest listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from indicators.plausibility.beside import Beside

GREATEST = 50
MOST_LINES = 200
STEPS = (
    (0.0, "no change"), (0.01, "up to 1%"), (0.05, "1% to 5%"), (0.10, "5% to 10%"), (0.25, "10% to 25%"),
    (0.50, "25% to 50%"), (1.00, "50% to 100%"), (np.inf, "more than 100%"),
)  # fmt: skip
LIMITS = np.array([limit for limit, _ in STEPS])


@dataclass(frozen=True)
class Row:
    """One figure that would be another; before it, that of the same period or of the one before."""

    title: str
    period: str
    beside: str
    council: str
    code: str
    before: float | None
    after: float | None
    decimals: int


def difference(found: list[Beside]) -> dict[str, Any]:
    """Counts by indicator and period, how far figures go from those beside them, and the greatest changes.

    A figure held already that would be another comes before one of a period that is new: the first is what a
    release does to what people have read.
    """
    lines: list[dict[str, Any]] = []
    steps = np.zeros(len(STEPS), dtype=np.int64)
    greatest: list[tuple[bool, float, Beside, int, int]] = []
    for one in found:
        lines += _counted(one)
        far = _far(one.file, _before(one))
        told = ~np.isnan(far)
        steps += np.bincount(np.searchsorted(LIMITS, far[told]), minlength=len(STEPS))
        period, council = np.nonzero(told & (far != 0))
        is_new = np.array([not one.is_held(k) for k in range(len(one.periods))])[period]
        by = -far[period, council]
        for at in np.lexsort((by, is_new))[:GREATEST].tolist():
            greatest.append((bool(is_new[at]), float(by[at]), one, int(period[at]), int(council[at])))
    greatest.sort(key=lambda item: item[:2])
    return {
        **{name: sum(line[name] for line in lines) for name in ("new", "revised", "unchanged", "gone")},
        "lines": lines[:MOST_LINES],
        "more_lines": max(0, len(lines) - MOST_LINES),
        "steps": [[label, int(count)] for (_, label), count in zip(STEPS, steps.tolist(), strict=True)],
        "greatest": [_row(one, k, _beside(one, k), a).__dict__ for _, _, one, k, a in greatest[:GREATEST]],
    }


def rows(found: list[Beside]) -> Iterator[Row]:
    """Every figure that would be new or another, with the one beside it where there is one."""
    for one in found:
        changed = ~np.isnan(one.file) & ~(one.file == one.held)
        for k, a in np.argwhere(changed).tolist():
            yield _row(one, k, _beside(one, k), a)


def _counted(one: Beside) -> Iterator[dict[str, Any]]:
    """Of each period the rows that are new, say otherwise, say the same, or are there no more."""
    there, held = one.file_has, one.held_has
    same = (one.file == one.held) | (np.isnan(one.file) & np.isnan(one.held))
    counts = {
        "new": there & ~held,
        "revised": there & held & ~same,
        "unchanged": there & held & same,
        "gone": held & ~there,
    }
    by_period = {name: mask.sum(axis=1).tolist() for name, mask in counts.items()}
    for k, period in enumerate(one.periods):
        if there[k].any():
            yield {"title": one.title, "period": period.label} | {n: by_period[n][k] for n in by_period}


def _beside(one: Beside, k: int) -> int:
    """Which period a figure is set beside: its own where that is held, else the one before."""
    return k if one.is_held(k) else min(k + 1, len(one.periods) - 1)


def _before(one: Beside) -> np.ndarray:
    """For each figure of the file that which it is set beside; NaN where there is none."""
    before = one.held.copy()
    for k in range(len(one.periods)):
        if not one.is_held(k) and k + 1 < len(one.periods):
            before[k] = one.known(k + 1)
    return before


def _far(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The change as a share of the figure before; NaN where one is missing."""
    with np.errstate(invalid="ignore", divide="ignore"):
        far = np.abs(after - before) / np.abs(before)
    out_of_nought = np.where(np.isnan(after), np.nan, np.where(after == 0, 0.0, np.inf))
    return np.where(before == 0, out_of_nought, far)


def _row(one: Beside, k: int, beside: int, a: int) -> Row:
    before = one.held[k] if beside == k else one.known(beside)
    return Row(
        title=one.title,
        period=one.periods[k].label,
        beside=one.periods[beside].label,
        council=str(one.names[a]),
        code=str(one.codes[a]),
        before=_or_none(before[a]),
        after=_or_none(one.file[k][a]),
        decimals=one.series.indicator.decimals,
    )


def _or_none(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
