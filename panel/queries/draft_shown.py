"""What each person may see of a report while it is being prepared, and what they may not do to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import region_ids_held_by
from panel import access
from panel.queries.drafting import Draft, DraftItem


@dataclass(frozen=True)
class DraftLine:
    """An item as one person may work on it: the sentences stand where buttons would."""

    item: DraftItem
    why_not_write: str | None = None
    why_not_sign: str | None = None


def hidden_from(user: User, on: date) -> set[int]:
    """Councils of which this person reads nothing in a report."""
    return recused_council_ids(user, on)


def may_see_draft_of(council: Council, user: User, on: date) -> bool:
    """Before issue the secretariat reads all paragraphs, an adviser those of their own regions (TRUST 2)."""
    if council.pk in hidden_from(user, on):
        return False
    return user.has_role(Role.SECRETARIAT) or council.region_id in region_ids_held_by(user, on)


def draft_lines(draft: Draft, user: User, on: date) -> list[DraftLine]:
    """What this person may see before issue: the secretariat all, advisers their own regions.

    A council of their interest is not there at all; only what is issued says that an item is withheld.
    """
    hidden = hidden_from(user, on)
    regions = None if user.has_role(Role.SECRETARIAT) else region_ids_held_by(user, on)
    lines = []
    for item in draft.items:
        if item.council.pk not in hidden and (regions is None or item.council.region_id in regions):
            why_not_write = access.may_not_write_slot(user, item.council, on)
            why_not_write = why_not_write or access.may_not_write_more(item.council, in_full=item.in_full)
            lines.append(DraftLine(item, why_not_write, access.may_not_sign(user, item.council, on)))
    return lines


def has_an_interest(user: User, on: date) -> bool:
    """Whether the person may not freeze a report, whichever councils it speaks of.

    It asks nothing of the radar or of concerns: whoever was refused only where their council is spoken of
    would learn of it by the refusal.
    """
    return bool(hidden_from(user, on))
