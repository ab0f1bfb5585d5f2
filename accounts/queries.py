"""What is read of people: of each, their own things; of all, by those who look after them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Min

from accounts.access_people import may_not_see_people
from accounts.models import CalendarFeed, Draft, RoleHolding, RoleProposal, SavedView, User
from accounts.workflow.reminding import secret_hmac

SHOWN = 50


def drafts_of(user: User, *, form: str = "") -> list[Draft]:
    """What this person has begun and not used, the newest first; of one page, where it is named."""
    drafts = Draft.objects.visible_to(user).standing()
    return list((drafts.filter(form=form) if form else drafts)[:SHOWN])


def draft_for(user: User, key: UUID | None) -> Draft | None:
    """One's own draft that has not been used; None for every other."""
    if key is None:
        return None
    return Draft.objects.visible_to(user).standing().filter(key=key).first()


def used_draft_for(user: User, key: UUID | None) -> Draft | None:
    """One's own draft that has become something, of which only that is left."""
    if key is None:
        return None
    return Draft.objects.visible_to(user).filter(used_at__isnull=False, key=key).first()


def views_for(user: User, page: str) -> list[SavedView]:
    """The saved views of a list that this person may use, their own first."""
    views = SavedView.objects.visible_to(user).filter(page=page).select_related("owner")
    return sorted(views, key=lambda view: view.owner_id != user.pk)


def view_for(user: User, pk: int) -> SavedView | None:
    """One of them; None where it is another's or is gone."""
    return SavedView.objects.visible_to(user).filter(pk=pk).select_related("owner").first()


def person_by_address(address: str) -> User | None:
    """Whoever signs in with this e-mail address and has not left."""
    return User.objects.filter(email__iexact=address, is_active=True).first()


def feeds_of(user: User) -> list[CalendarFeed]:
    """The calendar addresses that stand, the oldest first."""
    return list(user.calendar_feeds.standing())


def feed_of(user: User, pk: int) -> CalendarFeed | None:
    """One's own calendar address that stands; None for every other."""
    return user.calendar_feeds.standing().filter(pk=pk).first()


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """The calendar address with this secret, with its owner as they are now.

    None where it is wrong, revoked or malformed, and where its owner has left or holds no role today.
    """
    found = CalendarFeed.objects.standing().filter(secret_hmac=secret_hmac(secret)).first()
    if found is None:
        return None
    owner = User.objects.with_roles().get(pk=found.owner_id)
    found.owner = owner
    return found if owner.roles else None


def people_for_digest() -> list[User]:
    """Everybody who is here, holds a role today and wants the weekly mail, with their roles."""
    people = User.objects.with_roles().filter(is_active=True, wants_digest=True).order_by("pk")
    return [person for person in people if person.roles]


def people_to_write_to(*, most: int) -> list[User]:
    """So many people who are here and were told what no mail has told of, the longest waiting first."""
    waiting = User.objects.filter(is_active=True, notifications__mailed_at__isnull=True)
    return list(waiting.annotate(since=Min("notifications__pk")).order_by("since")[:most])


def people_for(by: User) -> list[User]:
    """Everybody who was ever added, by name, with the roles they hold; for those who look after people."""
    return [] if may_not_see_people(by) else list(User.objects.with_roles().order_by("name", "pk"))


def person_for(by: User, pk: int) -> User | None:
    """One of them; None where there is none, and to everybody else."""
    return None if may_not_see_people(by) else User.objects.with_roles().filter(pk=pk).first()


def holdings_of(user: User) -> list[RoleHolding]:
    """The roles a person holds, will hold and held: those without a last day first."""
    return list(user.role_holdings.order_by(F("until_on").desc(nulls_first=True), "-since_on", "role"))


def holding_for(by: User, pk: int) -> RoleHolding | None:
    """One of somebody's roles, for those who look after people."""
    if may_not_see_people(by):
        return None
    return RoleHolding.objects.filter(pk=pk).select_related("user").first()


def proposals_for(by: User) -> list[RoleProposal]:
    """The roles that are proposed and wait, the longest waiting first; for those who look after people."""
    if may_not_see_people(by):
        return []
    waiting = RoleProposal.objects.filter(decided_at__isnull=True)
    return list(waiting.select_related("user", "proposed_by").order_by("pk"))


def proposal_for(by: User, pk: int) -> RoleProposal | None:
    """A role that was proposed, for those who look after people."""
    if may_not_see_people(by):
        return None
    return RoleProposal.objects.filter(pk=pk).select_related("user", "proposed_by").first()
