"""Where a value stands among all of England's: its quarter, by name; and the five marks of a range.

A quarter says how far up the values of England's councils a value stands, nothing about better or worse.
"""

from dataclasses import dataclass
from math import isfinite

QUARTERS = {1: "lowest quarter", 2: "second quarter", 3: "third quarter", 4: "highest quarter"}


@dataclass(frozen=True)
class Marks:
    """England's range of values in one period: the five values that part it."""

    bottom: float | None = None
    lower_quartile: float | None = None
    median: float | None = None
    upper_quartile: float | None = None
    top: float | None = None

    @property
    def known(self) -> tuple[float, float, float, float, float] | None:
        """The five from bottom to top; None where one is not there."""
        five = (self.bottom, self.lower_quartile, self.median, self.upper_quartile, self.top)
        held = [one for one in five if one is not None and isfinite(one)]
        return (held[0], held[1], held[2], held[3], held[4]) if len(held) == 5 else None


def quarter(value: float | None, marks: Marks) -> int | None:
    """The quarter of England's values that a value is in, 1 the lowest to 4 the highest.

    A value on a boundary is in the quarter below it. None where there is no value, no range, or one value
    for all of England: then there are no quarters.
    """
    five = marks.known
    if value is None or five is None or not isfinite(value) or five[0] == five[4]:
        return None
    _, lower, median, upper, _ = five
    return 1 if value <= lower else 2 if value <= median else 3 if value <= upper else 4
