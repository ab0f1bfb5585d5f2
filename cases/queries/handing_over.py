"""Concerns whose region and owner no longer belong together, to be handed over (WORKFLOW section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from accounts.models import Role, User
from cases.models import Concern
from councils.models import RegionHolding


@dataclass(frozen=True, kw_only=True)
class ToHandOver:
    """`theirs`: in regions one holds, another's who does not. `mine`: one's own, in regions one does not."""

    theirs: list[Concern]
    mine: list[Concern]

    @property
    def all(self) -> list[Concern]:
        return [*self.theirs, *self.mine]


def to_hand_over(user: User | AnonymousUser, on: date) -> ToHandOver:
    """Open concerns a principal adviser may hand on because regions changed hands, by council."""
    if not isinstance(user, User) or not user.has_role(Role.PRINCIPAL_ADVISER):
        return ToHandOver(theirs=[], mine=[])
    # Their own: what they hold in place of somebody who is away stays that person's.
    regions = RegionHolding.objects.of_advisers().holding_on(on).filter(user=user).values("region")
    concerns: Any = (
        Concern.objects.visible_to(user)
        .open()
        .select_related("council__region", "owner", "deputy", "service_area")
        .order_by("council__region__name", "council__short_name", "number")
    )
    holds = (
        RegionHolding.objects.of_advisers()
        .holding_on(on)
        .filter(user=OuterRef("owner"), region=OuterRef("council__region"))
    )
    return ToHandOver(
        theirs=list(concerns.filter(council__region__in=regions).exclude(owner=user).exclude(Exists(holds))),
        mine=list(concerns.filter(owner=user).exclude(council__region__in=regions)),
    )
