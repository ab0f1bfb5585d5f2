"""Who may share how the support goes with the recipient of a release, in sentences (R083, WORKFLOW 4)."""

from __future__ import annotations

from accounts.models import Role, User
from liaison import access
from liaison.models import Release, SharedSupport, Standing
from liaison.originators import words_kept


def may_not_approve(by: User, shared: SharedSupport) -> str | None:
    """Another Principal Adviser than the one who proposed it, as with a release (abuse 7)."""
    if by.pk == shared.proposed_by_id:
        return "You proposed this. Another Principal Adviser has to approve it."
    if not by.has_role(Role.PRINCIPAL_ADVISER):
        return "Only a Principal Adviser, other than the one who proposed it, may approve this."
    return None


def may_not_refuse(by: User, shared: SharedSupport) -> str | None:
    """Whoever may approve it may refuse it; the proposer may take it back."""
    if by.pk == shared.proposed_by_id or by.has_role(Role.PRINCIPAL_ADVISER):
        return None
    return "Only a Principal Adviser, or the one who proposed it, may stop this."


def nothing_to_follow(release: Release) -> str | None:
    """Support is shared of a release that stands, and of which the council was told (R178)."""
    if release.standing is not Standing.RELEASED:
        return (
            f"{release} is {access.STANDING_WORDS[release.standing]}. Support is shared of one that stands."
        )
    if release.replacements.filter(approved_at__isnull=False).exists():
        return f"Another release took the place of {release}. Share it with that one."
    if release.awareness_id is None:
        return (
            f"{release} went out before {release.council} was told. Record who told it, how and when, and "
            "release it again before its support is shared."
        )
    return None


def cannot_be_decided(shared: SharedSupport) -> str | None:
    """A proposal is decided on once."""
    if shared.standing is Standing.PROPOSED:
        return None
    return f"This is {access.STANDING_WORDS[shared.standing]}. It has been decided on already."


def cannot_be_withdrawn(shared: SharedSupport) -> str | None:
    """What has been shared can be withdrawn, once."""
    if shared.standing is Standing.RELEASED:
        return None
    return f"This is {access.STANDING_WORDS[shared.standing]}. There is nothing to withdraw."


def words_are_kept(release: Release, *texts: str) -> str | None:
    """An originator's words go to nobody else without its consent (R182)."""
    return words_kept(release.council, texts, release.recipient)
