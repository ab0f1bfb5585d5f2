"""The acts about regions, interests, and the people who lead a council."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from audit.workflow import record
from common.errors import forbid, refuse
from councils import access
from councils.models import (
    Council,
    CouncilCode,
    CouncilName,
    Interest,
    Office,
    Officeholder,
    PoliticalControl,
    Region,
    RegionHolding,
)
from councils.resolution import said_day

ROLE_FOR = {
    RegionHolding.Capacity.PRINCIPAL: Role.PRINCIPAL_ADVISER,
    RegionHolding.Capacity.SENIOR: Role.SENIOR_ADVISER,
}
HELD_BY_ONE = frozenset({Office.LEADER, Office.MAYOR, Office.CHIEF_EXECUTIVE, Office.DCS, Office.DASS})


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
    """The person looks after the region from this day, as principal or senior adviser (R027).

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
    if capacity == RegionHolding.Capacity.SENIOR:
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
    refuse(_ends_too_soon(holding.since_on, until_on))
    if holding.user_id is None:
        refuse("This holding is a fact out of a document, not an assignment. The register keeps it.")
    holding.until_on = until_on
    holding.save(update_fields=["until_on"])
    details = {"region": holding.region_id, "user": holding.user_id, "until_on": str(until_on)}
    record(by=by, act="end_region_holding", subject=holding, details=details)
    return holding


@transaction.atomic
def declare_interest(
    *, by: User | None, at: datetime, user: User, council: Council, nature: str, since_on: date
) -> Interest:
    """From this day the person sees the council's published figures and nothing else of it (R052)."""
    council = _locked(council)
    forbid(access.may_not_declare_for(by, user))
    if not nature.strip():
        refuse("Say what the interest is, for example “Councillor of the council”.")
    if Interest.objects.filter(user=user, council=council, until_on__isnull=True).exists():
        refuse(f"{user.name}'s interest in {council.name} is declared already.")
    interest = Interest.objects.create(user=user, council=council, nature=nature.strip(), since_on=since_on)
    details = {"user": user.pk, "since_on": str(since_on)}
    record(by=by, act="declare_interest", subject=interest, scope=council.audit_scope, details=details)
    return interest


@transaction.atomic
def end_interest(*, by: User | None, at: datetime, interest: Interest, until_on: date) -> Interest:
    """The interest is held until this day, included. Never by the person whose interest it is."""
    interest = Interest.objects.select_for_update(of=("self",)).select_related("council").get(pk=interest.pk)
    forbid(access.may_not_end_interest(by, interest))
    if interest.until_on is not None:
        refuse(f"This interest ended on {said_day(interest.until_on)} already.")
    refuse(_ends_too_soon(interest.since_on, until_on))
    interest.until_on = until_on
    interest.save(update_fields=["until_on"])
    details = {"user": interest.user_id, "until_on": str(until_on)}
    scope = interest.council.audit_scope
    record(by=by, act="end_interest", subject=interest, scope=scope, details=details)
    return interest


@transaction.atomic
def record_officeholder(
    *,
    by: User | None,
    at: datetime,
    council: Council,
    office: str,
    name: str,
    source: str,
    since_on: date | None = None,
    until_on: date | None = None,
    title: str = "",
) -> Officeholder:
    """Who holds an office at the council, since when, and how we know (R051).

    Where the office is one person's, whoever held it before is recorded as ending the day before.
    """
    council = _locked(council)
    forbid(access.may_not_record_offices(by, council, timezone.localdate(at)))
    office = Office(office)
    refuse(_unsaid(name, "Enter the name of the person who holds the office."))
    refuse(_unsaid(source, "Say how this is known, for example “The council's website, 2 November 2012”."))
    if until_on is not None:
        refuse(_ends_too_soon(since_on, until_on))
    if office in HELD_BY_ONE and until_on is None:
        rows = council.officeholders.filter(office=office, until_on__isnull=True)
        refuse(_close(list(rows.select_for_update(of=("self",))), since_on))
    held = Officeholder.objects.create(
        council=council,
        office=office,
        title=title.strip(),
        name=name.strip(),
        since_on=since_on,
        until_on=until_on,
        source=source.strip(),
    )
    details = {"office": office.value}
    record(by=by, act="record_officeholder", subject=held, scope=council.audit_scope, details=details)
    return held


