"""The acts about who looks after a region."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import Role, User
from audit.workflow import record
from common.errors import forbid, refuse
from councils import access
from councils.models import Region, RegionHolding
from councils.resolution import said_day
from councils.workflow.rules import ends_too_soon

ROLE_FOR = {
    RegionHolding.Capacity.PRINCIPAL: Role.PRINCIPAL_ADVISER,
    RegionHolding.Capacity.SENIOR: Role.SENIOR_ADVISER,
    RegionHolding.Capacity.MEMBER: Role.MEMBER_PEER,
}


@transaction.atomic
def assign_region(
    *,
    by: User | None,
    at: datetime,
    region: Region,
    user: User,
    capacity: str,
    since_on: date,
    source: str = "",
) -> RegionHolding:
    """The person looks after the region from this day, as principal or senior adviser (R027), or is its lead
    member peer, who logs notes about its councils (R040).

    A region has one Principal Adviser at a time. `by` None is the set-up command on the server.
    """
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    forbid(access.may_not_assign_regions(by))
    capacity = RegionHolding.Capacity(capacity)
    refuse(_wrong_role(user, capacity))
    refuse(_already_held(region, user, capacity, since_on))
    holding = RegionHolding.objects.create(
        region=region, user=user, holder_name=user.name, capacity=capacity, since_on=since_on, source=source
    )
    details = {"region": region.slug, "capacity": capacity.value, "user": user.pk, "since_on": str(since_on)}
    record(by=by, act="assign_region", subject=holding, details=details)
    return holding


def _wrong_role(user: User, capacity: RegionHolding.Capacity) -> str | None:
    if user.has_role(ROLE_FOR[capacity]):
        return None
    return f"{user.name} is not a {capacity.label}. Give them that role first."


def _already_held(region: Region, user: User, capacity: RegionHolding.Capacity, since_on: date) -> str | None:
    """The sentence where somebody holds it on that day or later: the principal's place, or this person's."""
    held = region.holdings.filter(user__isnull=False, capacity=capacity)
    held = held.filter(Q(until_on__isnull=True) | Q(until_on__gte=since_on))
    if capacity != RegionHolding.Capacity.PRINCIPAL:
        held = held.filter(user=user)
    holding = held.first()
    if holding is None:
        return None
    until = f"until {said_day(holding.until_on)}" if holding.until_on else "with no last day"
    return (
        f"{region.name} is held by {holding.holder_name} as {capacity.label} {until}. "
        f"End that holding before {said_day(since_on)} first."
    )


@transaction.atomic
def end_region_holding(
    *, by: User | None, at: datetime, holding: RegionHolding, until_on: date
) -> RegionHolding:
    """The person looks after the region until this day, included; effective at their next request."""
    holding = RegionHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    forbid(access.may_not_assign_regions(by))
    refuse(ends_too_soon(holding.since_on, until_on))
    if holding.user_id is None:
        refuse("This holding is a fact out of a document, not an assignment. The register keeps it.")
    holding.until_on = until_on
    holding.save(update_fields=["until_on"])
    details = {"region": holding.region_id, "user": holding.user_id, "until_on": str(until_on)}
    record(by=by, act="end_region_holding", subject=holding, details=details)
    return holding
