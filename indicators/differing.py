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
    greatest: list[tuple[bool, float, Beside, int, int, int]] = []
    for one in found:
        for k in range(len(one.periods)):
            line = _counted(one, k)
            if line:
                lines.append(line)
            beside = _set_beside(one, k)
            if beside is None:
                continue
            far = _far(one.file[k], one.known(beside) if beside != k else one.held[k])
            told = ~np.isnan(far)
            steps += np.bincount(
                np.searchsorted([limit for limit, _ in STEPS], far[told]), minlength=len(STEPS)
            )
            far[~told] = 0.0
            for a in np.argsort(-far)[:GREATEST].tolist():
                if far[a] > 0:
                    greatest.append((beside != k, -float(far[a]), one, k, beside, a))
    greatest.sort(key=lambda item: item[:2])
    return {
        **{name: sum(line[name] for line in lines) for name in ("new", "revised", "unchanged", "gone")},
        "lines": lines[:MOST_LINES],
        "more_lines": max(0, len(lines) - MOST_LINES),
        "steps": [[label, int(count)] for (_, label), count in zip(STEPS, steps.tolist(), strict=True)],
        "greatest": [_row(*item[2:]).__dict__ for item in greatest[:GREATEST]],
    }


def rows(found: list[Beside]) -> Iterator[Row]:
    """Every figure that would be new or another, with the one beside it where there is one."""
    for one in found:
        for k in range(len(one.periods)):
            beside = _set_beside(one, k)
            held = one.held[k]
            with np.errstate(invalid="ignore"):
                changed = ~np.isnan(one.file[k]) & ~(one.file[k] == held)
            for a in np.flatnonzero(changed).tolist():
                yield _row(one, k, k if beside is None else beside, a)


def _counted(one: Beside, k: int) -> dict[str, Any] | None:
    """The rows of a period: those that are new, say otherwise, say the same, or are there no more."""
    there, held = one.file_has[k], one.held_has[k]
    if not there.any():
        return None
    with np.errstate(invalid="ignore"):
        same = (one.file[k] == one.held[k]) | (np.isnan(one.file[k]) & np.isnan(one.held[k]))
    both = there & held
    return {
        "title": one.title,
        "period": one.periods[k].label,
        "new": int((there & ~held).sum()),
        "revised": int((both & ~same).sum()),
        "unchanged": int((both & same).sum()),
        "gone": int((held & ~there).sum()),
    }


def _set_beside(one: Beside, k: int) -> int | None:
    """Which period a figure is set beside: its own where that is held, else the one before."""
    if one.is_held(k):
        return k
    return k + 1 if k + 1 < len(one.periods) else None


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
