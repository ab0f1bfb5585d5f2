"""The acts of the Panel's room."""

from panel.workflow.agenda import add_item, change_item, order_agenda, remove_item
from panel.workflow.asking import (
    advisers_asked,
    ask_for_paragraphs,
    confirm_paragraph,
    refuse_edit,
    remind_of_paragraphs,
)
from panel.workflow.attending import (
    answer_for,
    correct_withdrawal,
    declare_at_meeting,
    record_presence,
    record_withdrawal,
)
from panel.workflow.clearing import clear_draft, open_chair_draft, send_to_chair
from panel.workflow.copies import note_copy, print_copy
from panel.workflow.drafts import choose_headline_report, record_told, sign_reason, write_slot
from panel.workflow.house import bring_template, remove_template
from panel.workflow.inviting import invite, withdraw_invitation
from panel.workflow.issue import issue_pack
from panel.workflow.last_paper import (
    answer_last_paper,
    open_last_paper,
    take_in_last_paper,
    take_out_last_paper,
)
from panel.workflow.meetings import add_member, plan_meeting
from panel.workflow.notes import (
    Line,
    agree_note,
    ask_for_progress,
    correct_decision,
    note_decision,
    report_progress,
    say_what_became,
)
from panel.workflow.papers import issue_schedule, issue_year_paper, open_paper
from panel.workflow.planning import change_meeting, end_membership
from panel.workflow.political import take_up_politically
from panel.workflow.radar import export_radar, put_on_radar, set_next_look, take_off_radar
from panel.workflow.reading import open_addendum, open_pack, take_file
from panel.workflow.reminding import tell_of_reviews_before_meetings
from panel.workflow.tabling import table_addendum

__all__ = [
    "Line",
    "add_item",
    "add_member",
    "advisers_asked",
    "agree_note",
    "answer_for",
    "answer_last_paper",
    "ask_for_paragraphs",
    "ask_for_progress",
    "bring_template",
    "change_item",
    "change_meeting",
    "choose_headline_report",
    "clear_draft",
    "confirm_paragraph",
    "correct_decision",
    "correct_withdrawal",
    "declare_at_meeting",
    "end_membership",
    "export_radar",
    "invite",
    "issue_pack",
    "issue_schedule",
    "issue_year_paper",
    "note_copy",
    "note_decision",
    "open_addendum",
    "open_chair_draft",
    "open_last_paper",
    "open_pack",
    "open_paper",
    "order_agenda",
    "plan_meeting",
    "print_copy",
    "put_on_radar",
    "record_presence",
    "record_told",
    "record_withdrawal",
    "refuse_edit",
    "remind_of_paragraphs",
    "remove_item",
    "remove_template",
    "report_progress",
    "say_what_became",
    "send_to_chair",
    "set_next_look",
    "sign_reason",
    "table_addendum",
    "take_file",
    "take_in_last_paper",
    "take_off_radar",
    "take_out_last_paper",
    "take_up_politically",
    "tell_of_reviews_before_meetings",
    "withdraw_invitation",
    "write_slot",
]
