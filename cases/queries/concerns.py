"""Concerns one may see: lists, one concern, those about a council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Least

from accounts.models import Role, RoleHolding, User
from cases.models import Concern
from cases.stages import OPEN_STAGES, Stage
from councils.models import Council, Interest, PoliticalGroup, Region, RegionHolding
from councils.queries import region_ids_held_by


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows the list of concerns; empty means all. `order`: date, region or council."""

    stage: str = "open"
    region: Region | None = None
    owner: User | None = None
    mine: bool = False
    order: str = "date"


# A list stands by next date, region or name, never by what might be read as seriousness (WORKFLOW section 5).
ORDERS: dict[str, tuple[Any, ...]] = {
    "date": (F("next_day").asc(nulls_last=True), "council__short_name", "number"),
    "region": ("council__region__name", "council__short_name", "number"),
    "council": ("council__short_name", "number"),
}


def concerns_for(user: User | AnonymousUser, filters: Filters | None = None) -> QuerySet[Concern]:
    """Concerns of which the person may know at least the council and the stage, filtered and ordered.

    Each row has `next_day` and `is_readable`: False where no more than council and stage may be shown.
    """
    filters = filters or Filters()
    visible = Concern.objects.visible_to(user).values("pk")
    concerns = cast(
        "QuerySet[Concern]",
        loaded(Concern.objects.known_to(user)).annotate(
            is_readable=Q(pk__in=visible),
            # No date stands behind the place of a row of which no date is shown.
            next_day=Case(When(pk__in=visible, then=Least("review_on", "next_step_on"))),
        ),
    )
    if filters.stage == "open":
        concerns = concerns.filter(stage__in=OPEN_STAGES)
    elif filters.stage in Stage.values:
        concerns = concerns.filter(stage=filters.stage)
    if filters.region:
        concerns = concerns.filter(council__region=filters.region)
    if filters.owner:
        # Whose it is may be asked only of what may be read: a filter tells nothing that the row would not.
        concerns = concerns.filter(owner=filters.owner, pk__in=visible)
    if filters.mine and isinstance(user, User):
        concerns = concerns.filter(Q(owner=user) | Q(deputy=user), pk__in=visible)
    return concerns.order_by(*ORDERS.get(filters.order, ORDERS["date"]))


def concern_for(user: User | AnonymousUser, number: int) -> Concern | None:
    """The concern, or None where it is missing or may not be read."""
    return cast("Concern | None", loaded(Concern.objects.visible_to(user)).filter(pk=number).first())


def concerns_about(council: Council, user: User | AnonymousUser) -> list[Concern]:
    """The concerns about the council that the person may read: open ones by next date, then closed ones."""
    concerns = loaded(Concern.objects.visible_to(user)).filter(council=council)
    next_day = Least("review_on", "next_step_on")
    return list(concerns.order_by(F("closed_at").desc(nulls_first=True), next_day, "number"))


def open_beside(council: Council, user: User | AnonymousUser, but: Concern | None = None) -> list[Concern]:
    """Open concerns about the same council: said when one is raised, never a hindrance."""
    concerns = loaded(Concern.objects.visible_to(user)).open().filter(council=council)
    concerns = concerns.exclude(pk=but.pk) if but else concerns
    return list(concerns.prefetch_related("factors").order_by("number"))


def loaded(concerns: Any) -> Any:
    """With what each row of a list shows."""
    return concerns.select_related("council__region", "owner", "deputy", "service_area")


# Lists others choose from: none of them says anything of what is held.


def _holding(*roles: str) -> QuerySet[User]:
    held = RoleHolding.objects.current().filter(role__in=roles).values("user")
    return User.objects.filter(is_active=True, pk__in=held).order_by("name", "pk")


def advisers() -> QuerySet[User]:
    """Everyone who may own a concern or stand in for its owner, by name."""
    return _holding(Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER)


def member_peers() -> QuerySet[User]:
    """Lead member peers, by name."""
    return _holding(Role.MEMBER_PEER)


def member_peers_of(council: Council, on: date) -> QuerySet[User]:
    """Lead member peers without an interest in the council, those of its region first."""
    recused = Interest.objects.holding_on(on).filter(council=council).values("user")
    holds = RegionHolding.objects.holding_on(on).filter(user=OuterRef("pk"), region=council.region_id)
    return (
        member_peers()
        .exclude(pk__in=recused)
        .annotate(is_near=Exists(holds))
        .order_by("-is_near", "name", "pk")
    )


def groups_with_an_office() -> QuerySet[PoliticalGroup]:
    """The political groups, by name."""
    return PoliticalGroup.objects.order_by("name")


def may_choose_mine(user: User, on: date) -> bool:
    """Whether "mine" is worth offering: the person holds a region or is an adviser."""
    return user.is_adviser or bool(region_ids_held_by(user, on))
