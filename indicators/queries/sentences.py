"""A figure in one plain sentence: how far from the middle of those it is compared with, never how good.

Higher and lower are places on a scale. Better is said only where an indicator's polarity is stated, and
then by whom (WORKFLOW §5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators import charts

FEWEST = 4  # councils below which a share of them says nothing
PLURAL = {
    "county": "county councils",
    "district": "district councils",
    "unitary": "unitaries",
    "metropolitan": "metropolitan districts",
    "london": "London boroughs",
    "city": "councils of its kind",
}
QUARTERS = ("lowest", "second", "third", "highest")


@dataclass(frozen=True, kw_only=True)
class Among:
    """Those a council is compared with in one period, and what their values come to."""

    name: str
    n: int
    mean: float | None
    median: float | None
    least: float | None
    greatest: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    values: tuple[float, ...] = ()  # where each is counted by itself: neighbours


def place_among(value: float | None, among: Among | None, unit: str, decimals: int) -> str:
    """“Higher than three quarters of unitaries; 4.2 points above their median of 70.3.” Empty for NA."""
    if value is None or among is None or among.median is None or not among.n:
        return ""
    if among.n == 1 and not among.values:
        return "The one council of its type with a figure."
    apart = _apart(value, among.median, decimals)
    middle = charts.figure(among.median, decimals)
    if apart == 0:
        return f"At the median of {among.name}, {middle}."
    share = _counted(value, among) if among.values else _share(value, among)
    side = "above" if apart > 0 else "below"
    distance = f"{amount(abs(apart), unit, decimals)} {side} {'their' if share else 'the'} median"
    said = f"{share}; {distance} of {middle}" if share else f"{distance} of {among.name}, {middle}"
    return f"{said[:1].upper()}{said[1:]}."


def _share(value: float, among: Among) -> str:
    """Which part of the type the value is beyond, as far as its quartiles tell."""
    low, mid, high = among.lower_quartile, among.median, among.upper_quartile
    if among.n < FEWEST or low is None or mid is None or high is None:
        return ""
    if among.least == among.greatest:
        return f"all {among.n} {among.name} have this figure"
    said = ""
    if value == among.greatest:
        said = f"as high as any of {among.n} {among.name}"
    elif value == among.least:
        said = f"as low as any of {among.n} {among.name}"
    elif value > mid:
        said = f"higher than {'three quarters' if value > high else 'half'} of {among.name}"
    elif value < mid:
        said = f"lower than {'three quarters' if value < low else 'half'} of {among.name}"
    return said


def _counted(value: float, among: Among) -> str:
    """How many of a few councils it is beyond."""
    below = sum(other < value for other in among.values)
    above = sum(other > value for other in among.values)
    side, beyond = ("higher", below) if below >= above else ("lower", above)
    many = f"all {among.n}" if beyond == among.n > 1 else f"{beyond} of {among.n}"
    return f"{side} than {many} {among.name}"


def _apart(value: float, other: float, decimals: int) -> float:
    """The difference of two figures as they are printed, so that a reader can check it."""
    return round(round(value, decimals) - round(other, decimals), decimals)


def amount(apart: float, unit: str, decimals: int) -> str:
    """A difference with its unit: between two percentages it is points."""
    said = charts.figure(apart, decimals)
    if not unit.startswith("%"):
        return said
    return f"{said} point" if apart == 1 else f"{said} points"


def how_far(value: float | None, among: Among | None) -> float | None:
    """How far from the median, in widths of the type's middle half: it orders indicators, never councils."""
    if value is None or among is None or among.median is None or among.n < FEWEST:
        return None
    apart = abs(value - among.median)
    low, high = among.lower_quartile, among.upper_quartile
    if low is None or high is None or high == low:
        return float("inf") if apart else 0.0
    return apart / (high - low)


def quarter(value: float | None, quartiles: Sequence[float | None], n: int) -> int | None:
    """Which quarter of councils a value falls in, 0 the lowest to 3 the highest."""
    if value is None or n < FEWEST or any(edge is None for edge in quartiles):
        return None
    return sum(value > edge for edge in quartiles if edge is not None)


def moved(before: int | None, after: int | None, period: str) -> str:
    """From one quarter of England’s councils to another since a period; empty where it stayed."""
    if before is None or after is None or before == after:
        return ""
    return (
        f"from the {QUARTERS[before]} to the {QUARTERS[after]} quarter of councils in England since {period}"
    )


def changed(value: float | None, before: float | None, period: str, unit: str, decimals: int) -> str:
    """“Up 0.5 points from 70.3 (2023).” Neither up nor down is better by itself."""
    if value is None or before is None:
        return ""
    apart = _apart(value, before, decimals)
    then = charts.figure(before, decimals)
    if apart == 0:
        return f"The same as before ({period})."
    return f"{'Up' if apart > 0 else 'Down'} {amount(abs(apart), unit, decimals)} from {then} ({period})."


def held_to_be_better(polarity: str, stated_by: str) -> str:
    """Which side somebody states to be the better one, and who; empty where nobody does."""
    if polarity == "none" or not stated_by:
        return ""
    side = "higher" if polarity == "high" else "lower"
    return f"A {side} figure is held to be better. Stated by: {stated_by}."
