"""Appendix A: a council's headline report as a table of the paper; the one place that reads indicators."""

from __future__ import annotations

from datetime import date

from councils.models import Council
from indicators.paper import KEY, headline_table, notes_of
from indicators.queries.headline import HeadlineReport, headline_report

__all__ = ["KEY", "headline_of", "headline_table", "notes_of"]


def headline_of(council: Council, on: date) -> HeadlineReport | None:
    """The council's headline report as at a day, or None where no figures are held."""
    report = headline_report(council, on)
    return report if report.has_figures else None
