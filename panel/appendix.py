"""Appendix A: a council's headline report as a table of the paper; the one place that reads indicators."""

from __future__ import annotations

from datetime import date

from councils.models import Council
from indicators.paper import KEY, headline_table, notes_of
from indicators.queries.choosing import CORE, reports_for_everyone
from indicators.queries.headline import HeadlineReport, headline_report

__all__ = ["KEY", "headline_of", "headline_table", "notes_of", "reports_offered"]


def reports_offered() -> tuple[tuple[str, str], ...]:
    """The headline reports that may be appended, (slug, title), the core one first. A person's own is not
    among them: what the Panel reads is what everyone may look up."""
    return tuple((one.slug, one.title) for one in reports_for_everyone())


def headline_of(council: Council, on: date, slug: str = CORE) -> HeadlineReport | None:
    """The council's headline report as at a day, or None where no figures are held.

    One that has been withdrawn since it was chosen gives way to the core report.
    """
    known = dict(reports_offered())
    report = headline_report(council, on, slug if slug in known else CORE)
    return report if report.has_figures else None
