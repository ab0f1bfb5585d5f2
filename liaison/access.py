"""Who may do what here, in sentences (TRUST section 2, WORKFLOW section 4)."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Role, User
from liaison.models.client import LONGEST


def may_not_manage_tokens(by: User | None) -> str | None:
    """An information-governance officer issues tokens; None is the command on the server."""
    if by is None or by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only an information-governance officer may issue a token. Ask one to do it."


def may_not_revoke_tokens(by: User | None) -> str | None:
    """Whoever finds a token misused should be able to stop it: governance or administration."""
    if by is None or by.has_role(Role.GOVERNANCE_OFFICER, Role.ADMINISTRATOR):
        return None
    return (
        "Only an information-governance officer or a technical administrator may revoke a token. "
        "Tell one of them now if it may be in the wrong hands."
    )


def token_cannot_be_issued(*, at: datetime, officer: str, purpose: str, expires_at: datetime) -> str | None:
    """A token names its officer and its purpose and ends within 90 days."""
    if not officer.strip():
        return "Name the officer who answers for this token."
    if not purpose.strip():
        return "Say what the token is for."
    if expires_at <= at:
        return "The token would have expired already. Give a later day."
    if expires_at > at + LONGEST:
        return f"A token lasts {LONGEST.days} days at most. Give an earlier day; it can be issued again then."
    return None
