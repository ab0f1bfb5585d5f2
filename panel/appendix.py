"""Appendix A: a council's headline report as a table of the paper; the one place that reads indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from councils.models import Council
from indicators.paper import KEY, headline_table, notes_of
from indicators.queries.choosing import CORE, reports_for_everyone
from indicators.queries.headline import HeadlineReport, headline_reports
from indicators.queries.report_changes import FigureChange, figures_changed

__all__ = [
    "KEY",
    "FigureChange",
    "changes_in",
    "headline_table",
    "headlines_of",
    "notes_of",
    "reports_offered",
]


def reports_offered() -> tuple[tuple[str, str], ...]:
    """The headline reports that may be appended, (slug, title), the core one first. A person's own is not
    among them: what the Panel reads is what everyone may look up."""
    return tuple((one.slug, one.title) for one in reports_for_everyone())


def headlines_of(councils: Iterable[Council], on: date, slug: str = CORE) -> dict[int, HeadlineReport]:
    """By council's id, the headline reports as at a day; a council of which no figures are held is not there.

    A report that has been withdrawn since it was chosen gives way to the core report.
    """
    reports = headline_reports(councils, on, _standing(slug))
    return {pk: report for pk, report in reports.items() if report.has_figures}


def changes_in(
    reports: Iterable[tuple[Council, HeadlineReport]], slug: str, *, was_on: date, known_at: datetime
) -> dict[int, list[FigureChange]]:
    """By council's id, which of these figures are others than an earlier report's appendix showed."""
    return figures_changed(reports, _standing(slug), was_on=was_on, known_at=known_at)


def _standing(slug: str) -> str:
    return slug if slug in dict(reports_offered()) else CORE
