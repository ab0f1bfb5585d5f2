"""Which periods the file speaks of: not begun, older than what is held, of another length or another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from indicators.models import Period
from indicators.plausibility.beside import Beside
from indicators.plausibility.measures import both, share_equal

ENOUGH_TO_TELL = 30
MANY_EQUAL = 0.9
MORE_EQUAL_THAN_USUAL = 0.15
SOME_EQUAL = 0.25


def begun(one: Beside, on: date) -> Iterator[str]:
    """The newest period has begun."""
    if one.newest is not None and one.periods[one.newest].start_on > on:
        yield f"The file speaks of {one.periods[one.newest].label}, which has not begun."


def of_series(one: Beside) -> Iterator[str]:
    """The file reaches as far as what is held, in periods of the same kind, each with figures of its own."""
    newest = one.newest
    if newest is None:
        return
    period = one.periods[newest]
    if one.held_periods and period.end_on < one.held_periods[0].end_on:
        yield (
            f"{one.title}: the file ends with {period.label}, but figures for {one.held_periods[0].label} "
            f"are already held. It may be last year's file."
        )
        return
    kinds = {_kind(held) for held in one.held_periods}
    if kinds and _kind(period) not in kinds:
        yield (
            f"{one.title}: the file's newest period is {period.label} ({_said(period)}); those held are such "
            f"as {one.held_periods[0].label} ({_said(one.held_periods[0])})."
        )
    moved = _moved(one)
    if moved:
        yield moved
    else:
        yield from _copied(one, newest)


def _kind(period: Period) -> tuple[int, int, int]:
    """How long a period is, and on which day of the year it begins (a day may be any day of a month)."""
    days = (period.end_on - period.start_on).days
    return (
        round(days / 30.4),
        period.start_on.month if days > 300 else 0,
        period.start_on.day if days else 0,
    )


def _said(period: Period) -> str:
    months = round((period.end_on - period.start_on).days / 30.4)
    return f"{months} months from {period.start_on.day} {period.start_on:%B}" if months else "one day"


def _moved(one: Beside) -> str:
    """The figures of each period are those held for the one before it: all labels moved on by one."""
    same = other = count = 0.0
    for k in range(len(one.periods) - 1):
        if not one.is_given(k) or not one.is_held(k + 1):
            continue
        mask = both(one.file[k], one.held[k + 1])
        if mask.sum() < ENOUGH_TO_TELL:
            continue
        count += 1
        same += share_equal(one.file[k], one.held[k + 1])
        other += share_equal(one.file[k], one.held[k]) if one.is_held(k) else 0.0
    if count < 2 or same / count < MANY_EQUAL or other / count > 0.5:
        return ""
    return (
        f"{one.title}: in {int(count)} periods the file gives the figures that are held for the period "
        f"before. It may be last year's file under this year's name."
    )


def _copied(one: Beside, newest: int) -> Iterator[str]:
    """More of the newest figures repeat the period before than ever did."""
    if newest + 1 >= len(one.periods):
        return
    now, then = one.file[newest], one.known(newest + 1)
    count = int(both(now, then).sum())
    if count < ENOUGH_TO_TELL or (one.is_held(newest) and share_equal(now, one.held[newest]) > 0.5):
        return
    same = share_equal(now, then)
    usual = max(
        (share_equal(one.known(k), one.known(k + 1)) for k in range(newest + 1, len(one.periods) - 1)),
        default=float("nan"),
    )
    most = 0.5 if np.isnan(usual) else max(SOME_EQUAL, usual + MORE_EQUAL_THAN_USUAL)
    if same > most:
        usually = "" if np.isnan(usual) else f" Between earlier periods it was at most {usual:.0%}."
        yield (
            f"{one.title}: {round(same * count)} of {count} councils have the very same figure for "
            f"{one.periods[newest].label} as for {one.periods[newest + 1].label} ({same:.0%}).{usually} It "
            f"may be last year's file under this year's name."
        )
