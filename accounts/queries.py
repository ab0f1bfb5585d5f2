"""What is read of a person's own things."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Draft, User

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
