"""Texts beside published figures in which somebody may be named."""

from __future__ import annotations

from common.personal_texts import Place, Thing, each
from indicators.models import MutedFigure, OwnReportVersion, ValueExplanation

HEADING = "Beside published figures"


def _explanation(row: ValueExplanation) -> Thing:
    return Thing(
        f"What {row.council.short_name} says of {row.indicator.title}",
        f"{row.council.get_absolute_url()}/headline",
        row.council_id,
    )


def _muted(row: MutedFigure) -> Thing:
    return Thing(f"Why {row.council.short_name} is not asked about a figure", council=row.council_id)


def _report(row: OwnReportVersion) -> Thing:
    stays = f"It is {row.report.owner.name}’s own. Ask them to write it without the name, or to take it back."
    return Thing(f"A report of {row.report.owner.name}, version {row.number}", stays=stays, is_told=False)


PLACES = (
    Place(
        HEADING,
        ValueExplanation,
        {"text": "the explanation", "given_by": "who gave it"},
        each(_explanation),
        ("council", "indicator"),
    ),
    Place(HEADING, MutedFigure, {"reason": "the reason"}, each(_muted), ("council",)),
    Place(
        HEADING,
        OwnReportVersion,
        {"title": "its title", "purpose": "its purpose", "themes": "its themes"},
        each(_report),
        ("report__owner",),
    ),
)
