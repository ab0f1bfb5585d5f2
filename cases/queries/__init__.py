"""What is read of concerns; every answer starts from what the person may see."""

from cases.queries.acts import Act, Acts, acts_on
from cases.queries.concerns import (
    ORDERS,
    Filters,
    advisers,
    concern_for,
    concerns_about,
    concerns_for,
    groups_with_an_office,
    member_peers,
    open_beside,
)
from cases.queries.due import Due, due_for
from cases.queries.for_panel import (
    Ground,
    PanelConcern,
    awareness_about,
    concerns_for_panel,
    ground_of,
    open_concern_for_panel,
)
from cases.queries.grid import Grid, council_grid
from cases.queries.history import Span, spans
from cases.queries.lessons import (
    Lesson,
    LessonFilters,
    ended_support,
    lessons_of,
    support_to_start_from,
)
from cases.queries.looking_back import LookingBack, ending_of, look_back_of, looking_back
from cases.queries.reading import (
    Balance,
    ConcernPage,
    awareness_of,
    balance,
    concern_page,
    discussion_of,
    government_act_of,
    narrative_of,
    package_of,
    packages,
    steps,
    support_about,
)
from cases.queries.resting import notes_rested_on
from cases.queries.retention import kept_until, past_keeping
from cases.queries.timeline import timeline_entries
from cases.queries.whole import Told, whole_timeline

__all__ = [
    "ORDERS",
    "Act",
    "Acts",
    "Balance",
    "ConcernPage",
    "Due",
    "Filters",
    "Grid",
    "Ground",
    "Lesson",
    "LessonFilters",
    "LookingBack",
    "PanelConcern",
    "Span",
    "Told",
    "acts_on",
    "advisers",
    "awareness_about",
    "awareness_of",
    "balance",
    "concern_for",
    "concern_page",
    "concerns_about",
    "concerns_for",
    "concerns_for_panel",
    "council_grid",
    "discussion_of",
    "due_for",
    "ended_support",
    "ending_of",
    "government_act_of",
    "ground_of",
    "groups_with_an_office",
    "kept_until",
    "lessons_of",
    "look_back_of",
    "looking_back",
    "member_peers",
    "narrative_of",
    "notes_rested_on",
    "open_beside",
    "open_concern_for_panel",
    "package_of",
    "packages",
    "past_keeping",
    "spans",
    "steps",
    "support_about",
    "support_to_start_from",
    "timeline_entries",
    "whole_timeline",
]
