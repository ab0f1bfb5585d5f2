"""What may be done with a concern, one function an act."""

from cases.workflow.answering import acknowledge_line, answer_group_office, take_back_group_office
from cases.workflow.boards import (
    Sitting,
    add_board_action,
    change_board,
    form_board,
    record_board_meeting,
    review_action,
    stand_board_down,
)
from cases.workflow.discussing import Differing, conclude_discussion, record_discussion
from cases.workflow.evidence import Document, add_evidence
from cases.workflow.explaining import Grounds, add_grounds, explain, say_what_it_comes_to
from cases.workflow.government import Account, record_government_act, record_what_followed
from cases.workflow.handing_over import Handed, hand_over
from cases.workflow.inputs import Giving, add_input, change_input, end_input
from cases.workflow.keeping import (
    name_deputy,
    open_concern_to,
    post_to_group_office,
    reassign,
    set_review,
)
from cases.workflow.looking_back import correct_look_back, look_back, put_off_look_back
from cases.workflow.moving import Left, close, move, reopen
from cases.workflow.paragraphs import show_paragraph, write_paragraph
from cases.workflow.raising import raise_concern
from cases.workflow.reading import read_concern, read_paragraph
from cases.workflow.reminding import tell_of_overdue_reviews
from cases.workflow.supporting import (
    Offer,
    Terms,
    agree_support,
    ask_for_attention,
    change_support,
    end_support,
    export_terms,
    keep_terms,
    record_political_action,
    report_progress,
)
from cases.workflow.telling import (
    add_narrative,
    correct_narrative,
    propose_move,
    record_awareness,
    take_back_panel_line,
    tell_group_office,
    tell_panel,
)

__all__ = [
    "Account",
    "Differing",
    "Document",
    "Giving",
    "Grounds",
    "Handed",
    "Left",
    "Offer",
    "Sitting",
    "Terms",
    "acknowledge_line",
    "add_board_action",
    "add_evidence",
    "add_grounds",
    "add_input",
    "add_narrative",
    "agree_support",
    "answer_group_office",
    "ask_for_attention",
    "change_board",
    "change_input",
    "change_support",
    "close",
    "conclude_discussion",
    "correct_look_back",
    "correct_narrative",
    "end_input",
    "end_support",
    "explain",
    "export_terms",
    "form_board",
    "hand_over",
    "keep_terms",
    "look_back",
    "move",
    "name_deputy",
    "open_concern_to",
    "post_to_group_office",
    "propose_move",
    "put_off_look_back",
    "raise_concern",
    "read_concern",
    "read_paragraph",
    "reassign",
    "record_awareness",
    "record_board_meeting",
    "record_discussion",
    "record_government_act",
    "record_political_action",
    "record_what_followed",
    "reopen",
    "report_progress",
    "review_action",
    "say_what_it_comes_to",
    "set_review",
    "show_paragraph",
    "stand_board_down",
    "take_back_group_office",
    "take_back_panel_line",
    "tell_group_office",
    "tell_of_overdue_reviews",
    "tell_panel",
    "write_paragraph",
]
