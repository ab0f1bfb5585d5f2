"""How many rows and councils there are, beside how many there should be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from indicators.plausibility.beside import Beside
from indicators.sifting import Sifted

LEAST_KEPT = 0.9  # of the councils held for a period the file speaks of again
MOST_GONE = 0.01  # of the councils, whose rows a file may leave out without a word
ENOUGH_TO_TELL = 30
CONTRADICT = "two rows of the file contradict one another"
MOST_CONTRADICTIONS = 0.002


def enough(one: Beside, expected: int) -> Iterator[str]:
    """The newest period has the councils that the source's definition expects."""
    place = one.newest
    if place is None:
        return
    period = one.periods[place]
    count = one.file_counts.get(period.pk, 0)
    if count < expected:
        yield (
            f"{one.title}: only {count} councils have a figure for {period.label}; at least {expected} are "
            f"expected. The file may be cut short."
        )


def of_series(one: Beside) -> Iterator[str]:
    """No period has far fewer councils than are held of it, and none has lost rows without a marker."""
    short = [
        (period, count)
        for period, count in zip(one.held_periods, one.held_counts, strict=True)
        if period.pk in one.file_counts and one.file_counts[period.pk] < LEAST_KEPT * count
    ]
    if short:
        period, count = short[0]
        yield (
            f"{one.title}: for {period.label} the file has {one.file_counts[period.pk]} councils where "
            f"{count} are held. It may be cut short."
        )
        return
    yield from _gone(one)


def _gone(one: Beside) -> Iterator[str]:
    """Councils with a figure in the newest period held, of which the file says nothing at all."""
    place = one.newest
    if place is None:
        return
    before = place if one.is_held(place) else next(
        (k for k in range(place + 1, len(one.periods)) if one.is_held(k)), None
    )  # fmt: skip
    if before is None:
        return
    had = ~np.isnan(one.held[before])
    gone = had & ~one.file_has[place]
    gone &= one.lasts >= one.periods[place].end_on.toordinal()  # an abolished council may go
    count = int(gone.sum())
    if had.sum() < ENOUGH_TO_TELL or count <= max(2, MOST_GONE * had.sum()):
        return
    yield (
        f"{one.title}: {count} councils that have a figure for {one.periods[before].label} have no row for "
        f"{one.periods[place].label}, not even a marker (such as {one.named(gone)}). "
        f"Rows may be missing."
    )


def of_rejected(sifted: Sifted) -> Iterator[str]:
    """Rows that contradict one another are both left out; many of them are more than a slip."""
    for reason in sifted.rejected:
        if reason.reason == CONTRADICT and reason.count > max(20, MOST_CONTRADICTIONS * len(sifted)):
            yield (
                f"{reason.count} rows of the file contradict one another (such as "
                f"{'; '.join(reason.examples)}). They would all be left out."
            )
