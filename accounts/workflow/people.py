"""The acts about people who sign in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import access_people as access
from accounts.models import Role, RoleHolding, RoleProposal, User
from accounts.workflow.telling import tell
from audit.workflow import record
from common.errors import forbid, refuse


@transaction.atomic
def add_person(
    *,
    by: User | None,
    at: datetime,
    email: str,
    name: str,
    position: str = "",
    password: str | None = None,
    roles: tuple[str, ...] = (),
    since_on: date | None = None,
    is_demonstration: bool = False,
) -> User:
    """A person who can sign in once they have a password; `by` None is the set-up command on the server.

    Whoever is added without one chooses it by the link for a forgotten password, which goes to their address.
    """
    forbid(access.may_not_add_people(by))
    refuse(access.cannot_be_added(email, name))
    user = User.objects.create_user(
        email=email.strip(),
        name=" ".join(name.split()),
        position=position.strip(),
        password=password,
        is_demonstration=is_demonstration,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=by, act="add_person", subject=user)
    for role in roles:
        give_role(by=by, at=at, user=user, role=role, since_on=since_on or at.date())
    return user


@transaction.atomic
def give_role(*, by: User | None, at: datetime, user: User, role: str, since_on: date) -> RoleHolding:
    """The person holds the role from this date; effective at their next request.

    For the command on the server alone: in the service a role is proposed, and given by somebody else.
    """
    forbid(access.may_not_give_role_alone(by))
    return _give(by, _locked(user), role, since_on)


@transaction.atomic
def propose_role(*, by: User, at: datetime, user: User, role: str, since_on: date) -> RoleProposal:
    """Ask for a role. Nothing is given by it: an information-governance officer is told, and decides."""
    user = _locked(user)
    forbid(access.may_not_propose_role(by, user))
    role = Role(role)
    refuse(access.cannot_hold(user, role, since_on))
    refuse(access.is_proposed(user, role))
    proposal = RoleProposal.objects.create(
        user=user, role=role, since_on=since_on, proposed_by=by, proposed_at=at
    )
    record(by=by, act="propose_role", subject=user, details={"role": role.value, "proposal": proposal.pk})
    tell(
        role=Role.GOVERNANCE_OFFICER,
        about=f"role proposed {proposal.pk}",
        sentence="A role is proposed for somebody, and waits for your decision.",
        address=f"/people/{user.pk}",
        at=at,
    )
    return proposal


@transaction.atomic
def give_proposed_role(*, by: User, at: datetime, proposal: RoleProposal) -> RoleHolding:
    """Give the role as it was proposed; effective at the person's next request from its day on."""
    proposal = _undecided(by, proposal)
    holding = _give(by, _locked(proposal.user), proposal.role, proposal.since_on)
    _decide(by, at, proposal, is_given=True)
    return holding


@transaction.atomic
def refuse_proposed_role(*, by: User, at: datetime, proposal: RoleProposal) -> RoleProposal:
    """Do not give it."""
    proposal = _undecided(by, proposal)
    _decide(by, at, proposal, is_given=False)
    details = {"role": proposal.role, "proposal": proposal.pk}
    record(by=by, act="refuse_proposed_role", subject=proposal.user, details=details)
    return proposal


@transaction.atomic
def end_role(*, by: User | None, at: datetime, holding: RoleHolding, until_on: date) -> RoleHolding | None:
    """The person holds the role until this date, included; None where it then would never have been held.

    One that was given by mistake must be gone at once, on the day it began as well.
    """
    holding = RoleHolding.objects.select_for_update(of=("self",)).select_related("user").get(pk=holding.pk)
    forbid(access.may_not_take_away(by, holding.user))
    refuse(access.cannot_end(holding, until_on))
    details = {"role": holding.role, "since_on": str(holding.since_on), "until_on": str(until_on)}
    record(by=by, act="end_role", subject=holding.user, details=details)
    return _end(holding, until_on)


@transaction.atomic
def close_sign_in(*, by: User | None, at: datetime, user: User) -> User:
    """Shut somebody out, from their next request on: sessions, roles, calendars, what they sign in with.

    Nothing is left that would let them back in if the sign-in were opened again: the roles are proposed anew,
    a password is chosen by a new link to their address, a second factor is set up.
    """
    user = _locked(user)
    forbid(access.may_not_take_away(by, user))
    if not user.is_active:
        refuse(f"The sign-in of {user.name} is closed already.")
    user.is_active = False
    user.set_unusable_password()  # no session made under the old one is good, nor a link to choose another
    user.save(update_fields=["is_active", "password"])
    before = timezone.localdate(at) - timedelta(days=1)
    roles = [
        _role_ended(holding, before)
        for holding in user.role_holdings.filter(Q(until_on__isnull=True) | Q(until_on__gt=before))
    ]
    calendars = user.calendar_feeds.standing().update(revoked_at=at)
    factors, _ = Authenticator.objects.filter(user=user).delete()
    details = {"roles": sorted(roles), "calendars": calendars, "second_factors": factors}
    record(by=by, act="close_sign_in", subject=user, details=details)
    return user


@transaction.atomic
def open_sign_in(*, by: User | None, at: datetime, user: User) -> User:
    """Let somebody sign in again, who holds no role until one is given."""
    user = _locked(user)
    forbid(access.may_not_add_people(by))
    if user.is_active:
        refuse(f"The sign-in of {user.name} is open.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by=by, act="open_sign_in", subject=user)
    return user


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _give(by: User | None, user: User, role: str, since_on: date) -> RoleHolding:
    refuse(access.cannot_hold(user, role, since_on))
    holding = RoleHolding.objects.create(user=user, role=Role(role), since_on=since_on)
    record(by=by, act="give_role", subject=user, details={"role": role})
    return holding


def _undecided(by: User, proposal: RoleProposal) -> RoleProposal:
    rows = RoleProposal.objects.select_for_update(of=("self",)).select_related("user")
    proposal = rows.get(pk=proposal.pk)
    forbid(access.may_not_decide_role(by, proposal))
    refuse(access.is_decided(proposal))
    return proposal


def _decide(by: User, at: datetime, proposal: RoleProposal, *, is_given: bool) -> None:
    proposal.decided_by, proposal.decided_at, proposal.is_given = by, at, is_given
    proposal.save(update_fields=["decided_by", "decided_at", "is_given"])


def _end(holding: RoleHolding, until_on: date) -> RoleHolding | None:
    if until_on < holding.since_on:
        holding.delete()
        return None
    holding.until_on = until_on
    holding.save(update_fields=["until_on"])
    return holding


def _role_ended(holding: RoleHolding, until_on: date) -> str:
    role = holding.role
    _end(holding, until_on)
    return role
