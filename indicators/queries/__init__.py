"""What is asked of published figures. Values only leave: no DataFrame, no queryset of observations."""

from indicators.queries.headline import HeadlineReport, Line, Theme, figure_shown, headline_report
from indicators.queries.pages import (
    Banner,
    IndicatorPage,
    SourceState,
    banners,
    due_sources,
    indicator_page,
    indicators_by_theme,
    pulls_to_do,
    sources_listed,
    sources_page,
)
from indicators.queries.trends import Trend, council_figures, trends

__all__ = [
    "Banner",
    "HeadlineReport",
    "IndicatorPage",
    "Line",
    "SourceState",
    "Theme",
    "Trend",
    "banners",
    "council_figures",
    "due_sources",
    "figure_shown",
    "headline_report",
    "indicator_page",
    "indicators_by_theme",
    "pulls_to_do",
    "sources_listed",
    "sources_page",
    "trends",
]
