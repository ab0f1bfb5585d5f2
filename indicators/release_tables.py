"""What a release of data changes, as CSV: one row a council's figure."""

from __future__ import annotations

from collections.abc import Iterable

from common.sheets import csv_text
from indicators.differing import Row

CHANGED = ("Indicator", "Period", "Council", "Code")


def changed(rows: Iterable[tuple[object, ...]]) -> str:
    """What a release changed: before, and in this release."""
    return csv_text((*CHANGED, "Before", "In this release"), rows)


def differing(rows: Iterable[Row]) -> str:
    """What a release that waits would change; a new figure stands beside that of the period before."""
    return csv_text(
        (*CHANGED, "Set beside", "Before", "In this release"),
        [(row.title, row.period, row.council, row.code, row.beside, row.before, row.after) for row in rows],
    )
