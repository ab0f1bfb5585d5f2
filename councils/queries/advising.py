"""Who leads on what among the advisers, and who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Role, User
from councils.models import AllocatedLead, Council, Cover, PoliticalControl, PoliticalGroup, ServiceArea

LONGEST_CONTROL = 80


@dataclass(frozen=True, slots=True)
class LedBy:
    """A political group or a service area, and the advisers who lead on it; often nobody."""

    on_what: PoliticalGroup | ServiceArea
    leads: list[AllocatedLead]


@dataclass(frozen=True, slots=True)
class Leads:
    """The second axis of ownership besides the regions (R039)."""

    groups: list[LedBy]
    service_areas: list[LedBy]


def leads_on(on: date) -> Leads:
    """Every group and service area with who leads on it that day, in three queries."""
    held = list(AllocatedLead.objects.holding_on(on).select_related("user", "group", "service_area"))
    return Leads(
        groups=[
            LedBy(group, [lead for lead in held if lead.group_id == group.pk])
            for group in PoliticalGroup.objects.all()
        ],
        service_areas=[
            LedBy(area, [lead for lead in held if lead.service_area_id == area.pk])
            for area in ServiceArea.objects.all()
        ],
    )


def leads_of(user: User, on: date) -> list[AllocatedLead]:
    """What the person leads on that day."""
    return list(user.leads.holding_on(on).select_related("group", "service_area"))


def lead_by_id(pk: int) -> AllocatedLead | None:
    """An allocated lead, or None."""
    return AllocatedLead.objects.select_related("user", "group", "service_area").filter(pk=pk).first()


def councils_controlled_by(group: PoliticalGroup, on: date) -> QuerySet[Council]:
    """The councils whose control, as it is held for the day, begins with the group's name, by name.

    Control is free text out of election results ("Labour", "Labour minority"); what is not held is in none.
    """
    held = PoliticalControl.objects.holding_on(on).filter(control__istartswith=group.name)
    return Council.objects.filter(pk__in=held.order_by().values("council"))


def controls_offered(on: date) -> list[tuple[str, str]]:
    """Every control some council has that day, to choose from: published, and the same for everybody."""
    held = PoliticalControl.objects.holding_on(on).order_by("control")
    return [(name, name) for name in held.values_list("control", flat=True).distinct()]


def council_ids_controlled_by(control: str, on: date) -> QuerySet[PoliticalControl, int]:
    """The ids of the councils under exactly this control on the day."""
    held = PoliticalControl.objects.holding_on(on).filter(control=control[:LONGEST_CONTROL])
    return held.values_list("council_id", flat=True)


def covers_of(user: User, on: date) -> list[Cover]:
    """The covers a person arranged or stands in by, from today on; an administrator sees everybody's."""
    covers = Cover.objects.filter(ended_at__isnull=True, until_on__gte=on).select_related("absent", "deputy")
    if not user.has_role(Role.ADMINISTRATOR):
        covers = covers.filter(Q(absent=user) | Q(deputy=user))
    return list(covers)


def cover_by_id(pk: int, user: User) -> Cover | None:
    """A cover this person may know of, or None."""
    covers = Cover.objects.select_related("absent", "deputy").filter(pk=pk)
    if not user.has_role(Role.ADMINISTRATOR):
        covers = covers.filter(Q(absent=user) | Q(deputy=user))
    return covers.first()


def absent_for(user: User, on: date) -> list[Cover]:
    """Whom the person stands in for that day."""
    return list(Cover.objects.holding_on(on).filter(deputy=user).select_related("absent"))


def stands_in_for(user: User, on: date) -> Any:
    """The ids of those in whose place the person works that day, for a query's own `in`."""
    return Cover.objects.holding_on(on).filter(deputy=user).order_by().values("absent")


def reads_sources_for(user: User, absent_id: int, on: date) -> bool:
    """Whether the absent adviser lets this person read who their sources are, that day."""
    covers = Cover.objects.holding_on(on)
    return covers.filter(deputy=user, absent=absent_id, reads_sources=True).exists()
