"""The fictional councils and who leads them, and the facts about Thurrock that its public paper states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.models import User
from councils import queries as councils
from councils.models import Council, Office, RegionHolding
from councils.workflow import (
    add_fictional_council,
    allocate_lead,
    assign_region,
    declare_interest,
    record_control,
    record_officeholder,
)
from desk.demonstration.people import content, held
from desk.demonstration.story import THURROCK_SOURCE

INVENTED = "Invented for the demonstration"


def load_councils(*, at: datetime) -> dict[str, Council]:
    """The fictional councils by code, in the order of their codes."""
    loaded = {}
    for row in content("councils"):
        region = held(councils.region_by_slug(row["region"]))
        council = add_fictional_council(
            by=None,
            at=at,
            name=row["name"],
            short_name=row["short_name"],
            kind=row["type"],
            region=region,
        )
        if council.code != row["code"]:
            raise RuntimeError(
                f"{row['name']} became {council.code}, not {row['code']}: load into a clean register."
            )
        _officers(council, row, at=at)
        loaded[council.code] = council
    return loaded


def _officers(council: Council, row: dict[str, Any], *, at: datetime) -> None:
    for office in (Office.LEADER, Office.CHIEF_EXECUTIVE):
        if holder := row.get(office.value):
            record_officeholder(
                by=None,
                at=at,
                council=council,
                office=office,
                name=holder["name"],
                since_on=holder["since"],
                source=INVENTED,
            )
    if before := row.get("control_before"):
        record_control(by=None, at=at, council=council, control=before, source=INVENTED)
    if control := row.get("control"):
        record_control(
            by=None,
            at=at,
            council=council,
            control=control,
            since_on=row.get("control_since"),
            source=INVENTED,
        )


def load_regions(people: dict[str, User], *, at: datetime) -> None:
    """The five hold the nine regions between them, each once (R032); a senior adviser supports (R027), and a
    lead member peer is of one (R040)."""
    for row in content("people"):
        for capacity, slugs in (
            (RegionHolding.Capacity.PRINCIPAL, row.get("regions", ())),
            (RegionHolding.Capacity.SENIOR, row.get("supports", ())),
            (RegionHolding.Capacity.MEMBER, row.get("peer_of", ())),
        ):
            for slug in slugs:
                assign_region(
                    by=None,
                    at=at,
                    region=held(councils.region_by_slug(slug)),
                    user=people[row["key"]],
                    capacity=capacity,
                    since_on=date(2020, 4, 1),
                )


def load_leads(people: dict[str, User], *, at: datetime) -> None:
    """Each group has a lead, and some of the service areas (R039)."""
    groups = {group.slug: group for group in councils.political_groups()}
    areas = {area.slug: area for area in councils.service_areas()}
    for row in content("people"):
        for slug in row.get("leads_on", ()):
            allocate_lead(
                by=None,
                at=at,
                user=people[row["key"]],
                since_on=date(2020, 4, 1),
                group=groups.get(slug),
                service_area=areas.get(slug),
            )


def load_interests(people: dict[str, User], *, at: datetime) -> None:
    """A panel member who is a councillor of one of the councils (R052)."""
    for row in content("people"):
        if interest := row.get("interest"):
            declare_interest(
                by=None,
                at=at,
                user=people[row["key"]],
                council=held(councils.council_by_code(interest["council"])),
                nature=interest["nature"],
                since_on=date(2021, 5, 6),
            )


def thurrock_facts(*, at: datetime) -> Council:
    """Who led Thurrock by the paper's account (R183, R186); nobody is said to hold an office today."""
    thurrock = held(councils.council_by_code("E06000034"))
    for office, name, since_on, until_on in (
        (Office.LEADER, "Cllr John Kent", None, date(2011, 12, 31)),
        (Office.CHIEF_EXECUTIVE, "Graham Farrant", date(2010, 8, 1), date(2011, 12, 31)),
    ):
        record_officeholder(
            by=None,
            at=at,
            council=thurrock,
            office=office,
            name=name,
            since_on=since_on,
            until_on=until_on,
            source=THURROCK_SOURCE,
        )
    return thurrock
