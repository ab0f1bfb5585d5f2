"""Every definition in use: the catalogue's files, and beside them what analysts saved in the browser.

A file always wins. What is asked for by name is looked for among the files first, and in the database
only where no file has it, so that a page made of the catalogue's own indicators asks nothing more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from indicators import catalogue
from indicators.catalogue import (
    CatalogueError,
    IndicatorDefinition,
    ReportDefinition,
    SeriesKey,
    SourceDefinition,
    Written,
)
from indicators.models import SavedDefinition

log = logging.getLogger(__name__)

Kind = SavedDefinition.Kind
READ: dict[str, Any] = {
    Kind.SOURCE: catalogue.read_source,
    Kind.INDICATOR: catalogue.read_indicator,
    Kind.REPORT: catalogue.read_report,
}


def files(kind: str) -> Mapping[str, Any]:
    """The catalogue's own definitions of a kind."""
    if kind == Kind.SOURCE:
        return catalogue.sources()
    return catalogue.indicators() if kind == Kind.INDICATOR else catalogue.reports()


@lru_cache(maxsize=2000)
def read(kind: str, slug: str, text: str) -> Any:
    """A definition's text through the same checks as a file of the catalogue; raises `CatalogueError`."""
    return READ[kind](Written(slug, text))


def newest(kind: str, slugs: Iterable[str] | None = None) -> dict[str, SavedDefinition]:
    """The newest saved version of each definition of a kind, the withdrawn ones among them; one query."""
    return {one.slug: one for one in _newest(kind, slugs)}


def _newest(kind: str, slugs: Iterable[str] | None) -> QuerySet[SavedDefinition]:
    rows = SavedDefinition.objects.filter(kind=kind)
    if slugs is not None:
        rows = rows.filter(slug__in=list(slugs))
    return rows.order_by("slug", "-version").distinct("slug")


def _saved(kind: str, slugs: Iterable[str] | None = None) -> dict[str, Any]:
    """What is saved, not withdrawn and readable. One that a later check refuses is left out and logged."""
    held: dict[str, Any] = {}
    for slug, withdrawn, text in _newest(kind, slugs).values_list("slug", "withdrawn", "text"):
        if withdrawn or slug in files(kind):
            continue
        try:
            held[slug] = read(kind, slug, text)
        except CatalogueError as fault:
            log.error("the saved %s %s cannot be read: %s", kind, slug, fault)
    return held


def faults() -> list[str]:
    """What is wrong with saved definitions, in sentences: those are left out until they are saved anew."""
    said = []
    for kind in READ:
        for slug, one in newest(kind).items():
            if one.withdrawn:
                continue
            if slug in files(kind):
                said.append(f"The catalogue's file for the {kind} {slug} stands before the saved one.")
                continue
            try:
                read(kind, slug, one.text)
            except CatalogueError as fault:
                said.append(f"The saved {kind} {slug} is left out. {fault}")
    return said


def _all(kind: str) -> dict[str, Any]:
    return {**files(kind), **_saved(kind)}


def _named(kind: str, slugs: Iterable[str]) -> dict[str, Any]:
    wanted = list(slugs)
    held = {slug: files(kind)[slug] for slug in wanted if slug in files(kind)}
    missing = [slug for slug in wanted if slug not in held]
    return {**held, **_saved(kind, missing)} if missing else held


def sources() -> dict[str, SourceDefinition]:
    """Every source by slug; one query."""
    return _all(Kind.SOURCE)


def source(slug: str) -> SourceDefinition | None:
    """One source; a query only where no file has it."""
    return _named(Kind.SOURCE, [slug]).get(slug)


def sources_named(slugs: Iterable[str]) -> dict[str, SourceDefinition]:
    """These sources by slug, those that there are; a query only where no file has one of them."""
    return _named(Kind.SOURCE, slugs)


def indicators() -> dict[str, IndicatorDefinition]:
    """Every indicator by slug; one query."""
    return _all(Kind.INDICATOR)


def indicators_named(slugs: Iterable[str]) -> dict[str, IndicatorDefinition]:
    """These indicators by slug, those that there are; a query only where no file has one of them."""
    return _named(Kind.INDICATOR, slugs)


def indicator(slug: str) -> IndicatorDefinition | None:
    """One indicator; a query only where no file has it."""
    return _named(Kind.INDICATOR, [slug]).get(slug)


def indicators_of(slug: str) -> dict[SeriesKey, IndicatorDefinition]:
    """The indicators a source's file is read for; one query. Where two claim the same rows, a file's wins."""
    return by_source(indicators()).get(slug, {})


def by_source(
    held: Mapping[str, IndicatorDefinition],
) -> dict[str, dict[SeriesKey, IndicatorDefinition]]:
    """Indicators under their sources; of two that claim the same rows the first."""
    found: dict[str, dict[SeriesKey, IndicatorDefinition]] = {}
    for one in held.values():
        found.setdefault(one.source, {}).setdefault(one.series, one)
    return found


def reports() -> dict[str, ReportDefinition]:
    """Every headline report by slug; one query."""
    return _all(Kind.REPORT)


def report(slug: str) -> ReportDefinition | None:
    """One headline report; a query only where no file has it."""
    return _named(Kind.REPORT, [slug]).get(slug)
