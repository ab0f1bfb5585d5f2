"""The acts of the room: tokens, releases, the Network, and what it brings to us."""

from liaison.workflow.asked_tokens import issue_proposed, propose_token, refuse_proposed
from liaison.workflow.counting import count_request
from liaison.workflow.meeting import keep_department_note
from liaison.workflow.network import end_officer, join_network, leave_network, name_officer
from liaison.workflow.proposing import propose_release
from liaison.workflow.reading import note_client_read, note_read
from liaison.workflow.receiving import answer_consent, correct_inbound, receive, withdraw_inbound
from liaison.workflow.releases import approve_release, refuse_release, withdraw_release
from liaison.workflow.tokens import (
    add_organisation,
    issue_token,
    note_figures_read,
    note_use,
    revoke_token,
    token_hmac,
)

__all__ = [
    "add_organisation",
    "answer_consent",
    "approve_release",
    "correct_inbound",
    "count_request",
    "end_officer",
    "issue_proposed",
    "issue_token",
    "join_network",
    "keep_department_note",
    "leave_network",
    "name_officer",
    "note_client_read",
    "note_figures_read",
    "note_read",
    "note_use",
    "propose_release",
    "propose_token",
    "receive",
    "refuse_proposed",
    "refuse_release",
    "revoke_token",
    "token_hmac",
    "withdraw_inbound",
    "withdraw_release",
]
