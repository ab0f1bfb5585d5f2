"""Who may change what is held about councils and regions, and from which councils a person is recused."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser

from accounts.models import Role, User
from councils.models import ChangeOfControl, Council, Cover, Interest
from councils.ties import looked_after_by, ties_kept

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


def may_not_declare_for(by: User | None, person: User, *, at_meeting: bool = False) -> str | None:
    """One declares one's own interests; the governance officer or an administrator may do it for another.

    What somebody declares at a meeting is taken down by the secretariat.
    """
    if by is None or by == person or by.has_role(*KEEP_INTERESTS):
        return None
    if at_meeting and by.has_role(Role.SECRETARIAT):
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
    if looked_after_by(by.pk, on).filter(region_id=council.region_id).exists():
        return None
    return f"{council.name} is in {council.region}, which you do not look after. Ask its adviser."


def may_not_allocate_leads(by: User | None) -> str | None:
    """As regions: a technical administrator says who leads on what (R039); None is the set-up command."""
    if by is None or by.has_role(Role.ADMINISTRATOR):
        return None
    return "Only a technical administrator may say who leads on a group or a service. Ask one to do it."


def may_not_arrange_cover(by: User, absent: User) -> str | None:
    """One arranges cover for oneself; an administrator for somebody who has fallen ill."""
    if by.has_role(Role.ADMINISTRATOR) or (by.pk == absent.pk and by.is_adviser):
        return None
    return f"Cover for {absent.name} is arranged by {absent.name} or by a technical administrator."


def may_not_arrange_any_cover(by: User) -> str | None:
    """Advisers have regions that somebody could look after for them."""
    if by.is_adviser or by.has_role(Role.ADMINISTRATOR):
        return None
    return "Advisers arrange who looks after their regions while they are away. You look after none."


def may_not_end_cover(by: User, cover: Cover) -> str | None:
    """Whoever was away, whoever stands in, or an administrator."""
    if by.pk in (cover.absent_id, cover.deputy_id) or by.has_role(Role.ADMINISTRATOR):
        return None
    return f"Only {cover.absent.name}, {cover.deputy.name} or a technical administrator may end this."


def may_know_offers(user: User, council: Council, on: date) -> bool:
    """That control changed is published; what was offered is between the advisers and the council."""
    return user.is_adviser and council.pk not in recused_council_ids(user, on)


def may_not_answer_change(by: User, change: ChangeOfControl, on: date) -> str | None:
    """The advisers of the council's region say whether the offer was made (R131)."""
    return may_not_record_offices(by, change.council, on)
