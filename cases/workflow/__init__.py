"""What may be done with a concern, one function an act."""

from cases.workflow.discussing import Differing, conclude_discussion, record_discussion
from cases.workflow.evidence import Document, add_evidence
from cases.workflow.government import Account, record_government_act
from cases.workflow.keeping import (
    name_deputy,
    open_concern_to,
    post_to_group_office,
    reassign,
    set_review,
)
from cases.workflow.looking_back import correct_look_back, look_back, put_off_look_back
from cases.workflow.moving import Left, close, move, reopen
from cases.workflow.raising import raise_concern
from cases.workflow.reading import read_concern
from cases.workflow.reminding import tell_of_overdue_reviews
from cases.workflow.supporting import (
    Offer,
    agree_support,
    ask_for_attention,
    change_support,
    end_support,
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
    "Left",
    "Offer",
    "add_evidence",
    "add_narrative",
    "agree_support",
    "ask_for_attention",
    "change_support",
    "close",
    "conclude_discussion",
    "correct_look_back",
    "correct_narrative",
    "end_support",
    "look_back",
    "move",
    "name_deputy",
    "open_concern_to",
    "post_to_group_office",
    "propose_move",
    "put_off_look_back",
    "raise_concern",
    "read_concern",
    "reassign",
    "record_awareness",
    "record_discussion",
    "record_government_act",
    "record_political_action",
    "reopen",
    "report_progress",
    "set_review",
    "take_back_panel_line",
    "tell_group_office",
    "tell_of_overdue_reviews",
    "tell_panel",
]
