"""Published figures for other systems: rows of plain values, with nothing in them of a fictional council."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from indicators.models import Comparison, Indicator, Series

# What is told of an indicator, and where it is held: its reviewed definition, then where it comes from.
DEFINITION = {
    "indicator": "slug",
    "title": "title",
    "theme": "theme",
    "unit": "unit",
    "decimals": "decimals",
    "polarity": "polarity",
    "polarity_stated_by": "polarity_source",
    "why": "why",
    "note": "note",
    "publisher": "publisher",
    "source": "source__slug",
    "through": "source__through",
    "page": "page",
    "licence": "licence",
    "attribution": "source__attribution",
    "checked_by": "checked_by",
    "checked_on": "checked_on",
}
NEWEST = ("newest_period", "newest_period_start", "newest_period_end", "councils_with_a_value")


def indicators_served() -> QuerySet[Indicator, dict[str, Any]]:
    """Every indicator's definition as values of `DEFINITION`, by its short name."""
    return Indicator.objects.order_by("slug").values(*DEFINITION.values())


def newest_served(slugs: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The newest period of each indicator for which councils have values, as a row of `NEWEST`."""
    found = (
        Comparison.objects.as_at(None)
        .filter(
            series__is_main=True,
            series__indicator__slug__in=slugs,
            scope=Comparison.Scope.ENGLAND,
            n__gt=0,
        )
        .order_by("series_id", "-period__end_on", "-period__start_on")
        .distinct("series_id")
        .values_list("series__indicator__slug", "period__label", "period__start_on", "period__end_on", "n")
    )
    return {slug: dict(zip(NEWEST, told, strict=True)) for slug, *told in found}


def series_served(slugs: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The series of each indicator, the main one first: who or what each counts."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = Series.objects.filter(indicator__slug__in=slugs).order_by("indicator__slug", "-is_main", "id")
    for slug, *told in rows.values_list(
        "indicator__slug", "id", "is_main", "sex", "age", "category_type", "category"
    ):
        found[slug].append(
            dict(zip(("series", "main", "sex", "age", "category_type", "category"), told, strict=True))
        )
    return found


def is_indicator(slug: str) -> bool:
    """Whether there is an indicator of this short name."""
    return Indicator.objects.filter(slug=slug).exists()
