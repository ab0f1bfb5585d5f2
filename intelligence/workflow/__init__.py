"""What may be done with a note, one function an act."""

from intelligence.workflow.attaching import (
    attach_files,
    fetch_attachment,
    note_late_scan,
    refuse_harmful_file,
    take_attachment_away,
)
from intelligence.workflow.bringing import (
    NoteToBring,
    PersonToBring,
    begin_intake,
    bring_in,
    empty_old_intakes,
    found_of,
    keep_intake,
    put_intake_away,
)
from intelligence.workflow.checking import check_note
from intelligence.workflow.drafted import keep_draft_files, leave_draft_file_out, take_draft_files
from intelligence.workflow.feeds import FeedSaid, add_feed, ask_feed_now, change_feed, switch_feed
from intelligence.workflow.leaving import export_notes
from intelligence.workflow.networking import change_contact, end_contact, keep_contact, spoke_with
from intelligence.workflow.personal import (
    close_request,
    give_copy,
    lift_hold,
    look_at_words,
    look_for_person,
    open_request,
    place_hold,
    redact,
)
from intelligence.workflow.pointing import point_out_note
from intelligence.workflow.printing import print_briefing
from intelligence.workflow.reading import name_source_deputy, open_note_to, read_note, read_source_identity
from intelligence.workflow.resolving import resolve_note
from intelligence.workflow.retaining import delete_unchecked_notes, keep_note, tell_of_reviews
from intelligence.workflow.several import MOST as MOST_TICKED
from intelligence.workflow.several import (
    Done,
    follow_up_several,
    open_several,
    tag_several,
    withdraw_several,
)
from intelligence.workflow.sharing_out import share_practice, withdraw_practice
from intelligence.workflow.speaking import log_spoken, take_back_spoken
from intelligence.workflow.triage import (
    attach_story,
    bring_stories,
    dismiss_stories,
    dismiss_story,
    note_story,
    snooze_story,
    undo_decision,
)
from intelligence.workflow.verifying import answer_verification, ask_to_verify, take_back_verification
from intelligence.workflow.writing import (
    Told,
    correct_note,
    log_note,
    set_follow_up,
    tag_note,
    withdraw_note,
)

__all__ = [
    "MOST_TICKED",
    "Done",
    "FeedSaid",
    "NoteToBring",
    "PersonToBring",
    "Told",
    "add_feed",
    "answer_verification",
    "ask_feed_now",
    "ask_to_verify",
    "attach_files",
    "attach_story",
    "begin_intake",
    "bring_in",
    "bring_stories",
    "change_contact",
    "change_feed",
    "check_note",
    "close_request",
    "correct_note",
    "delete_unchecked_notes",
    "dismiss_stories",
    "dismiss_story",
    "empty_old_intakes",
    "end_contact",
    "export_notes",
    "fetch_attachment",
    "follow_up_several",
    "found_of",
    "give_copy",
    "keep_contact",
    "keep_draft_files",
    "keep_intake",
    "keep_note",
    "leave_draft_file_out",
    "lift_hold",
    "log_note",
    "log_spoken",
    "look_at_words",
    "look_for_person",
    "name_source_deputy",
    "note_late_scan",
    "note_story",
    "open_note_to",
    "open_request",
    "open_several",
    "place_hold",
    "point_out_note",
    "print_briefing",
    "put_intake_away",
    "read_note",
    "read_source_identity",
    "redact",
    "refuse_harmful_file",
    "resolve_note",
    "set_follow_up",
    "share_practice",
    "snooze_story",
    "spoke_with",
    "switch_feed",
    "tag_note",
    "tag_several",
    "take_attachment_away",
    "take_back_spoken",
    "take_back_verification",
    "take_draft_files",
    "tell_of_reviews",
    "undo_decision",
    "withdraw_note",
    "withdraw_practice",
    "withdraw_several",
]
