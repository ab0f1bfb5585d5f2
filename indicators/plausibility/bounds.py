"""Figures outside what the source's definition allows, and values outside their own confidence limits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.catalogue import Expectations
from indicators.sifting import Sifted

MOST_OUTSIDE_LIMITS = 0.01
MOST_AT_A_LIMIT = 0.2


def outside(sifted: Sifted, expects: Expectations) -> Iterator[str]:
    """Every figure lies within the bounds of the definition."""
    with np.errstate(invalid="ignore"):
        out = (sifted.value < expects.least) | (sifted.value > expects.greatest)
    if out.any():
        count = int(out.sum())
        yield (
            f"{count} figure{'s lie' if count > 1 else ' lies'} outside {expects.least:g} to "
            f"{expects.greatest:g}, such as {sifted.value[out][0]:g}. The unit may have changed."
        )


def limits(sifted: Sifted) -> Iterator[str]:
    """A value lies between its own limits: else it was exchanged with one of them."""
    value, lower, upper = sifted.value, sifted.lower, sifted.upper
    limited = ~np.isnan(lower) & ~np.isnan(upper) & ~np.isnan(value)
    count = int(limited.sum())
    if not count:
        return
    slack = 1e-6 * np.maximum(1.0, np.abs(value))
    out = int((limited & ((value < lower - slack) | (value > upper + slack))).sum())
    at = int((limited & ((value == lower) | (value == upper)) & (lower != upper)).sum())
    if out > max(3, MOST_OUTSIDE_LIMITS * count):
        yield (
            f"{out} of {count} figures lie outside their own confidence limits. Two columns may be exchanged."
        )
    elif at > max(10, MOST_AT_A_LIMIT * count):
        yield (
            f"{at} of {count} figures equal one of their own confidence limits. The limit may stand where "
            f"the value should."
        )
