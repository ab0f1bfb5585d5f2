"""The acts of the Panel's room."""

from panel.workflow.drafts import choose_headline_report, record_told, sign_reason, write_slot
from panel.workflow.issue import issue_pack
from panel.workflow.meetings import add_member, note_decision, plan_meeting, report_progress
from panel.workflow.radar import export_radar, put_on_radar, set_next_look, take_off_radar
from panel.workflow.reading import open_pack
from panel.workflow.reminding import tell_of_reviews_before_meetings

__all__ = [
    "add_member",
    "choose_headline_report",
    "export_radar",
    "issue_pack",
    "note_decision",
    "open_pack",
    "plan_meeting",
    "put_on_radar",
    "record_told",
    "report_progress",
    "set_next_look",
    "sign_reason",
    "take_off_radar",
    "tell_of_reviews_before_meetings",
    "write_slot",
]
