"""The acts of the room: tokens, releases, the Network, and what it brings to us."""

from liaison.workflow.after import confirm_deletion, give_views, record_outcome, register_request
from liaison.workflow.asked_tokens import issue_proposed, propose_token, refuse_proposed
from liaison.workflow.counting import count_request
from liaison.workflow.liaising import (
    answer_release,
    confirm_own_deletion,
    note_officer_listed,
    note_officer_read,
    register_own_request,
    tell_of_release,
)
from liaison.workflow.meeting import keep_department_note
from liaison.workflow.network import end_officer, join_network, leave_network, name_officer
from liaison.workflow.proposing import propose_release
from liaison.workflow.reading import note_client_read, note_read, note_support_read
from liaison.workflow.receiving import (
    answer_consent,
    correct_inbound,
    receive,
    tell_of_inbound,
    withdraw_inbound,
)
from liaison.workflow.releases import (
    approve_batch,
    approve_release,
    give_exception,
    refuse_release,
    withdraw_release,
)
from liaison.workflow.said import log_said, record_telling, say_nothing_said
from liaison.workflow.sending import note_held, note_not_sent, note_tried
from liaison.workflow.support import (
    approve_support,
    propose_support,
    refuse_support,
    withdraw_support,
)
from liaison.workflow.tokens import (
    add_organisation,
    issue_token,
    note_figures_read,
    note_use,
    revoke_token,
    token_hmac,
)
from liaison.workflow.triage import (
    answer_inbound,
    ask_consent,
    keep_beside,
    note_inbound,
    open_from_inbound,
)
from liaison.workflow.webhooks import (
    add_webhook,
    end_own_webhook,
    end_webhook,
    renew_secret,
    try_webhook,
)

__all__ = [
    "add_organisation",
    "add_webhook",
    "answer_consent",
    "answer_inbound",
    "answer_release",
    "approve_batch",
    "approve_release",
    "approve_support",
    "ask_consent",
    "confirm_deletion",
    "confirm_own_deletion",
    "correct_inbound",
    "count_request",
    "end_officer",
    "end_own_webhook",
    "end_webhook",
    "give_exception",
    "give_views",
    "issue_proposed",
    "issue_token",
    "join_network",
    "keep_beside",
    "keep_department_note",
    "leave_network",
    "log_said",
    "name_officer",
    "note_client_read",
    "note_figures_read",
    "note_held",
    "note_inbound",
    "note_not_sent",
    "note_officer_listed",
    "note_officer_read",
    "note_read",
    "note_support_read",
    "note_tried",
    "note_use",
    "open_from_inbound",
    "propose_release",
    "propose_support",
    "propose_token",
    "receive",
    "record_outcome",
    "record_telling",
    "refuse_proposed",
    "refuse_release",
    "refuse_support",
    "register_own_request",
    "register_request",
    "renew_secret",
    "revoke_token",
    "say_nothing_said",
    "tell_of_inbound",
    "tell_of_release",
    "token_hmac",
    "try_webhook",
    "withdraw_inbound",
    "withdraw_release",
    "withdraw_support",
]
