"""Who may put what beside published figures: None, or the sentence that stands where the button would."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import holds_region_of


def may_not_explain(user: User, council: Council, on: date) -> str | None:
    """A council's explanation is put down by an adviser of its region, or by the research team (R111)."""
    if council.pk in recused_council_ids(user, on):
        return (
            f"You have a declared interest in {council.short_name}, so you cannot put its explanation down."
        )
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    if user.is_adviser and holds_region_of(user, council, on):
        return None
    return (
        f"What {council.short_name} says about a figure is put down by an adviser of {council.region} "
        "or by the research team. Pass it on to one of them."
    )
