"""What is asked of published figures. Values only leave: no DataFrame, no queryset of observations."""

from indicators.queries.asking import (
    FiguresToAsk,
    changes_to_look_through,
    figure_to_ask,
    figures_to_ask,
    found_among,
    series_changed,
)
from indicators.queries.banners import Banner
from indicators.queries.beside import sets_for
from indicators.queries.choosing import (
    ReportPage,
    own_reports,
    report_contents,
    report_for,
    report_page,
    reports_for_everyone,
    reports_to_choose,
)
from indicators.queries.comparing import MOST_COUNCILS, MOST_INDICATORS, Cell, Compared, compare
from indicators.queries.comparing_choices import (
    Offered,
    councils_by_codes,
    councils_named,
    group_of,
    groups,
    indicators_known,
    indicators_named_like,
)
from indicators.queries.due import due_sources, pulls_to_do, sources_listed
from indicators.queries.fuller import FullReport, full_report
from indicators.queries.headline import HeadlineReport, Line, Theme, figure_shown, headline_report
from indicators.queries.indicator_page import Asked, IndicatorPage, indicator_page
from indicators.queries.indicator_rows import ComparisonRow, CouncilRow, Option
from indicators.queries.multiples import Multiple, council_multiples, indicator_multiples
from indicators.queries.observations import (
    OBSERVATION,
    area_of,
    observations_asked,
    observations_served,
    periods_asked,
    series_asked,
)
from indicators.queries.pages import indicators_by_theme
from indicators.queries.revisions import Revision
from indicators.queries.serving import (
    DEFINITION,
    NEWEST,
    indicators_served,
    is_indicator,
    newest_served,
    series_served,
)
from indicators.queries.side import side_by_side
from indicators.queries.sources import (
    SourceGroup,
    SourcePage,
    SourceState,
    banners,
    named_in_the_paper,
    rejected_of,
    source_page,
    sources_page,
)
from indicators.queries.stream import timeline_entries
from indicators.queries.trends import Trend, council_figures, trends

__all__ = [
    "DEFINITION",
    "MOST_COUNCILS",
    "MOST_INDICATORS",
    "NEWEST",
    "OBSERVATION",
    "Asked",
    "Banner",
    "Cell",
    "Compared",
    "ComparisonRow",
    "CouncilRow",
    "FiguresToAsk",
    "FullReport",
    "HeadlineReport",
    "IndicatorPage",
    "Line",
    "Multiple",
    "Offered",
    "Option",
    "ReportPage",
    "Revision",
    "SourceGroup",
    "SourcePage",
    "SourceState",
    "Theme",
    "Trend",
    "area_of",
    "banners",
    "changes_to_look_through",
    "compare",
    "council_figures",
    "council_multiples",
    "councils_by_codes",
    "councils_named",
    "due_sources",
    "figure_shown",
    "figure_to_ask",
    "figures_to_ask",
    "found_among",
    "full_report",
    "group_of",
    "groups",
    "headline_report",
    "indicator_multiples",
    "indicator_page",
    "indicators_by_theme",
    "indicators_known",
    "indicators_named_like",
    "indicators_served",
    "is_indicator",
    "named_in_the_paper",
    "newest_served",
    "observations_asked",
    "observations_served",
    "own_reports",
    "periods_asked",
    "pulls_to_do",
    "rejected_of",
    "report_contents",
    "report_for",
    "report_page",
    "reports_for_everyone",
    "reports_to_choose",
    "series_asked",
    "series_changed",
    "series_served",
    "sets_for",
    "side_by_side",
    "source_page",
    "sources_listed",
    "sources_page",
    "timeline_entries",
    "trends",
]
