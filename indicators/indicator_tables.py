"""The tables behind an indicator's page, as CSV: values as published, no fictional council among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from common.sheets import csv_text
from indicators.queries import ComparisonRow, IndicatorPage, Revision

OF = ("Indicator", "Unit", "Figures of", "As it was known on")
COUNCILS = ("Council", "Code", "Type", "Region", "Period", "Value", "Why not available", "Quarter of England",
            "Change", "Since", "Revised", "Publisher's note")  # fmt: skip
COMPARISONS = ("Of", "Name", "Period", "Councils with a figure", "Councils", "As published", "Computed mean",
               "Lowest", "Lower quartile", "Median", "Upper quartile", "Highest")  # fmt: skip
REVISIONS = ("Of", "Period", "Value", "From", "Until", "How it came")


def councils(page: IndicatorPage) -> str:
    """The period shown, one row a council, by name."""
    return csv_text(
        (*COUNCILS, *OF),
        [
            (
                row.council.short_name, row.council.code, row.kind, row.region, page.period, row.value,
                row.why, row.quarter_name, row.change, page.before if row.change is not None else "",
                row.revision.sentence if row.revision else "", row.remark, *_of(page),
            )
            for row in page.councils
        ],
    )  # fmt: skip


def comparisons(page: IndicatorPage) -> str:
    """The period shown: England, each type, each region."""
    england = [page.england] if page.england else []
    rows = [("England", england), ("Type", page.types), ("Region", page.regions)]
    return csv_text(
        (*COMPARISONS, *OF),
        [line for of, held in rows for line in _compared(of, held, page, page.period)],
    )


def history(page: IndicatorPage) -> str:
    """England in every period, newest first."""
    rows = [line for row in page.history for line in _compared("England", [row], page, row.name)]
    return csv_text((*COMPARISONS, *OF), rows)


def revisions(page: IndicatorPage) -> str:
    """Every value of the period shown that was revised, one row a step."""
    lines = [line for one in page.revisions for line in _steps(one, page.period, page)]
    return csv_text((*REVISIONS, *OF), lines)


def _steps(one: Revision, period: str, page: IndicatorPage) -> Iterable[tuple[object, ...]]:
    return [
        (one.name, period, step.printed, step.since.isoformat(), step.until.isoformat() if step.until else "",
         step.came_by, *_of(page))
        for step in one.steps
    ]  # fmt: skip


def _compared(
    of: str, rows: Iterable[ComparisonRow], page: IndicatorPage, period: str
) -> Iterable[tuple[object, ...]]:
    return [
        (
            of, "England" if of == "England" else row.name, period, row.n, row.councils,
            row.figures.published, row.figures.mean, row.figures.least, row.figures.lower_quartile,
            row.figures.median, row.figures.upper_quartile, row.figures.greatest, *_of(page),
        )
        for row in rows
    ]  # fmt: skip


def _of(page: IndicatorPage) -> tuple[str, ...]:
    known = page.as_at.date().isoformat() if page.as_at else "now"
    return page.definition.title, page.definition.unit, page.series_shown.words, known


TABLES: Mapping[str, Callable[[IndicatorPage], str]] = {
    "councils": councils,
    "comparisons": comparisons,
    "history": history,
    "revisions": revisions,
}
