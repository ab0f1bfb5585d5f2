"""What is read of a person's own things."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Draft, SavedView, User

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
