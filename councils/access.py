"""Who may change what is held about councils and regions, and from which councils a person is recused."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User
from councils.models import Council, Interest, RegionHolding
from councils.ties import ties_kept

# Who keeps the declared interests: sees everybody's, and ends one (TRUST section 2).
KEEP_INTERESTS = (Role.ADMINISTRATOR, Role.GOVERNANCE_OFFICER)


def recused_council_ids(user: User | AnonymousUser, on: date) -> set[int]:
    """The councils in which the person has a declared interest on the day (R052).

    They see such a council's published figures and nothing else of it, anywhere.
    """
    if not user.is_authenticated:
        return set()
    kept = ties_kept(user, on)
    if kept:
        return set(kept.recused_from)
    declared = Interest.objects.filter(user_id=user.pk).holding_on(on)
    return set(declared.values_list("council_id", flat=True))


def may_not_assign_regions(by: User | None) -> str | None:
    """Only a technical administrator says who holds a region (TRUST 2); None is the set-up command."""
    if by is None or by.has_role(Role.ADMINISTRATOR):
        return None
    return "Only a technical administrator may say who looks after a region. Ask one to do it."


def may_not_declare_for(by: User | None, person: User) -> str | None:
    """One declares one's own interests; the governance officer or an administrator may do it for another."""
    if by is None or by == person or by.has_role(*KEEP_INTERESTS):
        return None
    return f"Only {person.name}, the governance officer or an administrator may declare this interest."


def may_not_end_interest(by: User | None, interest: Interest) -> str | None:
    """Nobody ends their own interest: it would give them back what they may not see."""
    if by is None:
        return None
    if by.pk == interest.user_id:
        return "You cannot end your own declared interest. Ask the governance officer."
    if by.has_role(*KEEP_INTERESTS):
        return None
    return "Only the governance officer or an administrator may end a declared interest."


def may_not_record_offices(by: User | None, council: Council, on: date) -> str | None:
    """The advisers of the council's region keep its offices and control; None is the set-up command."""
    if by is None:
        return None
    if council.pk in recused_council_ids(by, on):
        return f"You have a declared interest in {council.name}, so another adviser keeps what is held on it."
    if not by.is_adviser:
        return f"Only an adviser may change who leads or controls {council.name}."
    held = RegionHolding.objects.filter(user=by, region_id=council.region_id).holding_on(on)
    if held.exists():
        return None
    return f"{council.name} is in {council.region}, which you do not look after. Ask its adviser."
