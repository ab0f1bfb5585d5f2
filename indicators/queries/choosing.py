"""Which headline reports a person may choose: the catalogue's, the research team's, their own (R100-R106)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from accounts.models import User
from councils.models import Council
from indicators import catalogue, definitions
from indicators.catalogue import IndicatorDefinition, ReportDefinition, ReportTheme
from indicators.models import OwnReport, OwnReportVersion, SavedDefinition

CORE = "core"
OWN = re.compile(r"my-[0-9a-f]{24}")
FOR_EVERYONE, MINE = "For every council", "My own"


@dataclass(frozen=True)
class Choices:
    """Reports under one heading of a list, by name: (slug, title)."""

    heading: str
    reports: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportPage:
    """A report and how it came to be. `own` where it is a person's own; `saved` where analysts made it."""

    definition: ReportDefinition
    version: int
    saved_at: datetime | None
    by: User | None
    own: OwnReport | None = None
    saved: SavedDefinition | None = None
    councils: tuple[Council, ...] = ()

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.definition.slug


def reports_to_choose(user: User) -> list[Choices]:
    """Every report this person may choose, the core report first; their own after those of everyone."""
    choices = [Choices(FOR_EVERYONE, tuple((one.slug, one.title) for one in reports_for_everyone()))]
    mine = tuple(_own(user).values_list("report__slug", "title"))
    if mine:
        choices.append(Choices(MINE, mine))
    return choices


def reports_for_everyone() -> list[ReportDefinition]:
    """Every report that everyone may choose, the core one first."""
    return sorted(definitions.reports().values(), key=lambda one: (one.slug != CORE, one.title))


def report_contents(report: ReportDefinition) -> list[tuple[str, list[IndicatorDefinition]]]:
    """The indicators of a report under its headings; one that is withdrawn is left out."""
    known = definitions.indicators_named(report.indicators)
    return [
        (theme.title, [known[slug] for slug in theme.indicators if slug in known]) for theme in report.themes
    ]


def own_reports(user: User) -> list[OwnReportVersion]:
    """A person's own reports as they are now, by title."""
    return list(_own(user).select_related("report"))


def _own(user: User) -> QuerySet[OwnReportVersion]:
    return OwnReportVersion.objects.filter(
        report__owner=user, report__withdrawn_at__isnull=True, number=F("report__version")
    ).order_by("title", "pk")


def report_for(user: User, slug: str) -> ReportDefinition | None:
    """One report, or None where there is none that this person may see."""
    if not OWN.fullmatch(slug):
        return definitions.report(slug)
    held = _current(OwnReport.objects.visible_to(user).filter(slug=slug)).first()
    return definition_from(held) if held else None


def report_page(user: User, slug: str) -> ReportPage | None:
    """One report with its history, or None where there is none that this person may see."""
    if OWN.fullmatch(slug):
        held = _current(OwnReport.objects.visible_to(user).filter(slug=slug)).first()
        if held is None:
            return None
        return ReportPage(
            definition_from(held),
            held.number,
            held.saved_at,
            held.report.owner,
            own=held.report,
            councils=_in_order(held.councils),
        )
    definition = definitions.report(slug)
    if definition is None:
        return None
    saved = None
    if slug not in catalogue.reports():
        saved = definitions.newest(SavedDefinition.Kind.REPORT, [slug]).get(slug)
    return ReportPage(
        definition,
        saved.version if saved else 0,
        saved.saved_at if saved else None,
        saved.saved_by if saved else None,
        saved=saved,
    )


def definition_from(held: OwnReportVersion) -> ReportDefinition:
    """A person's own report as a definition like any other."""
    themes = tuple(ReportTheme(one["title"], tuple(one["indicators"])) for one in held.themes)
    return ReportDefinition(slug=held.report.slug, title=held.title, purpose=held.purpose, themes=themes)


def _current(reports: QuerySet[OwnReport]) -> QuerySet[OwnReportVersion]:
    return OwnReportVersion.objects.filter(report__in=reports, number=F("report__version")).select_related(
        "report__owner"
    )


def _in_order(keys: Iterable[str]) -> tuple[Council, ...]:
    held = {one.key: one for one in Council.objects.filter(key__in=list(keys)).select_related("region")}
    return tuple(held[key] for key in keys if key in held)
