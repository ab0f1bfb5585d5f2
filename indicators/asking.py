"""Which figures to ask about: two stated rules over a council's last values and its type's, and nothing else.

They are looked at for indicators alone of which somebody states which way is better. A value that is not
available answers no rule. Values are compared as they are printed, so that what a reader sees is what was
compared. What a rule finds is a question, not a finding: nothing is added up or put in an order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import models

MONTH = 30.44  # days


class Rule(models.TextChoices):
    """Why a figure is one to ask about."""

    WORSENING = "worsening", "Further from the type and moving away"
    SHIFT = "shift", "A lasting shift"


@dataclass(frozen=True)
class OfType:
    """One period's figures of the councils of a type."""

    period_id: int
    label: str
    start_on: date
    end_on: date
    n: int
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None

    @property
    def months(self) -> int:
        """How long the period is: a year is set beside years only."""
        return round(((self.end_on - self.start_on).days + 1) / MONTH)


@dataclass(frozen=True)
class Point:
    """A council's value of one period beside its type's."""

    of_type: OfType
    value: float | None


@dataclass(frozen=True)
class Way:
    """Which way is better, as somebody states it, and how the figure is printed."""

    polarity: str
    decimals: int

    def worse(self, one: float | None, other: float | None) -> bool:
        """Whether the one, as printed, is on the worse side of the other; never where either is missing."""
        if one is None or other is None or self.polarity not in ("high", "low"):
            return False
        one, other = round(one, self.decimals), round(other, self.decimals)
        return one > other if self.polarity == "low" else one < other

    def beyond_middle(self, point: Point) -> bool:
        """Whether the value is on the worse side of the middle half of its type."""
        of_type = point.of_type
        edge = of_type.upper_quartile if self.polarity == "low" else of_type.lower_quartile
        return self.worse(point.value, edge)


def window(periods: Sequence[OfType], k: int) -> list[OfType]:
    """The last periods that the rules look at, oldest first: as long as the newest, at most 2 k of them."""
    if not periods:
        return []
    return [one for one in periods if one.months == periods[-1].months][-2 * k :]


def can_be_looked_at(points: Sequence[Point], k: int) -> bool:
    """Whether there are values enough for either rule."""
    last = points[-(k + 1) :]
    return len(last) == k + 1 and all(point.value is not None for point in last)


def rests_on(rule: str, points: Sequence[Point], way: Way, k: int) -> Sequence[Point]:
    """The points by which the rule holds in the newest of them; none where it does not hold."""
    return worsening(points, way, k) if rule == Rule.WORSENING else shift(points, way, k)


def worsening(points: Sequence[Point], way: Way, k: int) -> Sequence[Point]:
    """In each of the last k periods on the worse side of the type's median, and worse than the one before."""
    last = points[-(k + 1) :]
    if len(last) < k + 1:
        return []
    holds = all(
        way.worse(point.value, point.of_type.median) and way.worse(point.value, before.value)
        for before, point in pairwise(last)
    )
    return last if holds else []


def shift(points: Sequence[Point], way: Way, k: int) -> Sequence[Point]:
    """In each of the last k periods on the worse side of the type's middle half, in none of the k before."""
    last = points[-2 * k :]
    if len(last) < 2 * k or any(point.value is None for point in last):
        return []
    before, after = last[:k], last[k:]
    holds = all(map(way.beyond_middle, after)) and not any(map(way.beyond_middle, before))
    return last if holds else []


def rules_that_hold(points: Sequence[Point], way: Way, k: int) -> list[Rule]:
    """Those of the rules that hold in the newest of these periods."""
    return [rule for rule in Rule if rests_on(rule, points, way, k)]
