"""The acts of the room: tokens issued and revoked, releases proposed, decided on and withdrawn."""

from liaison.workflow.counting import count_request
from liaison.workflow.meeting import keep_department_note
from liaison.workflow.proposing import propose_release
from liaison.workflow.reading import note_client_read, note_read
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
    "approve_release",
    "count_request",
    "issue_token",
    "keep_department_note",
    "note_client_read",
    "note_figures_read",
    "note_read",
    "note_use",
    "propose_release",
    "refuse_release",
    "revoke_token",
    "token_hmac",
    "withdraw_release",
]
