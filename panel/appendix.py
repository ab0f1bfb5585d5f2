"""Appendix A: a council's headline report as a table of the paper; the one place that reads indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from councils.models import Council
from indicators.paper import KEY, headline_table, notes_of
from indicators.queries.choosing import CORE, reports_for_everyone
from indicators.queries.headline import HeadlineReport, headline_report
from indicators.queries.report_changes import FigureChange, figures_changed

__all__ = [
    "KEY",
    "FigureChange",
    "changes_in",
    "headline_of",
    "headline_table",
    "notes_of",
    "reports_offered",
]


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


def changes_in(
    reports: Iterable[tuple[Council, HeadlineReport]], slug: str, *, was_on: date, known_at: datetime
) -> dict[int, list[FigureChange]]:
    """By council's id, which of these figures are others than an earlier report's appendix showed."""
    known = dict(reports_offered())
    return figures_changed(reports, slug if slug in known else CORE, was_on=was_on, known_at=known_at)
