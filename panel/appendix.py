"""Appendix A: a council's headline report as a table of the paper; the one place that reads indicators."""

from __future__ import annotations

from datetime import date

from councils.models import Council
from papers.paper import Table


def headline_table(council: Council, on: date, name: str) -> Table | None:
    """The council's headline report as at a day, or None where no figures are held."""
    return None


KEY = (
    "In each bar the triangle above is this council, the triangle below the average of its type, the upright "
    "line the England average, and the shaded part the middle half of councils. NA: no figure is published."
)