@transaction.atomic
def record_control(
    *,
    by: User | None,
    at: datetime,
    council: Council,
    control: str,
    source: str,
    since_on: date | None = None,
    until_on: date | None = None,
) -> PoliticalControl:
    """Who controls the council, since when, and how we know; what was held before ends the day before."""
    council = _locked(council)
    forbid(access.may_not_record_offices(by, council, timezone.localdate(at)))
    refuse(_unsaid(control, "Enter who controls the council, for example “No overall control”."))
    refuse(_unsaid(source, "Say how this is known, for example “Local election results, 3 May 2012”."))
    if until_on is not None:
        refuse(_ends_too_soon(since_on, until_on))
    else:
        rows = council.controls.filter(until_on__isnull=True)
        refuse(_close(list(rows.select_for_update(of=("self",))), since_on))
    held = PoliticalControl.objects.create(
        council=council,
        control=control.strip(),
        since_on=since_on,
        until_on=until_on,
        source=source.strip(),
    )
    record(by=by, act="record_control", subject=held, scope=council.audit_scope)
    return held


def _close(rows: list[Officeholder] | list[PoliticalControl], since_on: date | None) -> str | None:
    """End the open rows the day before; the sentence where that cannot be."""
    for row in rows:
        if since_on is None:
            return f"{row} is held as the present one. Say from which day the new one is."
        if row.since_on is not None and row.since_on >= since_on:
            return f"{row} is held since {said_day(row.since_on)}. The new one must begin after that day."
        row.until_on = since_on - timedelta(days=1)
        row.save(update_fields=["until_on"])
    return None


@transaction.atomic
def add_fictional_council(
    *,
    by: User | None,
    at: datetime,
    name: str,
    short_name: str,
    kind: str,
    region: Region,
    county: Council | None = None,
) -> Council:
    """An invented council for the demonstration, code X00000001 and up: left out of every count, average,
    range and file, and shown with the word "fictional". Only the set-up command (`by` None) or an
    administrator adds one."""
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    forbid(access.may_not_assign_regions(by))
    last = Council.objects.filter(is_fictional=True).order_by("-code").values_list("code", flat=True).first()
    number = int(last[1:]) + 1 if last else 1
    council = Council.objects.create(
        key=f"X{number}",
        code=f"X{number:08}",
        name=name,
        short_name=short_name,
        kind=kind,
        region=region,
        county=county,
        is_fictional=True,
    )
    CouncilName.objects.create(council=council, name=name, kind=CouncilName.Kind.OFFICIAL)
    CouncilName.objects.create(council=council, name=short_name, kind=CouncilName.Kind.SHORT)
    CouncilCode.objects.create(council=council, scheme=CouncilCode.Scheme.GSS, code=council.code)
    record(by=by, act="add_fictional_council", subject=council, scope=council.audit_scope)
    return council


@transaction.atomic
def remove_fictional_councils(*, by: User | None, at: datetime) -> int:
    """Remove every fictional council and what this room holds about them; returns how many.

    What other rooms hold about them must have gone first: the database refuses otherwise.
    """
    forbid(access.may_not_assign_regions(by))
    councils = Council.objects.select_for_update(of=("self",)).filter(is_fictional=True)
    ids = [council.pk for council in councils]
    for model in (Officeholder, PoliticalControl, Interest, CouncilName, CouncilCode):
        model.objects.filter(council__in=ids).delete()
    for council in councils:
        record(by=by, act="remove_fictional_council", subject=council, scope=council.audit_scope)
    Council.objects.filter(pk__in=ids, county__isnull=False).delete()
    Council.objects.filter(pk__in=ids).delete()
    return len(ids)


def _locked(council: Council) -> Council:
    return Council.objects.select_for_update(of=("self",)).select_related("region").get(pk=council.pk)


def _unsaid(text: str, sentence: str) -> str | None:
    return None if text.strip() else sentence


def _ends_too_soon(since_on: date | None, until_on: date) -> str | None:
    if since_on is None or until_on >= since_on:
        return None
    return f"It began on {said_day(since_on)}, so it cannot end on {said_day(until_on)}."
