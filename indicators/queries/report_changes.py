"""Which figures of headline reports are others than a report said before, for a paper's appendix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from councils.models import Council
from indicators.models import Observation
from indicators.queries.headline import HeadlineReport, Line, headline_reports


@dataclass(frozen=True)
class FigureChange:
    """One indicator of one council: both figures as printed, each with its period; empty: none was shown.

    `taken_in_on`: the day of the release that brought the figure now; None where it is not known.
    """

    title: str
    unit: str
    before: str
    before_period: str
    now: str
    now_period: str
    publisher: str
    taken_in_on: date | None


def figures_changed(
    reports: Iterable[tuple[Council, HeadlineReport]], report: str, *, was_on: date, known_at: datetime
) -> dict[int, list[FigureChange]]:
    """By council's id, what its report now shows otherwise than the report as at `was_on`, known at a time.

    Two queries however many councils there are.
    """
    asked = list(reports)
    then = headline_reports((council for council, _ in asked), was_on, report, as_at=known_at)
    found: dict[int, list[tuple[Line, Line]]] = {}
    for council, now in asked:
        before = {line.slug: line for line in then[council.pk].lines}
        pairs = [(before[line.slug], line) for line in now.lines if line.slug in before]
        if changed := [(was, line) for was, line in pairs if _said(was) != _said(line)]:
            found[council.pk] = changed
    taken_in = _taken_in(found, known_at) if found else {}
    return {
        pk: [_change(was, now, taken_in.get((pk, now.slug, now.period))) for was, now in pairs]
        for pk, pairs in found.items()
    }


def _said(line: Line) -> tuple[str, str]:
    return (line.period, line.local_text)


def _change(was: Line, now: Line, at: datetime | None) -> FigureChange:
    return FigureChange(
        title=now.title,
        unit=now.unit,
        before=was.local_text if was.period else "",
        before_period=was.period,
        now=now.local_text if now.period else "",
        now_period=now.period,
        publisher=now.publisher,
        taken_in_on=timezone.localdate(at) if at else None,
    )


def _taken_in(
    found: dict[int, list[tuple[Line, Line]]], since: datetime
) -> dict[tuple[int, str, str], datetime]:
    lines = [now for pairs in found.values() for _, now in pairs]
    rows = Observation.objects.filter(
        series__is_main=True,
        series__indicator__slug__in={line.slug for line in lines},
        period__label__in={line.period for line in lines},
        area__council__in=list(found),
        until__isnull=True,
        since__at__gt=since,
    ).values_list("area__council_id", "series__indicator__slug", "period__label", "since__at")
    return {(council, slug, period): at for council, slug, period, at in rows}
