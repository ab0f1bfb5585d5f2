"""The acts about who leads on what among the advisers, and who stands in while one is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import ADVISERS, Role, User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import forbid, refuse
from councils import access
from councils.models import AllocatedLead, Cover, PoliticalGroup, ServiceArea
from councils.resolution import said_day
from councils.workflow.rules import ends_too_soon

LONGEST_COVER = timedelta(days=92)


@transaction.atomic
def allocate_lead(
    *,
    by: User | None,
    at: datetime,
    user: User,
    since_on: date,
    group: PoliticalGroup | None = None,
    service_area: ServiceArea | None = None,
) -> AllocatedLead:
    """The adviser leads on a political group or a key service area from this day (R039)."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    forbid(access.may_not_allocate_leads(by))
    if (group is None) == (service_area is None):
        refuse("Choose a political group or a service area, one of the two.")
    if not user.has_role(*ADVISERS):
        refuse(f"{user.name} is not an adviser, so no lead can be allocated to them.")
    held = AllocatedLead.objects.filter(user=user, group=group, service_area=service_area)
    if standing := held.filter(until_on__isnull=True).first():
        refuse(f"{user.name} leads on {standing.on_what} already, since {said_day(standing.since_on)}.")
    lead = AllocatedLead.objects.create(user=user, group=group, service_area=service_area, since_on=since_on)
    details = {"user": user.pk, "on_what": lead.on_what, "since_on": str(since_on)}
    record(by=by, act="allocate_lead", subject=lead, details=details)
    return lead


@transaction.atomic
def end_lead(*, by: User | None, at: datetime, lead: AllocatedLead, until_on: date) -> AllocatedLead:
    """The adviser leads on it until this day, included."""
    lead = AllocatedLead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    forbid(access.may_not_allocate_leads(by))
    if lead.until_on is not None:
        refuse(f"This ended on {said_day(lead.until_on)} already.")
    refuse(ends_too_soon(lead.since_on, until_on))
    lead.until_on = until_on
    lead.save(update_fields=["until_on"])
    record(by=by, act="end_lead", subject=lead, details={"user": lead.user_id, "until_on": str(until_on)})
    return lead


@transaction.atomic
def arrange_cover(
    *,
    by: User,
    at: datetime,
    absent: User,
    deputy: User,
    since_on: date,
    until_on: date,
    reads_sources: bool = False,
) -> Cover:
    """From day to day the deputy looks after the absent adviser's regions too, without a further act.

    It always ends by itself. Nobody gets by it what their own role does not let them do.
    """
    absent = User.objects.select_for_update(of=("self",)).get(pk=absent.pk)
    forbid(access.may_not_arrange_cover(by, absent))
    refuse(_cannot_stand_in(absent, deputy))
    refuse(_days_are_wrong(since_on, until_on, timezone.localdate(at)))
    standing = Cover.objects.filter(absent=absent, deputy=deputy, ended_at__isnull=True)
    if other := standing.filter(since_on__lte=until_on, until_on__gte=since_on).first():
        refuse(
            f"{deputy.name} stands in for {absent.name} from {said_day(other.since_on)} to "
            f"{said_day(other.until_on)} already. End that first."
        )
    if reads_sources and by.pk != absent.pk:
        refuse(f"Only {absent.name} can let somebody read who their sources are.")
    cover = Cover.objects.create(
        absent=absent,
        deputy=deputy,
        since_on=since_on,
        until_on=until_on,
        reads_sources=reads_sources,
        arranged_by=by,
    )
    details = {"absent": absent.pk, "deputy": deputy.pk, "since_on": str(since_on), "until_on": str(until_on)}
    record(by=by, act="arrange_cover", subject=cover, details=details | {"reads_sources": reads_sources})
    tell_people(
        people=[deputy],
        about=f"cover:{cover.pk}",
        sentence=f"You stand in for {absent.name} from {said_day(since_on)} to {said_day(until_on)}",
        address="/cover",
        at=at,
    )
    return cover


def _cannot_stand_in(absent: User, deputy: User) -> str | None:
    """A principal adviser's regions may be looked after by either kind; a senior one's by a senior only."""
    if deputy.pk == absent.pk:
        return "Choose somebody else: nobody stands in for themselves."
    if not absent.has_role(*ADVISERS):
        return f"{absent.name} is not an adviser, so there is nothing to look after."
    kinds = ADVISERS if absent.has_role(Role.PRINCIPAL_ADVISER) else {Role.SENIOR_ADVISER}
    if deputy.has_role(*kinds):
        return None
    if deputy.has_role(Role.PRINCIPAL_ADVISER):
        return (
            f"{absent.name} is a senior adviser: a principal adviser would gain from it in another’s region. "
            "Choose a senior adviser."
        )
    return f"{deputy.name} is not an adviser, so they cannot look after a region."


def _days_are_wrong(since_on: date, until_on: date, on: date) -> str | None:
    if until_on < since_on:
        return f"The last day, {said_day(until_on)}, is before the first, {said_day(since_on)}."
    if until_on < on:
        return f"The last day, {said_day(until_on)}, has gone by."
    if until_on - since_on > LONGEST_COVER:
        return (
            "Somebody can stand in for three months at most. For longer an administrator assigns the regions."
        )
    return None


@transaction.atomic
def end_cover(*, by: User, at: datetime, cover: Cover) -> Cover:
    """The cover ends now: effective at the deputy's next request."""
    cover = Cover.objects.select_for_update(of=("self",)).select_related("absent", "deputy").get(pk=cover.pk)
    forbid(access.may_not_end_cover(by, cover))
    if cover.ended_at is not None:
        refuse("This has ended already.")
    cover.ended_at, cover.ended_by = at, by
    cover.save(update_fields=["ended_at", "ended_by"])
    details = {"absent": cover.absent_id, "deputy": cover.deputy_id}
    record(by=by, act="end_cover", subject=cover, details=details)
    return cover
