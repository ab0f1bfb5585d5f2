"""The acts about regions, interests, and the people who lead a council."""

from councils.workflow.advising import allocate_lead, arrange_cover, end_cover, end_lead
from councils.workflow.fictional import add_fictional_council, remove_fictional_councils
from councils.workflow.interests import declare_interest, end_interest
from councils.workflow.offices import answer_change_of_control, record_control, record_officeholder
from councils.workflow.regions import assign_region, end_region_holding

__all__ = [
    "add_fictional_council",
    "allocate_lead",
    "answer_change_of_control",
    "arrange_cover",
    "assign_region",
    "declare_interest",
    "end_cover",
    "end_interest",
    "end_lead",
    "end_region_holding",
    "record_control",
    "record_officeholder",
    "remove_fictional_councils",
]
