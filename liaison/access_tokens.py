"""Who may do what about tokens, in sentences (TRUST section 2, "Users, roles, tokens")."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Role, User
from liaison.models import TokenProposal


def may_not_see_tokens(user: User) -> str | None:
    """Governance and administration; to everybody else there is no such page."""
    if user.has_role(Role.GOVERNANCE_OFFICER, Role.ADMINISTRATOR):
        return None
    return "This page was not found."


def may_not_propose(by: User) -> str | None:
    """A technical administrator, who works with the other side's developers, asks for it."""
    if by.has_role(Role.ADMINISTRATOR):
        return None
    return "A technical administrator proposes a token, and an information-governance officer issues it."


def may_not_decide(by: User, proposal: TokenProposal) -> str | None:
    """An information-governance officer, and never the one who proposed it."""
    if by.pk == proposal.proposed_by_id:
        return "You proposed this token. An information-governance officer other than you decides on it."
    if by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only an information-governance officer may issue a token. Ask one to do it."


def is_decided(proposal: TokenProposal) -> str | None:
    """A proposal is decided on once; its token was shown then, and cannot be shown again."""
    if proposal.decided_at is None:
        return None
    if proposal.client_id is not None:
        return (
            f"{proposal} was issued on {proposal.decided_at:%-d %B %Y}, and was shown then. "
            "Where it is lost, revoke it and propose another."
        )
    return f"{proposal} was not issued, and its reason was given. Propose another."


def scopes_lacking(scopes: Sequence[str]) -> str | None:
    """A token is for something."""
    return None if scopes else "Choose what the token may be used for."
