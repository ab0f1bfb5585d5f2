"""The acts of the room: tokens issued and revoked, releases proposed, decided on and withdrawn."""

from liaison.workflow.tokens import (
    add_organisation,
    issue_token,
    note_councils_read,
    note_use,
    revoke_token,
    token_hmac,
)

__all__ = [
    "add_organisation",
    "issue_token",
    "note_councils_read",
    "note_use",
    "revoke_token",
    "token_hmac",
]
