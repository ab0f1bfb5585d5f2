"""What the page of the catalogue shows."""

from __future__ import annotations

from indicators import catalogue, definitions
from indicators.catalogue import IndicatorDefinition


def indicators_by_theme() -> list[tuple[str, list[IndicatorDefinition]]]:
    """Every indicator of the catalogue under its theme; themes in the core report's order."""
    order = [theme.title for theme in catalogue.reports()["core"].themes]
    themes: dict[str, list[IndicatorDefinition]] = {title: [] for title in order}
    for one in sorted(definitions.indicators().values(), key=lambda one: one.title):
        themes.setdefault(one.theme, []).append(one)
    return [(title, held) for title, held in themes.items() if held]


def themes() -> list[str]:
    """The themes in use, the core report's first."""
    return [title for title, _ in indicators_by_theme()]
