"""Who may do what about people who sign in, in sentences (TRUST section 2, "Users, roles, tokens")."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, RoleHolding, RoleProposal, User

KEEPERS = (Role.ADMINISTRATOR, Role.GOVERNANCE_OFFICER)


def may_not_see_people(user: User) -> str | None:
    """Governance and administration; to everybody else there is no such page."""
    return None if user.has_role(*KEEPERS) else "This page was not found."


def may_not_add_people(by: User | None) -> str | None:
    """A technical administrator adds people, who then hold no role; None is the set-up command."""
    if by is None or by.has_role(Role.ADMINISTRATOR):
        return None
    return "Only a technical administrator may add people. Ask one to do it."


def may_not_give_role_alone(by: User | None) -> str | None:
    """A role takes two people; one alone gives it only by the command on the server, where None stands."""
    if by is None:
        return None
    return "A role is proposed by a technical administrator, and given by an information-governance officer."


def may_not_propose_role(by: User, user: User) -> str | None:
    """A technical administrator, and never for themselves."""
    if not by.has_role(Role.ADMINISTRATOR):
        return "A technical administrator proposes a role, and an information-governance officer gives it."
    if by.pk == user.pk:
        return "Nobody changes their own roles. Ask another technical administrator to propose it."
    return None


def may_not_decide_role(by: User, proposal: RoleProposal) -> str | None:
    """An information-governance officer: neither whoever proposed it nor whoever would hold it."""
    if by.pk == proposal.proposed_by_id:
        return "You proposed this role. An information-governance officer other than you decides on it."
    if by.pk == proposal.user_id:
        return "Nobody changes their own roles. Another information-governance officer decides on it."
    if by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only an information-governance officer may give a role. Ask one to do it."


def may_not_take_away(by: User | None, user: User) -> str | None:
    """To end a role, or to close a sign-in, takes one of those who look after people, and never oneself."""
    if by is None:
        return None
    if not by.has_role(*KEEPERS):
        return (
            "Only a technical administrator or an information-governance officer may end a role or close a "
            "sign-in. Ask one to do it."
        )
    if by.pk == user.pk:
        return "Nobody changes their own roles or closes their own sign-in. Ask another to do it."
    return None


def cannot_be_added(email: str, name: str) -> str | None:
    """Why nobody is added under this address and name."""
    if not name.strip():
        return "Enter the person’s name."
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known is None:
        return None
    closed = "" if known.is_active else ", whose sign-in is closed,"
    return f"{known.name}{closed} has this e-mail address. Find them among the people, and go on from there."


def cannot_hold(user: User, role: str, since_on: date) -> str | None:
    """Why a person cannot be given a role from this day."""
    label = Role(role).label
    if not user.is_active:
        return f"The sign-in of {user.name} is closed. Open it again first."
    held = user.role_holdings.filter(role=role).order_by("-since_on").first()
    if held is not None and held.until_on is None:
        return f"{user.name} is {label} already, since {_day(held.since_on)}."
    if held is not None and held.until_on is not None and held.until_on >= since_on:
        return f"{user.name} is {label} until {_day(held.until_on)}. Let it begin after that day."
    return None


def is_proposed(user: User, role: str) -> str | None:
    """The same is not proposed twice."""
    if user.roles_proposed.filter(role=role, decided_at__isnull=True).exists():
        return f"{Role(role).label} is proposed for {user.name} already, and waits for a decision."
    return None


def is_decided(proposal: RoleProposal) -> str | None:
    """A proposal is decided on once."""
    if proposal.decided_at is None:
        return None
    said = "given" if proposal.is_given else "not given"
    return f"{proposal.get_role_display()} was {said} on {_day(proposal.decided_at.date())}."


def cannot_end(holding: RoleHolding, until_on: date) -> str | None:
    """Why a role cannot end on this day."""
    if holding.until_on is not None and holding.until_on <= until_on:
        return f"It ends on {_day(holding.until_on)} already."
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
